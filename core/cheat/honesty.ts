import { surfaceEdits } from '../gate/surface.ts';
import { surfaceKindOf } from '../gate/surface-file.ts';
import type { Change } from './change.ts';
import { detect, type Detected } from './detect.ts';
import { withIds, type Sighting } from './sighting.ts';
import { unreadFiles } from './unread-files.ts';

/** What a change may do that would else be taken for a cheat. */
export interface Permission {
  /** Whether the plan lets the task change what judges it in this file. */
  readonly mayChange: (path: string) => boolean;
  /** Whether the plan has a test disabled until a later task; `around` is what stands at its place. */
  readonly isPutOff: (test: { readonly path: string; readonly around: string }) => boolean;
  /** Names of the targets that judge. */
  readonly gates: readonly string[];
  /** Cheats that are not looked for. */
  readonly except?: readonly string[];
}

/** What stands against a change, and what a reviewer has to say about it. */
export interface Honesty {
  /** What no honest change does unless the plan asks for it; where it does, it is a flag. */
  readonly breaches: readonly Sighting[];
  readonly flags: readonly Sighting[];
}

/**
 * Judges how a change came to look done: the cheats in it, and what gates go by. Permission is to change what judges, so
 * it covers tests and the gate surface: a task that names a source file has not asked for an empty function there.
 */
export function honestyOf(change: Change, permission: Permission): Honesty {
  const { mayChange, isPutOff, gates, except = [] } = permission;
  const found = detect(change).filter(({ cheat }) => !except.includes(cheat));
  const tests = new Set(change.files.filter(({ isTest }) => isTest).map(({ path }) => path));
  const isJudge = (path: string): boolean => tests.has(path) || surfaceKindOf(path) !== undefined;
  const isAsked = (one: Detected): boolean =>
    (isJudge(one.path) && mayChange(one.path)) ||
    (one.cheat === 'skipped-test' && isPutOff({ path: one.path, around: around(change, one) }));
  const breaches = found.filter((one) => isBreach(one) && !isAsked(one));
  const surface = surfaceEdits(change, gates)
    .filter(({ path }) => !mayChange(path))
    .map((edit) => ({ cheat: 'gate-surface', quote: quoteOf(change, edit), ...edit }));
  const edited = new Set(surface.map(({ path }) => path));
  const flags = found.filter((one) => !breaches.includes(one) && !edited.has(one.path));
  const unread = unreadFiles(change).map(
    (one) => ({ ...one, cheat: 'unread-file', line: 1, side: 'head', quote: '' }) as const,
  );
  return {
    breaches: withIds([...breaches, ...surface, ...unread.filter(({ verdict }) => verdict === 'block')]),
    flags: withIds([...flags, ...unread.filter(({ verdict }) => verdict === 'flag')]),
  };
}

function isBreach({ verdict, cheat }: Detected): boolean {
  return verdict === 'block' && cheat !== judgedByBase;
}

/** What a test asked for before is judged by running it: whether it may ask for something else now is a question. */
const judgedByBase = 'changed-expectation';

/** The line and those beside it: a marker may stand above the test. */
function around({ files }: Change, { path, line, side }: Detected): string {
  const lines = files.find((one) => one.path === path)?.[side]?.lines ?? [];
  return lines.slice(Math.max(0, line - 3), line + 1).join('\n');
}

function quoteOf({ files }: Change, { path, line, side }: Pick<Detected, 'path' | 'line' | 'side'>): string {
  const file = files.find((one) => one.path === path || one.from === path);
  return (file?.[side]?.lines[line - 1] ?? '').trim();
}
