import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Brief } from '../core/brief/brief.ts';
import { byteCount } from '../core/brief/cut.ts';
import { pointOut } from '../core/brief/point-out.ts';
import { reviewerPrompt, type ReviewPackage } from '../core/brief/prompts/reviewer.ts';
import type { Triaged, Verdict } from '../core/result/records.ts';
import type { Finding } from '../core/review/finding.ts';

export interface ReviewResult {
  readonly change: string;
  readonly brief: string;
  readonly rounds: number;
  /** Bytes of the prompts of all rounds after the first. */
  readonly bytes: number;
  /** The same with the whole change, and the text of each section and rule, in each. */
  readonly bytesOfWhole: number;
  /** The one against the other, in percent; the bar is 40. */
  readonly percent: number;
  /** The same if each reviewer reads all of the texts that its prompt names, which none has to. */
  readonly percentIfAllRead: number;
}

const rounds = 5;
const fixesPerRound = 4;

/** What reviewers are told from the second round on, against telling them what the first was told each time. */
export function benchReview(): ReviewResult[] {
  return briefs.flatMap((about) => [500, 2_000, 5_000].map((lines) => measureReview(lines, about)));
}

/** A change of so many lines in a repository of its own, which is reviewed, fixed, and reviewed again. */
function measureReview(lines: number, { size, brief }: (typeof briefs)[number]): ReviewResult {
  const folder = mkdtempSync(join(tmpdir(), 'phasewright-bench-'));
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    }).trimEnd();
  const commit = (files: ReadonlyMap<string, string>): string => {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message=x');
    return git('rev-parse', 'HEAD');
  };
  const diff = (from: string, to: string): string => git('diff', '--no-color', from, to);

  git('init', '--quiet');
  const texts = textsOf(brief);
  const start = commit(new Map([['README.md', '# Parcels\n'], ...texts]));
  const source = sourceOf(lines);
  let before = commit(source);
  let bytes = 0;
  let bytesOfWhole = 0;
  let bytesNamed = 0;
  const settled: Triaged[] = [];
  for (let round = 2; round <= rounds; round++) {
    const open = [...source.keys()].slice(0, fixesPerRound).map((path, index) => findingIn(path, round * 7 + index));
    for (const { path, line } of open) source.set(path, fixed(source.get(path) ?? '', line, round));
    const after = commit(source);
    const told = { commit: after, open, settled: [...settled] };
    const short = pointOut(brief, { contents: texts, quoted: open });
    bytesNamed += short.toRead.reduce((sum, one) => sum + one.bytes, 0);
    bytes += promptBytes(short.brief, { ...told, ...short, diff: diff(before, after), isFollowUp: true });
    bytesOfWhole += promptBytes(brief, { ...told, diff: diff(start, after), isFollowUp: false });
    settled.push({ finding: { ...findingIn('src/part-0.ts', round), severity: 'P3' }, outcome: 'deferred' });
    before = after;
  }
  rmSync(folder, { recursive: true });
  const change = `${lines} lines`;
  const percentOf = (part: number): number => (100 * part) / bytesOfWhole;
  const percents = { percent: percentOf(bytes), percentIfAllRead: percentOf(bytes + bytesNamed) };
  return { change, brief: size, rounds, bytes, bytesOfWhole, ...percents };
}

function promptBytes(
  brief: Brief,
  about: Pick<ReviewPackage, 'commit' | 'isFollowUp' | 'toRead' | 'open' | 'settled'> & { diff: string },
): number {
  const { commit, diff, ...told } = about;
  const same = { nonce: '1f2e3d4c-0000-4000-8000-000000000000', disputes: [], deviations: [], clarification: null };
  const verdict: Verdict = { commit, tree: commit, green: true, changedFiles: [], gates };
  return byteCount(reviewerPrompt(brief, { commit, ...same, ...told, verdict, change: { diff } }, '1f2e3d4c').full);
}

const linesPerFile = 100;

