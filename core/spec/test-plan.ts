import { posix } from 'node:path';
import { isDelimiterRow, splitRow, type Cell } from '../markdown/table.ts';
import { markdownLines, type Line } from '../markdown/lines.ts';
import type { Plan } from '../plan/plan.ts';
import type { SpecFile } from './section.ts';

/**
 * The tests that a feature needs, and the constraints that they verify: the tables of a `test-plan.md`, and the lists
 * below its headings about tests and constraints.
 */
export interface TestPlan {
  readonly path: string;
  /** Names that are certain to be names; the first place of each. */
  readonly tests: readonly Named[];
  readonly constraints: readonly Named[];
  /** Every word of the file. */
  readonly words: ReadonlySet<string>;
}

/** Something that has a name, and where the name stands; offsets in the line. */
export interface Named {
  readonly name: string;
  readonly line: Line;
  readonly from: number;
  readonly to: number;
}

/** The `test-plan.md` beside a plan or in the folder of its feature; null if it was not handed in. */
export function testPlanOf({ path, phases }: Plan, files: readonly SpecFile[]): TestPlan | null {
  const folders = [posix.dirname(path), ...phases.flatMap(({ tasks }) => tasks.slice(0, 1).map(({ spec }) => spec))];
  const paths = folders.filter((folder) => folder !== '').map((folder) => posix.join(folder, 'test-plan.md'));
  const file = files.find((each) => paths.includes(each.path));
  return file ? readTestPlan(file) : null;
}

/** What tells a test apart from others: its name without its module and without what is in brackets. */
export function testKey(name: string): string {
  const bare = name.replaceAll('`', '').trim();
  return (
    bare
      .replace(/\(\)$|\[[^\]]{0,200}\]$/, '')
      .split('::')
      .at(-1) ?? bare
  );
}

/** Constraints that a text names, such as `CC-2`. */
export function constraintsIn(text: string): string[] {
  return constraintNames(text).map(({ name }) => name);
}

function readTestPlan({ path, content }: SpecFile): TestPlan {
  const lines = markdownLines(content);
  const tests = new Map<string, Named>();
  const constraints = new Map<string, Named>();
  let columns: Columns | null = null;
  let about = '';
  for (const [index, line] of lines.entries()) {
    if (line.heading) about = line.heading.text;
    else if (line.kind === 'text' && !line.text.includes('|')) {
      for (const each of testItems(line, about)) keep(tests, testKey(each.name), each);
      for (const each of constraintItems(line, about)) keep(constraints, each.name, each);
    }
    if (line.kind !== 'text' || !line.text.includes('|')) columns = null;
    else if (isDelimiterRow(lines[index + 1]?.text ?? '')) columns = columnsOf(line);
    else if (columns) {
      const cells = splitRow(line.text, columns.width);
      for (const each of namesIn(line, cells[columns.tests], testNames)) keep(tests, testKey(each.name), each);
      for (const each of namesIn(line, cells[columns.constraint], constraintNames)) keep(constraints, each.name, each);
    }
  }
  const words = new Set(content.match(wordsOf));
  return { path, tests: [...tests.values()], constraints: [...constraints.values()], words };
}

/** What a name is made of; all else separates. */
const wordsOf = /[\p{L}\p{N}_$]+/gu;

/** Whether a test plan says every word of a name, in whatever place. */
export function knows({ words }: TestPlan, name: string): boolean {
  return (testKey(name).match(wordsOf) ?? []).every((each) => words.has(each));
}

interface Columns {
  readonly width: number;
  /** Index of the cell; -1 where there is none. */
  readonly tests: number;
  readonly constraint: number;
}

function columnsOf({ text }: Line): Columns {
  const names = splitRow(text).map((cell) => cell.text.replaceAll(/[*_`]/g, ''));
  return {
    width: names.length,
    tests: names.findIndex((name) => /^test names?(?: ?\(s\))?$|^测试名称?$|^テスト名$/i.test(name)),
    constraint: names.findIndex((name) => /^(?:cc|constraint)(?: ids?)?$/i.test(name)),
  };
}

interface Found {
  readonly name: string;
  readonly index: number;
}

function namesIn(line: Line, cell: Cell | undefined, find: (text: string) => readonly Found[]): Named[] {
  if (!cell) return [];
  const { start, end } = cell.span;
  return find(line.text.slice(start, end)).map(({ name, index }) => {
    return { name, line, from: start + index, to: start + index + name.length };
  });
}

function constraintNames(text: string): Found[] {
  return [...text.matchAll(/\bCC-\d+[a-z]?\b/gi)].map(({ 0: name, index }) => ({ name: name.toUpperCase(), index }));
}

/** `- [ ] **test_fetch** — retries`: an item that starts with a name that only tests have. */
function testItems(line: Line, heading: string): Named[] {
  if (!aboutTests.test(heading) || aboutOthers.test(heading)) return [];
  const [, start = '', name = ''] = testItem.exec(line.text) ?? [];
  return testName.test(testKey(name)) ? [{ name, line, from: start.length, to: start.length + name.length }] : [];
}

/** `- **CC-1**: one answer per file`. */
function constraintItems(line: Line, heading: string): Named[] {
  if (!aboutConstraints.test(heading)) return [];
  const [, start = '', name = ''] = constraintItem.exec(line.text) ?? [];
  return name === '' ? [] : [{ name: name.toUpperCase(), line, from: start.length, to: start.length + name.length }];
}

const aboutTests = /\btests?\b|测试|測試|テスト/i;
const aboutOthers = /\b(?:existing|not|out of|later|manual|removed?)\b|已有|现有|不/i;
const aboutConstraints = /\bconstraints?\b|\bCCs?\b|约束|制約/i;
const itemStart = String.raw`^(\s{0,20}(?:[-*+]|\d{1,3}[.)])\s{1,4}(?:\[[ xX]\]\s{1,4})?[*_[\x60]{0,4})`;
const testItem = new RegExp(String.raw`${itemStart}([\p{L}$][\p{L}\p{N}_$:]{2,200}?)(?=:?[^\p{L}\p{N}_$:]|:?$)`, 'u');
const constraintItem = new RegExp(String.raw`${itemStart}(CC-\d+[a-z]?)\b`, 'i');
const testName = /^(?:test|prop)_|_tests?$|\p{Ll}Test$|^test\p{Lu}/u;

/** Several may stand in a cell, with commas, blanks or line breaks between them. In a sentence or a command are none. */
function testNames(text: string): Found[] {
  return [...text.matchAll(/[^,;、，；`<>]+/g)].flatMap((part) => {
    const words = [...part[0].matchAll(/\S+/g)].map(({ 0: name, index }) => ({ name, index: part.index + index }));
    return words.every(({ name }) => isTestName(name)) ? words : [];
  });
}

/** `test_read`, `reader::reads`, `readsLines`; neither `manual`, `none` nor `tests/read.rs`. */
function isTestName(word: string): boolean {
  if (!/^[\p{L}_$][\p{L}\p{N}_$.:#/()[\]-]*$/u.test(word)) return false;
  if (word.includes('::')) return true;
  return /_|\p{Ll}\p{Lu}/u.test(word) && !word.includes('/') && !/\.[a-z]{1,4}$/.test(word);
}

function keep(names: Map<string, Named>, key: string, named: Named): void {
  if (!names.has(key)) names.set(key, named);
}
