import { stripVTControlCharacters } from 'node:util';
import type { Gate } from '../result/records.ts';
import { isWrongLine } from './wrong-failure.ts';

type Printed = Pick<Gate, 'output'>;

/** The first line by which a program says that it could not load, compile or start something. */
export function brokenLine(gates: readonly Printed[]): string | undefined {
  return gates
    .flatMap(linesOf)
    .find((line) => isWrongLine(line) || [...broken, generally].some((one) => one.test(line)));
}

/** Such lines of gates that have named all their tests, without those that were printed before as well. */
export function wrongLines(gates: readonly Printed[], before: readonly Printed[]): string[] {
  const known = new Set(before.flatMap(linesOf).map(alike));
  return gates
    .flatMap(linesOf)
    .filter((line) => isWrongLine(line) || broken.some((form) => form.test(line)))
    .filter((line) => !known.has(alike(line)));
}

function linesOf({ output }: Printed): string[] {
  return stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => line.length <= 2_000)
    .map((line) => line.trimEnd());
}

/** Without what differs from run to run. */
function alike(line: string): string {
  return line.replaceAll(/\d+/g, '#');
}

/** They stand at the beginning of a line: a test may well assert that something is one of them. */
const broken: readonly RegExp[] = [
  /^error(?:\[E\d{4}\]: |: could not compile )|^\S+: error TS\d+: |^\S+\(\d+,\d+\): error TS\d+: /,
  /^(?:FAIL\t\S+ )?\[(?:build|setup) failed\]|^FAIL\t\S+ \[(?:build|setup) failed\]/,
  /^ERROR (?:collecting|at setup of) |^_+ ERROR (?:collecting|at setup of) /,
  /^(?:\S+: )?(?:(?:line )?\d+: )?\S+: (?:command )?not found$/,
  /^No test (?:files? )?found|^no tests? (?:ran|to run)\b/i,
];

/** So begins what many programs say last, whatever it was; what starts them says it after tests that failed, too. */
const generally = /^error: (?!test failed)/;
