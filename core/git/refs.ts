import { visibleLine } from '../visible.ts';
import type { Git } from './git.ts';

/** The refs of one phase of one plan: all that is shared between processes, and between machines once it is pushed. */
export interface PhaseRefs {
  /** What the names of all of them begin with. */
  readonly all: string;
  readonly base: string;
  /** What a remote has in place of the base, which is its parent. */
  readonly begun: string;
  /** The base that was last agreed on with the others who share the phase. */
  readonly shared: string;
  /** The options that results depend on, of whoever shares the phase. */
  readonly options: string;
  readonly landed: string;
  /** Where main was when the phase was last landed on it; keeps what was fetched. */
  readonly main: string;
  /** What the branch of a remote was last moved to by us. */
  readonly pushed: string;
  claim(what: string): string;
  /** The latest commit of a loop in flight; keeps its work when its worktree is deleted. */
  work(stage: string): string;
  result(stage: string, key: string): string;
  /** A result that the remote does not have, though the phase is shared: until it comes through; one that came too late lies beside it. */
  kept(stage?: string, key?: string): string;
  /** The claim that such a result was made under: on the remote it may still be there. */
  keptUnder(stage?: string, key?: string): string;
  /** Where a loop stands that has ended without a result: what other machines know of it. */
  loop(stage: string, key: string): string;
  /** A question and when it was asked for the first time, and the answer to it; without an id, the folder of all. */
  asked(question?: string): string;
  answer(question?: string): string;
  /** What a run has cost, for other machines; without one, the folder of all. */
  spent(run?: string): string;
}

export function phaseRefs(plan: string, phase: string): PhaseRefs {
  const prefix = `refs/phasewright/${plan}/${phase}`;
  return {
    all: `${prefix}/`,
    base: `${prefix}/base`,
    begun: `${prefix}/begun`,
    shared: `${prefix}/shared`,
    options: `${prefix}/options`,
    landed: `${prefix}/landed`,
    main: `${prefix}/main`,
    pushed: `${prefix}/pushed`,
    claim: (what) => `${prefix}/claim/${what}`,
    work: (stage) => `${prefix}/work/${stage}`,
    result: (stage, key) => `${prefix}/result/${stage}/${key.slice(0, 20)}`,
    kept: (stage, key) => `${prefix}/kept/${stage === undefined ? '' : `${stage}/${key?.slice(0, 20)}`}`,
    keptUnder: (stage, key) => `${prefix}/kept-under/${stage === undefined ? '' : `${stage}/${key?.slice(0, 20)}`}`,
    loop: (stage, key) => `${prefix}/loop/${stage}/${key.slice(0, 20)}`,
    asked: (question = '') => `${prefix}/asked/${question}`,
    answer: (question = '') => `${prefix}/answer/${question}`,
    spent: (run = '') => `${prefix}/spent/${run}`,
  };
}

/** Beside a result or a loop that another machine has made: which commit it was. */
export function adoptedRef(ref: string): string {
  return ref.replace(/^(refs\/phasewright\/[^/]+\/[^/]+)\/(?:result|loop)\//, '$1/adopted/');
}

/** Where a result is kept that does not count here, or not on the remote. */
export function keptRef(result: string): string {
  return result.replace(/^(refs\/phasewright\/[^/]+\/[^/]+)\/result\//, '$1/kept/');
}

/** Where one is kept that counts nowhere any more: beside all others of its key. */
export function asideRef(result: string, commit: string): string {
  return `${keptRef(result)}-${commit.slice(0, 8)}`;
}

/** A pattern for the questions of all phases of all plans. */
export const everyAsked = 'refs/phasewright/*/*/asked/*';

/** The commit that a ref points at; undefined when there is no such ref. */
export async function readRef(git: Git, ref: string): Promise<string | undefined> {
  const found = await git.run(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  return found.ok ? found.stdout.trim() : undefined;
}

/** Moves a ref from exactly `from` (undefined: it must not exist) to `to`. False when it was somewhere else. */
export async function moveRef(git: Git, ref: string, to: string, from: string | undefined): Promise<boolean> {
  await git.announce(ref, to);
  return (await git.run(['update-ref', ref, to, from ?? '0'.repeat(to.length)])).ok;
}

export interface LocalMove {
  readonly ref: string;
  /** Undefined: it is deleted. */
  readonly to: string | undefined;
  /** Undefined: it must not exist. */
  readonly from: string | undefined;
}

/** What came of moving refs: `lost` means that one was elsewhere, `unwritten` that git could not write them, and why. */
export type MovedHere =
  | { readonly how: 'moved' }
  | { readonly how: 'lost' }
  | { readonly how: 'unwritten'; readonly words: string };

/** Moves all refs, each from exactly where it is said to be, or none of them. */
export async function writeRefs(git: Git, moves: readonly LocalMove[]): Promise<MovedHere> {
  const lines = moves.map(({ ref, to, from }) =>
    to === undefined ? `delete ${ref}\0${from ?? ''}\0` : `update ${ref}\0${to}\0${from ?? '0'.repeat(to.length)}\0`,
  );
  for (const { ref, to } of moves) await git.announce(ref, to);
  const written = await git.run(['update-ref', '-z', '--stdin'], { input: lines.join('') });
  if (written.ok) return { how: 'moved' };
  // Each git has its own words for a full disk, a lock, a name in the way: where the refs are says whether somebody was quicker.
  for (const { ref, from } of moves) if ((await readRef(git, ref)) !== from) return { how: 'lost' };
  return {
    how: 'unwritten',
    words: visibleLine(written.stderr).replace(/\.$/, '') || `git ended with ${written.code}`,
  };
}

/** The same, where it does not matter why nothing was moved. */
export async function moveRefs(git: Git, moves: readonly LocalMove[]): Promise<boolean> {
  return (await writeRefs(git, moves)).how === 'moved';
}

/** Moves a ref from wherever it is: for refs that only one writer has. */
export async function setRef(git: Git, ref: string, to: string): Promise<void> {
  await git.announce(ref, to);
  await git.text(['update-ref', ref, to]);
}

export async function deleteRef(git: Git, ref: string, from: string): Promise<boolean> {
  await git.announce(ref, undefined);
  return (await git.run(['update-ref', '-d', ref, from])).ok;
}