/** Functions of about ten lines, a hundred lines to a file. */
function sourceOf(lines: number): Map<string, string> {
  const files = new Map<string, string>();
  for (let from = 0; from < lines; from += linesPerFile) {
    const count = Math.min(linesPerFile, lines - from);
    const text = Array.from({ length: count }, (_, index) => sourceLine(from + index)).join('\n');
    files.set(`src/part-${from / linesPerFile}.ts`, `${text}\n`);
  }
  return files;
}

const body = [
  '/** What a parcel of so many grams costs in this zone, in cents. */',
  'export function postage#(grams: number, zone: Zone): Result<number> {',
  '  if (!Number.isInteger(grams) || grams <= 0) return refuse("weight", grams);',
  '  const step = zone.steps.find((one) => grams <= one.upTo);',
  '  if (!step) return refuse("too-heavy", grams);',
  '  const base = step.cents + (zone.isIsland ? step.surcharge : 0);',
  '  const total = base + Math.ceil(grams / 1000) * zone.perKilogram;',
  '  return ok(total);',
  '}',
  '',
];

function sourceLine(index: number): string {
  return (body[index % body.length] ?? '').replace('#', String(Math.floor(index / body.length)));
}

/** Each fix is three lines in place of one. */
function fixed(text: string, line: number, round: number): string {
  const lines = text.split('\n');
  lines.splice(
    line,
    1,
    `  // Round ${round}: what is checked here was not.`,
    '  assertPositive(grams);',
    lines[line] ?? '',
  );
  return lines.join('\n');
}

function findingIn(path: string, line: number): Finding {
  return {
    severity: 'P1',
    kind: 'in-phase',
    path,
    line,
    quote: sourceLine(line - 1),
    title: `A weight that is no number of grams is not refused at the ${line}th place, against § 2`,
    fix: 'Refuse it with the reason `weight`, as the other functions do, and pin it by a test.',
  };
}

const gates: Verdict['gates'] = ['lint', 'test', 'types'].map((target) => ({
  project: 'parcels',
  target,
  outcome: 'passed',
  cached: false,
  durationMs: 900,
  output: '',
}));

const paragraph =
  'A parcel has a weight in whole grams and a zone. What it costs is looked up in the steps of the zone; what is heavier than the last step is refused with the reason `too-heavy`, and nothing is rounded but the kilograms, which are rounded up. ';

const briefs = [
  { size: 'small', brief: briefOf({ paragraphs: 8, rules: 40 }) },
  { size: 'large', brief: briefOf({ paragraphs: 60, rules: 400 }) },
];

/** Four sections of a spec, rules, and a handful of criteria. */
function briefOf(size: { paragraphs: number; rules: number }): Brief {
  return {
    id: 'phase 1',
    slug: 'review',
    title: 'Postage',
    findings: [],
    text: Array.from(
      { length: 8 },
      (_, index) => `| 1.${index + 1} | Postage of zone ${index + 1} | 10 § ${index + 1} |`,
    ).join('\n'),
    plan: 'specs/91-impl-plan.md',
    phase: { id: '1', title: 'Postage' },
    spec: '',
    sections: Array.from({ length: 4 }, (_, index) => ({
      path: 'specs/10-postage.md',
      heading: `${index + 1} Zone ${index + 1}`,
      text: paragraph.repeat(size.paragraphs),
    })),
    files: [],
    acceptance: ['`nx test parcels` passes', '`nx lint parcels` passes', 'Each zone has its own steps'],
    antiPatterns: [],
    requirements: [],
    constraints: [],
    tests: [],
    gates: ['lint', 'test', 'types'],
    siblings: [],
    rules: [{ path: 'AGENTS.md', text: '- Errors are values; nothing throws.\n'.repeat(size.rules) }],
  };
}

/** The files that its sections and rules are of. */
function textsOf({ sections, rules }: Brief): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { path, text } of [...sections, ...rules]) texts.set(path, `${texts.get(path) ?? ''}${text}\n`);
  return texts;
}
