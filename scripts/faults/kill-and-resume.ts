import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drivePhase, type Drive } from './drive-phase.ts';
import type { Kill } from './killing-host.ts';
import { git, makeWorld } from './phase-world.ts';

/** What a run that nobody disturbs comes to. */
export interface Undisturbed {
  /** Of git and into journals. */
  readonly calls: number;
  readonly agentCalls: number;
  readonly end: End;
}

/** What is there in the end. */
interface End {
  readonly tree: string;
  /** Of each commit that landed, the first line and the task, oldest first. */
  readonly commits: string;
}

export interface Resumed {
  readonly kill: Kill;
  /** Calls of agents that were made again. */
  readonly repeated: number;
  /** Milliseconds until the second process knew what there was to do. */
  readonly ready: number;
  /** What must not be. */
  readonly breaches: readonly string[];
}

const mostRepeated = 1;
/** Milliseconds. */
const soonest = 5000;

export async function undisturbed(): Promise<Undisturbed> {
  return await inWorld(async (folder) => {
    const drive = await drivePhase(folder);
    if (drive.last?.what !== 'ended' || drive.last.outcome !== 'landed') throw new Error(describe(drive));
    return { calls: drive.last.calls, agentCalls: drive.agentCalls, end: endOf(folder) };
  });
}

/** Kills a run at one call, and has another go on: it has to come to what an undisturbed one comes to. */
export async function killAndResume(whole: Undisturbed, kill: Kill): Promise<Resumed> {
  return await inWorld(async (folder) => {
    const killed = await drivePhase(folder, kill);
    const second = await drivePhase(folder);
    const ready = second.ready ?? 0;
    const repeated = killed.agentCalls + second.agentCalls - whole.agentCalls;
    const breaches: string[] = [];
    if (!killed.wasKilled) breaches.push(`it was not killed: ${describe(killed)}`);
    if (!isWell(second)) breaches.push(`the second run did not land it: ${describe(second)}`);
    else breaches.push(...differences(endOf(folder), whole.end));
    if (repeated > mostRepeated) breaches.push(`${repeated} calls of agents were repeated`);
    if (ready > soonest) breaches.push(`it took ${Math.round(ready)} ms until the second run was ready`);
    const claims = git(join(folder, 'repository'), 'for-each-ref', '--format=%(refname)', 'refs/phasewright/*/*/claim');
    if (claims !== '') breaches.push(`claims are left: ${claims}`);
    return { kill, repeated, ready, breaches };
  });
}

/** What had landed before the kill is nothing to do for the second. */
function isWell({ last }: Drive): boolean {
  if (last?.what === 'ended') return last.outcome === 'landed';
  return last?.what === 'refused' && last.reason === 'nothing-to-do';
}

function describe({ last, complaint }: Drive): string {
  return [JSON.stringify(last ?? 'nothing'), complaint.trim().slice(0, 800)].filter(Boolean).join(' ');
}

function endOf(folder: string): End {
  const root = join(folder, 'repository');
  return {
    tree: git(root, 'rev-parse', 'phase/1^{tree}'),
    commits: git(root, 'log', '--reverse', '--format=%s | %(trailers:key=Task,valueonly,separator=)', 'main..phase/1'),
  };
}

function differences(end: End, expected: End): string[] {
  const found: string[] = [];
  if (end.tree !== expected.tree) found.push(`another tree: ${end.tree}, not ${expected.tree}`);
  if (end.commits !== expected.commits) found.push(`other commits:\n${end.commits}\nnot:\n${expected.commits}`);
  return found;
}

async function inWorld<T>(work: (folder: string) => Promise<T>): Promise<T> {
  template ??= makeTemplate();
  const folder = mkdtempSync(join(tmpdir(), 'phasewright-faults-'));
  try {
    cpSync(template, folder, { recursive: true });
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Made once: all worlds begin with the same commit. */
let template: string | undefined;

function makeTemplate(): string {
  const folder = mkdtempSync(join(tmpdir(), 'phasewright-world-'));
  makeWorld(folder);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
