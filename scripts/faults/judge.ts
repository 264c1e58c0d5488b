import type { Drive } from './drive-phase.ts';
import { git } from './phase-world.ts';

/** What is there in the end. */
export interface End {
  readonly tree: string;
  /** Of each commit that landed, the first line and the task, oldest first. */
  readonly commits: string;
  /** Claims that nobody has given back. */
  readonly claims: string;
}

/** A run that was disturbed, and the one after it. */
export interface Both {
  readonly first: Drive;
  readonly second: Drive;
  /** Undefined where nothing has landed. */
  readonly end: End | undefined;
}

/** What a run that nobody disturbs comes to. */
export interface Undisturbed {
  /** Of git and into journals. */
  readonly calls: number;
  /** Of git and into files. */
  readonly writes: number;
  readonly agentCalls: number;
  readonly end: End;
}

const mostRepeated = 1;
/** Milliseconds. */
const soonest = 5000;

/** What must not be, after a run was killed and another one went on. */
export function breachesOf(both: Both, whole: Undisturbed): string[] {
  const { first } = both;
  return [...(first.wasKilled ? [] : [`it was not killed: ${describe(first)}`]), ...breachesAfter(both, whole)];
}

/** What must not be, after a run met a disk that failed and another one went on. */
export function breachesOnDisk(both: Both, whole: Undisturbed): string[] {
  const { first } = both;
  const hasEnded = first.last?.what === 'ended' || first.last?.what === 'refused';
  const isTold = isWell(first) || /run the same command again/.test(describe(first));
  return [
    ...(hasEnded && isTold ? [] : [`it did not end by itself with what to do: ${describe(first)}`]),
    ...breachesAfter(both, whole),
  ];
}

function breachesAfter({ first, second, end }: Both, whole: Undisturbed): string[] {
  const breaches: string[] = [];
  const repeated = repeatedCalls({ first, second }, whole);
  if (!isWell(second) || !end) breaches.push(`the second run did not land it: ${describe(second)}`);
  else breaches.push(...differences(end, whole.end));
  if (repeated > mostRepeated) breaches.push(`${repeated} calls of agents were repeated`);
  if (second.ready === undefined ? !isThere(second) : second.ready > soonest)
    breaches.push(`it took ${Math.round(second.ready ?? Infinity)} ms until the second run was ready`);
  return breaches;
}

/** What must not be on another machine, which comes when all is done. */
export function breachesThere(there: Drive, end: End | undefined, expected: End): string[] {
  const breaches: string[] = [];
  if (there.agentCalls > 0) breaches.push(`another machine called agents again: ${there.agentCalls} times`);
  if (!isWell(there) || !end) breaches.push(`another machine did not land it: ${describe(there)}`);
  else breaches.push(...differences(end, expected));
  return breaches.map((breach) => `there: ${breach}`);
}

/** Calls of agents that were made again. */
export function repeatedCalls({ first, second }: Omit<Both, 'end'>, whole: Undisturbed): number {
  return first.agentCalls + second.agentCalls - whole.agentCalls;
}

/** What has landed in a repository; undefined where nothing has. */
export function endOf(root: string): End | undefined {
  if (git(root, 'for-each-ref', 'refs/heads/phase/1') === '') return undefined;
  return {
    tree: git(root, 'rev-parse', 'phase/1^{tree}'),
    commits: git(root, 'log', '--reverse', '--format=%s | %(trailers:key=Task,valueonly,separator=)', 'main..phase/1'),
    claims: git(root, 'for-each-ref', '--format=%(refname)', 'refs/phasewright/*/*/claim/*'),
  };
}

export function describe({ last, complaint }: Drive): string {
  return [JSON.stringify(last ?? 'nothing'), complaint.trim().slice(0, 800)].filter(Boolean).join(' ');
}

function isWell(drive: Drive): boolean {
  return (drive.last?.what === 'ended' && drive.last.outcome === 'landed') || isThere(drive);
}

/** What had landed before the kill is nothing to do for the second. */
function isThere({ last }: Drive): boolean {
  return last?.what === 'refused' && last.reason === 'nothing-to-do';
}

function differences(end: End, expected: End): string[] {
  const found: string[] = [];
  if (end.tree !== expected.tree) found.push(`another tree: ${end.tree}, not ${expected.tree}`);
  if (end.commits !== expected.commits) found.push(`other commits:\n${end.commits}\nnot:\n${expected.commits}`);
  if (end.claims !== '') found.push(`claims are left: ${end.claims}`);
  return found;
}
