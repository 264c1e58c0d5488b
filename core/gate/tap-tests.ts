import { timesSaid } from './said-counts.ts';

/**
 * How many tests of `node --test` passed. A file without tests, or one that exits early, counts there as a test of its own
 * that passes, by the file's name.
 */
export function nodeTests(text: string): number | undefined {
  const said = [...text.matchAll(/^(?:ℹ|#) pass (\d+)$/gm)];
  if (said.length === 0) return undefined;
  const passed = said.reduce((sum, [, count]) => sum + Number(count), 0);
  // A suite may be called like a file as well; it is opened before it is closed.
  const spec = [...text.matchAll(/^✔ (.+) \([\d.]+ms\)$/gm)].map(([, name = '']) => name);
  const opened = new Set([...text.matchAll(/^▶ (.+)$/gm)].map(([, name]) => name));
  const tap = [...text.matchAll(/^ok \d+ - (.+)\n {2}---\n {2}duration_ms: \S+\n {2}type: 'test'$/gm)];
  const files = [...spec.filter((name) => !opened.has(name)), ...tap.map(([, name = '']) => name)];
  return Math.max(0, passed - files.filter(isFileOfTests).length);
}

/** A test that is called like a file of tests cannot be told from one. */
export function isFileOfTests(name: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(name);
}

/** Leaves only: `ok 1 - a {` opens a block, and is no test. Node says at the end how many there were. */
export function tapTests(text: string): number | undefined {
  if (!/^TAP version \d+$/m.test(text) || /^# pass \d+$/m.test(text)) return undefined;
  const lines = text.matchAll(/^ *ok \d+(.*)$/gm);
  return [...lines].filter(([, rest = '']) => !rest.endsWith('{') && !/# (?:SKIP|TODO)\b/i.test(rest)).length;
}

/** What is known not to work yet has `# TODO`. */
export function tapFailures(text: string): number {
  const lines = [...text.matchAll(/^ *not ok \d+(.*)$/gm)];
  return lines.filter(([, rest = '']) => !rest.endsWith('{') && !/# (?:SKIP|TODO)\b/i.test(rest)).length;
}

/** It says that it gives up, or has told of fewer tests than it was to run. */
export function tapBroken(text: string): number {
  if (!/^TAP version \d+$/m.test(text)) return 0;
  const planned = [...text.matchAll(/^1\.\.(\d+)/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
  // A test may print in front of what is said of it.
  const untold = Math.max(0, planned - timesSaid(text, /^(?!\s).*?\bok \d+(?= |$)/gm));
  return Math.max(untold, timesSaid(text, /^Bail out!/gm));
}
