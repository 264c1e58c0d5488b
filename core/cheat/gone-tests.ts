import { isTestFile, isTestPath } from '../review/test-file.ts';
import { valuesIn } from './asked.ts';
import type { ChangedFile, Source } from './change.ts';
import { gained } from './gained.ts';
import { plainTests } from './plain-tests.ts';
import { reachOf } from './reach.ts';
import { testsByOldName } from './renamed-tests.ts';
import { isOff, runningTests, testCases, type TestCase } from './test-cases.ts';

/** The tests that run at the head of a change. */
interface There {
  readonly names: ReadonlySet<string>;
  readonly bodies: ReadonlySet<string>;
  /** The values in tests that were in none of those that stay. */
  readonly anew: ReadonlySet<string>;
}

export function testsThere(files: readonly ChangedFile[]): There {
  const heads = files.flatMap(({ path, head }) => (head && hasTests(path, head) ? [head] : []));
  const plain = files.flatMap(({ head, language }) => (head ? plainTests(head, language) : []));
  const bases = files.flatMap(({ path, from = path, base }) => (base && hasTests(from, base) ? [base] : []));
  const all = heads.flatMap((source) =>
    runningTests(source).map((one) => ({ name: one.name, body: bodyOf(source, one) })),
  );
  const names = new Set([...all, ...plain].map(({ name }) => name));
  const stayed = bases.flatMap((source) => valuesOf(source, ({ name }) => names.has(name)));
  const anew = gained(
    stayed,
    heads.flatMap((source) => valuesOf(source, ({ modifiers }) => !modifiers.some(isOff))),
    (value) => value,
  );
  return { names, bodies: new Set(all.map(({ body }) => body)), anew: new Set(anew) };
}

/** What is written down in tests, and in what they name; each place once. */
function valuesOf(source: Source, isMeant: (one: TestCase) => boolean): string[] {
  const reached = testCases(source)
    .filter(isMeant)
    .flatMap((one) => reachOf(source, one).values);
  return [...new Map(reached.map(({ from, text }) => [from, text])).values()];
}

/** Tests of a file that are in none now, by their name, their body, or the values that they ask for. */
export function goneTests(file: ChangedFile, { names, bodies, anew }: There): { name: string; line: number }[] {
  const { path, from = path, base, head, language } = file;
  if (!base) return [];
  const plain = head ? plainTests(base, language).filter(({ name }) => !names.has(name)) : [];
  if (!hasTests(from, base)) return plain;
  const kept = new Set(ownNames(file));
  const gone = testCases(base).filter(
    (one) => !kept.has(one.name) && !names.has(one.name) && !bodies.has(bodyOf(base, one)),
  );
  return [...plain, ...gone.filter((one) => !isRewritten(base, one, anew))];
}

/** What has its name still; or has another one and is off, which is told of by itself. */
function ownNames(file: ChangedFile): string[] {
  const off = testsByOldName(file).filter(({ modifiers }) => modifiers.some(isOff));
  return [...(file.head ? testCases(file.head) : []), ...off].map(({ name }) => name);
}

/** A file of tests, or one beside them that has some: a runner can be told to take all of a folder. */
function hasTests(path: string, source: Source): boolean {
  return isTestFile(path) || (isTestPath(path) && testCases(source).length > 0);
}

/** Whether all that it asks for is written anew in the tests of the change. */
function isRewritten({ syntax }: Source, { assertions }: TestCase, anew: ReadonlySet<string>): boolean {
  const values = syntax ? assertions.flatMap(({ node }) => valuesIn(syntax, node)) : [];
  return values.length > 0 && values.every((one) => anew.has(one));
}

/** Without its name, and without blanks: what is left says whether it is the same test. */
function bodyOf({ syntax }: Source, { node, name }: TestCase): string {
  const title = name.split(' > ').at(-1) ?? '';
  const text = syntax?.textOf(node) ?? '';
  return text.replace(title, '').replaceAll(/\s+/g, '');
}
