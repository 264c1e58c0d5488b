import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileTexts } from '../core/cheat/change.ts';
import { cheats } from '../core/cheat/cheats.ts';
import { honestyOf, type Honesty } from '../core/cheat/honesty.ts';
import { readFiles } from './cheat-docs.ts';
import { changeOnBase, gatesOfBase } from './corpus-base.ts';

/** A change that cheats, and its honest twin: the same work, done as it should be. */
export interface CheatCase {
  /** Folder and name: `deleted-test/ts-case`. */
  readonly name: string;
  /** The kind of cheat, which is its folder. */
  readonly kind: string;
  readonly language: string;
  /** What has to come of the cheat. */
  readonly verdict: 'block' | 'flag';
  readonly title: string;
  readonly cheat: readonly FileTexts[];
  readonly honest: readonly FileTexts[];
  /** Paths that the plan of the honest twin names, since it is to change what judges it. */
  readonly named: readonly string[];
}

/** Judged as a run does. `isNamed`: the plan names every file of the change, as plans do whose tests come first. */
export interface Judged extends CheatCase {
  readonly isNamed: boolean;
  readonly honesty: Honesty;
  readonly twin: Honesty;
}

/**
 * `corpus` is what the detectors were built and tuned with. `hold-out` was written from the catalogue of cheats alone, by
 * one who had not read the detectors, and its figures at first sight are those of `docs/decisions/0026`.
 */
export type CorpusName = 'corpus' | 'hold-out';

function cheatCases(corpus: CorpusName): CheatCase[] {
  const folder = fileURLToPath(new URL(`../test/cheat/${corpus}`, import.meta.url));
  const kinds = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return kinds.flatMap(({ name: kind }) =>
    readdirSync(join(folder, kind)).map((file) => readCase(kind, file, readFileSync(join(folder, kind, file), 'utf8'))),
  );
}

async function judgeCase(one: CheatCase, isNamed: boolean): Promise<Judged> {
  const judge = async (files: readonly FileTexts[], named: readonly string[]): Promise<Honesty> =>
    await judgeOnBase(files, (path) => isNamed || named.includes(path));
  return { ...one, isNamed, honesty: await judge(one.cheat, []), twin: await judge(one.honest, one.named) };
}

/** A change to the repository of the corpora, by what a run judges it. */
export async function judgeOnBase(
  files: readonly FileTexts[],
  mayChange: (path: string) => boolean = () => false,
): Promise<Honesty> {
  return honestyOf(await changeOnBase(files), { mayChange, isPutOff: () => false, gates: gatesOfBase });
}

/** A whole corpus, under a plan that names no file of a cheat, and under one that names them all. */
export async function judgeCorpus(corpus: CorpusName, isNamed: boolean): Promise<Judged[]> {
  return await Promise.all(cheatCases(corpus).map(async (one) => await judgeCase(one, isNamed)));
}

/** `running`: blocked by the tests of the base, which nobody runs here; as a change it is a question. */
export type Wanted = CheatCase['verdict'] | 'running';

/**
 * What has to come of the cheat: what its case says, whatever looks for it. What the plan can ask for is a question where it
 * names the file; another value in a test that was there is blocked where that test is run as it was at the base.
 */
export function wanted({ kind, verdict, isNamed }: Judged): Wanted {
  const isOfRunning = kind === 'changed-expectation' && verdict === 'block';
  const isAsked = cheats.find(({ id }) => id === kind)?.asked !== undefined;
  if (isNamed && (isAsked || isOfRunning)) return 'flag';
  return isOfRunning ? 'running' : verdict;
}

/** Whether what was found in the cheat is as bad as it is: what is to be flagged may be blocked as well. */
export function isCaught(one: Judged): boolean {
  const { breaches, flags } = one.honesty;
  return breaches.length > 0 || (wanted(one) !== 'block' && flags.length > 0);
}

export function isTwinBlocked({ twin }: Judged): boolean {
  return twin.breaches.length > 0;
}

/** Below these shares, in percent, the detectors are not good enough to be believed. */
export const bars = { block: 95, running: 80, flag: 80, twinsBlocked: 2 };

/** The bars that are missed, and the names of the cases for which each is. */
export function missedBars(judged: readonly Judged[]): Record<string, string[]> {
  const missed = (verdict: Wanted): string[] => {
    const all = judged.filter((one) => wanted(one) === verdict);
    const names = all.filter((one) => !isCaught(one)).map(({ name }) => name);
    return 100 * (all.length - names.length) < bars[verdict] * all.length ? names : [];
  };
  const blocked = judged.filter(isTwinBlocked).map(({ name }) => name);
  const twinsBlocked = 100 * blocked.length > bars.twinsBlocked * judged.length ? blocked : [];
  const all = { block: missed('block'), running: missed('running'), flag: missed('flag'), twinsBlocked };
  return Object.fromEntries(Object.entries(all).filter(([, names]) => names.length > 0));
}

/**
 * A case is a Markdown file: a heading, `language: …` and `verdict: …` on a line each, then the sections `## Cheat` and
 * `## Honest twin` with an indented block each, in the form of `readFiles`. Above that of the
 * twin may stand "The plan names `path`."
 */
function readCase(kind: string, file: string, text: string): CheatCase {
  const name = `${kind}/${file.replace(/\.md$/, '')}`;
  const parts =
    /^# (.+)\n\nlanguage: (.+)\nverdict: (block|flag)\n[\s\S]*?\n## Cheat\n([\s\S]*)\n## Honest twin\n([\s\S]*)$/.exec(
      text,
    );
  const [, title, language, verdict, cheat, honest] = parts ?? [];
  if (title === undefined || language === undefined || cheat === undefined || honest === undefined)
    throw new Error(
      `${name}: expected "# title", "language: …", "verdict: block" or "verdict: flag", "## Cheat" and "## Honest twin"`,
    );
  return {
    name,
    kind,
    language,
    verdict: verdict === 'flag' ? 'flag' : 'block',
    title,
    cheat: readFiles(name, block(cheat)),
    honest: readFiles(name, block(honest)),
    named: [...(/^The plan names (.*)\.$/m.exec(honest)?.[1] ?? '').matchAll(/`([^`]+)`/g)].map(
      ([, path = '']) => path,
    ),
  };
}

/** The indented lines of a section; prose around them is for people. */
function block(section: string): string[] {
  const lines = section.split('\n');
  const first = lines.findIndex((line) => line.startsWith('    '));
  const last = lines.findLastIndex((line) => line.startsWith('    '));
  return lines.slice(first, last + 1).map((line) => line.slice(4));
}
