import { surfaceKindOf, type SurfaceKind } from './surface-file.ts';
import { scriptsOfGates, type Setting } from './gate-scripts.ts';
import { comesWithItsOwn, hiddenBy, isTakenByName, movesWithProject } from './surface-new.ts';
import { isLoadedByTests } from '../verdict/decides-tests.ts';
import { isTighter } from './tighter.ts';
import { surfaceParts, type SurfaceParts } from './surface-parts.ts';

/** A file of a change, as far as it matters here; one that was added has no base, one that is gone no head. */
export interface SurfaceText {
  readonly path: string;
  readonly from?: string | undefined;
  readonly base: { readonly text: string } | undefined;
  readonly head: { readonly text: string } | undefined;
  /** It is there at both, and is a program, or a link, at one of them alone. */
  readonly hasOtherMode: boolean;
}

/** A place where a change decides anew what a gate means. */
export interface SurfaceEdit {
  readonly path: string;
  /** From 1; where there is nothing at the head any more, of the base. */
  readonly line: number;
  readonly side: 'base' | 'head';
  /** What the place says now: another edit of it is another one. */
  readonly state: string;
  readonly message: string;
  /** `flag`: it only asks for more, it is a snapshot, which may honestly be another, or it comes with what it is for. */
  readonly verdict: 'block' | 'flag';
}

/** What of a change matters here, and of the base. */
export interface SurfaceChange {
  readonly files: readonly SurfaceText[];
  /** A file of the base among those that name the tools of a project; undefined where there is none. */
  readonly manifest: (path: string) => string | undefined;
  /** Whether the base has code in a folder, or below it; `.` is the root. */
  readonly hasCode: (folder: string) => boolean;
  /** Files of the base that say what its checks run. */
  readonly settings: readonly Setting[];
}

/**
 * Edits of what decides what a gate means: targets, configurations, CI, hooks, snapshots. Settings that were not there are
 * one, and a question where their project or their tool was not there either; a new script that no gate calls is none.
 * `gates` are the names of the targets that judge.
 */
export function surfaceEdits(change: SurfaceChange, gates: readonly string[]): SurfaceEdit[] {
  const scripts = new Set(scriptsOfGates(change, gates));
  return change.files.flatMap((file) => {
    const edits = file.base ? editsOf(file, file.base.text, change, gates) : newSettings(file, change, gates);
    if (edits.length > 0) return edits;
    const isJudging = surfaceKindOf(file.path) !== undefined || scripts.has(file.from ?? file.path);
    if (file.hasOtherMode && isJudging) return [toldEdit(file, 'whether a file that gates go by can be run')];
    if (isRecipes(file) && file.base?.text !== file.head?.text)
      return [toldEdit(file, 'a file of recipes, of which any may be run by a gate')];
    if (file.base?.text === file.head?.text || (surfaceKindOf(file.path) !== undefined && !scripts.has(file.path)))
      return [];
    if (scripts.has(file.from ?? file.path)) return [toldEdit(file, 'a file that a gate runs')];
    return isLoadedByTests(file.path) ? [toldEdit(file, 'what runs before all tests')] : [];
  });
}

/** Recipes have more ways to run one another than anybody can list: each edit of them is a question. */
function isRecipes({ path, from = path }: SurfaceText): boolean {
  return [path, from].some((one) => surfaceKindOf(one) === 'recipes' || building.test(one));
}

/** What other languages are built and tested by. */
const building =
  /(?:^|\/)(?:pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|gradle\.properties|build\.xml|build\.sbt|Rakefile|composer\.json|phpunit\.xml(?:\.dist)?|build\.rs|CMakeLists\.txt|mix\.exs|Package\.swift|Directory\.Build\.(?:props|targets)|[\w.-]+\.(?:cs|fs|vb)proj|[\w.-]+\.mk)$/;

/** Work on what a gate runs may be all that a task is about: a question. */
function toldEdit({ path, from = path, base, head }: SurfaceText, what: string): SurfaceEdit {
  const message = `Unexpected change of ${what}, expected the gates to say what they said`;
  const text = head?.text ?? '';
  const line = head && base?.text !== text ? lineOf('', base?.text ?? '', text) : 1;
  return { path: head ? path : from, line, side: head ? 'head' : 'base', state: text, message, verdict: 'flag' };
}

