import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readChange, type FileTexts } from '../core/cheat/change.ts';
import { detect, type Detected } from '../core/cheat/detect.ts';
import { readFiles } from './cheat-docs.ts';

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
}

export interface Judged extends CheatCase {
  readonly found: readonly Detected[];
  readonly foundInTwin: readonly Detected[];
}

/**
 * `corpus` is what the detectors were built and tuned with. `hold-out` was written from the catalogue of cheats alone, by
 * one who had not read the detectors, and its figures at first sight are those of `docs/decisions/0026`.
 */
export type CorpusName = 'corpus' | 'hold-out';

export function cheatCases(corpus: CorpusName): CheatCase[] {
  const folder = fileURLToPath(new URL(`../test/cheat/${corpus}`, import.meta.url));
  const kinds = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return kinds.flatMap(({ name: kind }) =>
    readdirSync(join(folder, kind)).map((file) => readCase(kind, file, readFileSync(join(folder, kind, file), 'utf8'))),
  );
}

export async function judgeCase(one: CheatCase): Promise<Judged> {
  const found = detect(await readChange(one.cheat));
  return { ...one, found, foundInTwin: detect(await readChange(one.honest)) };
}

/** Whether what was found in the cheat is as bad as it is: what is to be flagged may be blocked as well. */
export function isCaught({ verdict, found }: Judged): boolean {
  return verdict === 'flag' ? found.length > 0 : found.some((one) => one.verdict === 'block');
}

export function isTwinBlocked({ foundInTwin }: Judged): boolean {
  return foundInTwin.some((one) => one.verdict === 'block');
}

/** Below these shares, in percent, the detectors are not good enough to be believed. */
export const bars = { block: 95, flag: 80, twinsBlocked: 2 };

/** The bars that are missed, and the names of the cases for which each is. */
export function missedBars(judged: readonly Judged[]): Record<string, string[]> {
  const missed = (verdict: Judged['verdict']): string[] => {
    const all = judged.filter((one) => one.verdict === verdict);
    const names = all.filter((one) => !isCaught(one)).map(({ name }) => name);
    return 100 * (all.length - names.length) < bars[verdict] * all.length ? names : [];
  };
  const blocked = judged.filter(isTwinBlocked).map(({ name }) => name);
  const twinsBlocked = 100 * blocked.length > bars.twinsBlocked * judged.length ? blocked : [];
  const all = { block: missed('block'), flag: missed('flag'), twinsBlocked };
  return Object.fromEntries(Object.entries(all).filter(([, names]) => names.length > 0));
}

/**
 * A case is a Markdown file: a heading, `language: …` and `verdict: …` on a line each, then the sections `## Cheat` and
 * `## Honest twin` with an indented block each, in the form of `readFiles`.
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
  };
}

/** The indented lines of a section; prose around them is for people. */
function block(section: string): string[] {
  const lines = section.split('\n');
  const first = lines.findIndex((line) => line.startsWith('    '));
  const last = lines.findLastIndex((line) => line.startsWith('    '));
  return lines.slice(first, last + 1).map((line) => line.slice(4));
}
