import { surfaceEdits, type SurfaceEdit } from '../gate/surface.ts';
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
 * Judges how a change came to look done: the cheats in it, and what gates go by. What a plan can ask for by naming a file
 * each cheat says itself: what stood there may become another, and no plan asks for a test that cannot fail.
 */
export function honestyOf(change: Change, permission: Permission): Honesty {
  const { mayChange, isPutOff, gates, except = [] } = permission;
  const found = detect(change).filter(({ cheat }) => !except.includes(cheat));
  const tests = new Set(change.files.filter(({ isTest }) => isTest).map(({ path }) => path));
  const judges = (path: string): boolean => tests.has(path) || surfaceKindOf(path) !== undefined;
  const isAsked = (one: Detected): boolean =>
    (mayChange(one.path) && (one.asked === 'file' || (one.asked === 'judge' && judges(one.path)))) ||
    (one.cheat === 'skipped-test' && isPutOff({ path: one.path, around: around(change, one) }));
  const breaches = found.filter((one) => one.verdict === 'block' && !isAsked(one));
  const surface = surfaceEdits(change, gates).map((edit) => ({
    cheat: 'gate-surface',
    quote: quoteOf(change, edit),
    ...edit,
    ...(mayChange(edit.path) && { verdict: 'flag' as const }),
  }));
  const unread = unreadFiles(change).map((one) => ({
    ...one,
    ...ofUnread,
    ...(one.mayBeAsked && mayChange(one.path) && { verdict: 'flag' as const }),
  }));
  const against = [...breaches, ...surface, ...unread].filter(isBlocked);
  const edited = new Set(surface.filter(isBlocked).map(({ path }) => path));
  const flags = found.filter((one) => !breaches.includes(one) && !edited.has(one.path));
  // What the plan has asked for is asked about once: a cheat that is seen there says more of what it is.
  const isTold = ({ path, line, side }: SurfaceEdit): boolean =>
    mayChange(path) && flags.some((one) => one.path === path && one.line === line && one.side === side);
  const asked = surface.filter((one) => !isBlocked(one) && !isTold(one));
  const questions = [...flags, ...asked, ...unread.filter((one) => !isBlocked(one))];
  return { breaches: withIds(against), flags: withIds(questions) };
}

const ofUnread = { cheat: 'unread-file', line: 1, side: 'head', quote: '' } as const;

function isBlocked({ verdict }: { readonly verdict: 'block' | 'flag' }): boolean {
  return verdict === 'block';
}

/** The line and those beside it: a marker may stand above the test. */
function around({ files }: Change, { path, line, side }: Detected): string {
  const lines = files.find((one) => one.path === path)?.[side]?.lines ?? [];
  return lines.slice(Math.max(0, line - 3), line + 1).join('\n');
}

function quoteOf({ files }: Change, { path, line, side }: Pick<Detected, 'path' | 'line' | 'side'>): string {
  const file = files.find((one) => one.path === path || one.from === path);
  return (file?.[side]?.lines[line - 1] ?? '').trim();
}