function editsOf(
  { path, from = path, head }: SurfaceText,
  base: string,
  change: SurfaceChange,
  gates: readonly string[],
): SurfaceEdit[] {
  const before = surfaceParts(from, base, gates);
  const kind = surfaceKindOf(from);
  if (!before || !kind) return [];
  const isStill = from === path || (surfaceKindOf(path) === kind && goesWith(from, path, kind, change));
  const after = head && isStill ? surfaceParts(path, head.text, gates) : undefined;
  if (after && head) return changedParts(path, before, after, { base, head: head.text });
  if (before.parts.size === 0) return [];
  const message = `Unexpected end of a file that gates go by (${kind}), expected it to stay`;
  return [{ path: from, line: 1, side: 'base', state: '', message, verdict: 'block' }];
}

/** What is moved with the project or the test that it belongs to goes on to say the same. */
function goesWith(from: string, path: string, kind: SurfaceKind, change: SurfaceChange): boolean {
  return kind === 'snapshot' || movesWithProject(from, path, change);
}

function newSettings({ path, head }: SurfaceText, change: SurfaceChange, gates: readonly string[]): SurfaceEdit[] {
  const kind = surfaceKindOf(path);
  if (!head || (kind !== 'configuration' && kind !== 'recipes') || !isTakenByName(path)) return [];
  const came = surfaceParts(path, head.text, gates);
  const hidden = hiddenBy(path, change);
  const before = hidden && surfaceParts(hidden.path, hidden.text, gates);
  // Whoever reads it sees another file beside it, which says what the gates do.
  if (hidden && before && came)
    return changedParts(path, before, came, { base: hidden.text, head: head.text }, { flag: 'block' });
  const unasked = [...(came?.parts ?? [])].map(([one, state]) => {
    const verdict = kind === 'recipes' ? 'block' : came?.whenNew(one);
    return { part: one, state, verdict };
  });
  const worst = unasked.find((one) => one.verdict === 'block') ?? unasked.find((one) => one.verdict === 'flag');
  if (!worst) return [];
  const { part, state } = worst;
  const verdict = worst.verdict === 'flag' || comesWithItsOwn(path, change) ? 'flag' : 'block';
  const message = 'Unexpected new settings of what gates go by, expected those of the base, or the plan to ask for it';
  return [{ path, line: lineOf(part, '', head.text), side: 'head', state, message, verdict }];
}

function changedParts(
  path: string,
  before: SurfaceParts,
  after: SurfaceParts,
  text: { readonly base: string; readonly head: string },
  { flag }: { readonly flag: SurfaceEdit['verdict'] } = { flag: 'flag' },
): SurfaceEdit[] {
  const names = new Set([...before.parts.keys(), ...after.parts.keys()]);
  return [...names].flatMap((part): SurfaceEdit[] => {
    const [was, is] = [before.parts.get(part), after.parts.get(part)];
    const comes = was === undefined ? after.whenNew(part) : 'block';
    if (was === is || comes === 'none') return [];
    const isAsked = isTighter(part, was, is) || surfaceKindOf(path) === 'snapshot';
    const verdict = isAsked || part === 'name' ? 'flag' : comes === 'flag' ? flag : 'block';
    const what = part === '' ? '' : ` in "${shown(part)}"`;
    const message = `Unexpected change of what gates go by${what}, expected the plan to ask for it`;
    return [{ path, line: lineOf(part, text.base, text.head), side: 'head', state: is ?? '', message, verdict }];
  });
}

function shown(part: string): string {
  return part.length > 80 ? `${part.slice(0, 80)}…` : part;
}

/** Of a part the line that names it, or of a file without parts the first that differs. */
function lineOf(part: string, base: string, head: string): number {
  const [before, after] = [base.split('\n'), head.split('\n')];
  const name = part.slice(part.lastIndexOf('.') + 1);
  const named = name === '' ? -1 : after.findIndex((line) => line.includes(name));
  if (named >= 0) return named + 1;
  const first = after.findIndex((line, index) => line !== before[index]);
  return first < 0 ? after.length : first + 1;
}
