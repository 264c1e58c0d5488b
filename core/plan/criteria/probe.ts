import { posix } from 'node:path';
import { codeSpans } from '../../markdown/code-spans.ts';
import type { CriterionText } from '../plan.ts';
import { budgetIn, type Budget } from './budget.ts';
import { commandOf, isCommandLine } from './command-line.ts';
import { isTestName } from './test-name.ts';

/** How an exit criterion is found out, as far as its own words say so for certain. */
export type Probe =
  | {
      readonly kind: 'command';
      readonly command: readonly string[];
      readonly text: string;
      /** Tests that its output has to name as passed. */
      readonly tests: readonly string[];
    }
  /** A command that prints a number, and what the number has to keep to. */
  | { readonly kind: 'benchmark'; readonly command: readonly string[]; readonly text: string; readonly budget: Budget }
  /** A path of the repository, as git writes it: without `./`, and without a slash at its end. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'gates' }
  | { readonly kind: 'person' };

/**
 * The probe that a criterion's words name: "`npm test` passes", "`README.md` exists", "all gates pass", "test `a::b` passes
 * in `cargo test`", "`npm run bench` shows p95 ≤ 20 ms". The words have to say that and nothing else: what a probe leaves
 * out ("passes and covers 90 %", "no longer exists") it cannot decide, so anything less plain is for a person, and so is a
 * test by its name alone, which no program is called. A criterion that code cannot decide is never passed by a model.
 */
export function probeOf(text: string): Probe {
  const sentence = text.trim();
  // Nobody writes a longer one.
  if (sentence.length > 2_000) return { kind: 'person' };
  const said = skeletonOf(sentence);
  const found = said.codes.length === 0 ? gatesProbe(said) : commandProbe(said);
  return found ?? { kind: 'person' };
}

/** A sentence with a mark in place of each code span. */
interface Skeleton {
  readonly words: string;
  readonly codes: readonly string[];
}

/** A private character: no sentence has it. */
const mark = '\uE000';

function skeletonOf(sentence: string): Skeleton {
  const spans = codeSpans(sentence);
  let words = '';
  let from = 0;
  for (const { start, end } of spans) {
    words += sentence.slice(from, start).replaceAll(mark, '?') + mark;
    from = end;
  }
  return { words: words + sentence.slice(from).replaceAll(mark, '?'), codes: spans.map(({ code }) => code) };
}

const aboutGates =
  /^(?:all |the |all the )?(?:project(?:['’]?s)? )?(?:standard )?gates? (?:pass|passes|are green|is green)[.。]?$/i;

function gatesProbe({ words }: Skeleton): Probe | undefined {
  return aboutGates.test(words) ? { kind: 'gates' } : undefined;
}

function commandProbe(said: Skeleton): Probe | undefined {
  return plainProbe(said) ?? namedTestsProbe(said) ?? benchmarkProbe(said);
}

const passes =
  'pass|passes|is passing|succeeds|exits 0|exits with 0|exits with code 0|is green|are green|green|runs without errors|通过|成功|(?:が|は)?(?:成功する|通過する|通る)';
const passesOnly = new RegExp(`^${mark}\\s*(?:${passes})\\s*[.。]?$`, 'i');
const cleanOnly = new RegExp(`^${mark}\\s*(?:is clean|are clean|clean|runs clean)\\s*[.。]?$`, 'i');
const existsOnly = new RegExp(`^${mark}\\s*(?:exists|is present|存在)\\s*[.。]?$`, 'i');

/** One code span, and what it does. */
function plainProbe({ words, codes }: Skeleton): Probe | undefined {
  const [code] = codes;
  if (!code || codes.length > 1) return undefined;
  if (existsOnly.test(words) && !/\s/.test(code)) return fileProbe(code);
  // `git status` and `git diff` exit with 0 also where they have found something.
  const succeeds = passesOnly.test(words) || (cleanOnly.test(words) && !/^git\s/.test(code));
  const command = succeeds && !isTestName(code) ? commandOf(code) : undefined;
  return command && { kind: 'command', command, text: code, tests: [] };
}

/** What lies outside of the repository is in no tree of it, and the repository itself is always there. */
function fileProbe(written: string): Probe | undefined {
  const path = posix.normalize(written).replace(/\/$/, '');
  const isInside = path !== '' && path !== '.' && !/^(?:\.\.)?(?:\/|$)/.test(path);
  return isInside ? { kind: 'file', path } : undefined;
}

const list = `${mark}(?:(?:, and|, | and | und |、|和|，)${mark}){0,20}`;
const commandFirst = new RegExp(
  `^${mark} (?:${passes}),? (?:including|with|and runs|and includes|incl\\.)(?: the)?(?: tests?)? ${list}[.。]?$`,
  'i',
);
const testsFirst = new RegExp(
  `^(?:the )?(?:tests? |测试 ?)${list} ?(?:${passes}),? ?(?:in|with|under|by|via|when running|:|：)? ?[(（]?${mark}[)）]?[.。]?$`,
  'i',
);

/** "Test `a::b` passes in `cargo test`", "`pytest -v` passes, including `test_a` and `test_b`". */
function namedTestsProbe({ words, codes }: Skeleton): Probe | undefined {
  const isFirst = commandFirst.test(words);
  if (!isFirst && !testsFirst.test(words)) return undefined;
  const code = isFirst ? codes[0] : codes.at(-1);
  const tests = isFirst ? codes.slice(1) : codes.slice(0, -1);
  // "passes with `--coverage`" names no test.
  const areNames = tests.every((name) => isTestName(name) || (/tests? |测试/i.test(words) && !/^[-./]/.test(name)));
  const command = code && areNames && !isTestName(code) ? commandOf(code) : undefined;
  return command && { kind: 'command', command, text: code ?? '', tests };
}

/** "`npm run bench` shows p95 ≤ 20 ms", "p95 of a search is under 20 ms (`npm run bench`)". */
function benchmarkProbe({ words, codes }: Skeleton): Probe | undefined {
  const [code] = codes;
  if (!code || codes.length > 1 || !isCommandLine(code)) return undefined;
  if (!prints.test(words) && !isBenchmark.test(code)) return undefined;
  const budget = budgetIn(words.replace(mark, ' '));
  const command = budget ? commandOf(code) : undefined;
  return budget && command && { kind: 'benchmark', command, text: code, budget };
}

/** Only what is said to tell the number is run for it: "`npm publish` within 2 days" is no benchmark. */
const prints = /\b(?:prints?|shows?|reports?|measures?|outputs?|yields?|meldet|zeigt)\b|显示|输出|报告|示す|表示/i;
const isBenchmark =
  /bench|perf|latency|throughput|load[-_:]?test|stress|measure|\b(?:hyperfine|k6|wrk|oha|autocannon)\b/i;

/** The criteria of a phase. A plan format that has none of its own is held to the gates: an empty set proves nothing. */
export function criteriaOf(phase: {
  readonly criteria: readonly CriterionText[];
  readonly line: number;
}): readonly CriterionText[] {
  return phase.criteria.length > 0 ? phase.criteria : [{ text: 'All gates pass.', line: phase.line }];
}
