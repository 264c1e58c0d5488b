import { stripVTControlCharacters } from 'node:util';

/** Lines at the end, which say how it ended. */
const lastCount = 60;
/** Lines in all, and characters of each. */
const mostLines = 160;
const longest = 400;
/** What comes right after a line that matters usually says more of it. */
const following = 3;

/**
 * What of a program's output tells why it failed: its last lines, and before them the lines that name failing tests and
 * errors, each once. What is left out is said. Plain text, without colours.
 */
export function whatMatters(output: string): string {
  const lines = stripVTControlCharacters(output)
    .trim()
    .split('\n')
    .map((line) => shortened(line.trimEnd()));
  const end = Math.max(0, lines.length - lastCount);
  const kept = new Set<number>();
  const seen = new Set<string>();
  for (let index = 0; index < end && kept.size < mostLines - lastCount; index++) {
    const line = lines[index] ?? '';
    if (!tells.test(line) || passes.test(line) || seen.has(line.trim())) continue;
    seen.add(line.trim());
    for (let next = index; next <= index + following && next < end; next++) kept.add(next);
  }
  for (let index = end; index < lines.length; index++) kept.add(index);
  return withoutRepeats(
    lines,
    [...kept].toSorted((a, b) => a - b),
  ).join('\n');
}

/** Failing tests and errors, as compilers, linters and runners of many languages write them. */
const tells =
  /^\s*(?:[✗✕×✖✘●]|not ok\b|--- FAIL|FAIL|failed\b)|\berror(?:\[\w{1,10}\]| TS\d{1,6})?:|\b\w{0,60}(?:Error|Exception|Failure)\b|\b(?:FAILED|panicked|Traceback|assertion|undefined reference|[Ee]rror\b)/;

/** A test that passes may have an error in its title. */
const passes = /^\s*(?:[✓✔√]|ok\b|PASS|--- PASS)/;

/** Lines of these numbers: gaps are named, and a line that is the same as the one above is counted. */
function withoutRepeats(lines: readonly string[], numbers: readonly number[]): string[] {
  const shown: string[] = [];
  let before = -1;
  let repeats = 0;
  const endRepeats = (): void => {
    if (repeats > 0) shown.push(`[… the same line ${repeats} more times …]`);
    repeats = 0;
  };
  for (const number of numbers) {
    const line = lines[number] ?? '';
    if (number > before + 1) {
      endRepeats();
      shown.push(`[… ${number - before - 1} lines left out …]`);
    } else if (before >= 0 && line !== '' && line === lines[before]) {
      repeats += 1;
      before = number;
      continue;
    }
    endRepeats();
    shown.push(line);
    before = number;
  }
  endRepeats();
  return shown;
}

function shortened(line: string): string {
  return line.length <= longest ? line : `${line.slice(0, longest)} [… ${line.length - longest} characters more …]`;
}
