import type { Host } from '../host/host.ts';
import { treeOf } from '../git/commit.ts';
import type { Git } from '../git/git.ts';
import { changedPaths, resetWorktree } from '../git/worktree.ts';
import type { Gate, LeftOut, Verdict } from '../result/records.ts';
import { removeSpecialFiles } from '../git/special-files.ts';
import { judgeInTurn, type Turns } from './judge-in-turn.ts';
import type { Judged } from './judge-targets.ts';
import { recordedName, type GateSpec } from './option.ts';
import { notDue } from './when.ts';

/** What the gates are to judge. */
export interface GateRun extends Omit<Turns, 'affected'> {
  /** Holds exactly `commit`. */
  readonly worktree: Git;
  readonly commit: string;
  /** Projects that differ between this commit and `commit` are judged, and always `project`. */
  readonly since: string;
}

/**
 * Runs the gates in the worktree: targets with an Nx of their own, which hashes what is on the disk when it starts, and
 * nothing but gates runs in it; then commands, one after the other. So the verdict is about this tree and no other.
 */
export async function runGates(host: Host, run: GateRun): Promise<Verdict> {
  const { worktree, commit } = run;
  const { due, leftOut } = await chosen(run);
  const { judged: heard, changedFiles } = await puttingBack(host, run, async () => {
    // What does not differ from itself affects nothing, and Nx need not be asked for that.
    const affected = run.since === commit ? {} : { affected: { since: run.since, commit } };
    return await judgeInTurn(host, { ...run, ...affected }, due);
  });
  const { gates: judged, trouble: ended } = heard;
  const allPassed = judged.every((gate) => gate.outcome === 'passed');
  const unheard = missing(run, due, judged);
  const trouble = ended ?? (allPassed ? whyNotGreen({ run, leftOut, judged, unheard, changedFiles }) : undefined);
  const gates = [...judged, ...unheard.map((name) => notRun(run, name, trouble))];
  return {
    commit,
    tree: await treeOf(worktree, commit),
    green: trouble === undefined && allPassed,
    gates,
    ...(leftOut.length > 0 ? { leftOut } : {}),
    changedFiles,
    ...(trouble === undefined ? {} : { trouble }),
  };
}

/** Whatever comes of the gates, the worktree then holds the commit again; answers with what they have changed there. */
async function puttingBack(
  host: Host,
  { worktree, commit }: GateRun,
  judge: () => Promise<Judged>,
): Promise<{ readonly judged: Judged; readonly changedFiles: string[] }> {
  const changedFiles: string[] = [];
  try {
    return { judged: await judge(), changedFiles };
  } finally {
    changedFiles.push(...(await removeSpecialFiles(host, worktree.folder)), ...(await changedPaths(worktree, commit)));
    if (changedFiles.length > 0) await resetWorktree(host, worktree, commit);
  }
}

/** Those whose `when` the change meets; why the others are left out is recorded. */
async function chosen({ gates, worktree, since, commit }: GateRun): Promise<{ due: GateSpec[]; leftOut: LeftOut[] }> {
  const isAny = gates.some(({ when }) => when !== undefined);
  const names = isAny
    ? await worktree.text(['diff-tree', '-r', '-z', '--name-only', '--no-renames', since, commit])
    : '';
  const changed = names.split('\0').filter(Boolean);
  const leftOut = gates.flatMap(({ name, when }) => {
    const reason = notDue(when, changed);
    return reason === undefined ? [] : [{ gate: name, reason }];
  });
  const out = new Set(leftOut.map(({ gate }) => gate));
  return { due: gates.filter(({ name }) => !out.has(name)), leftOut };
}

/** The gates that the project had when the phase was bound, that are due, and of which nothing was heard. */
function missing(run: GateRun, due: readonly GateSpec[], gates: readonly Gate[]): string[] {
  const heard = new Set(gates.filter((gate) => gate.project === run.project).map((gate) => gate.target));
  const names = new Set(due.map(recordedName));
  return run.required.filter((name) => names.has(name) && !heard.has(name));
}

function whyNotGreen(about: {
  run: GateRun;
  leftOut: readonly LeftOut[];
  judged: readonly Gate[];
  unheard: readonly string[];
  changedFiles: readonly string[];
}): string | undefined {
  const { run, leftOut, judged, unheard, changedFiles } = about;
  if (unheard.length > 0)
    return `No gate ran for ${unheard.join(', ')}: project ${run.project} had it when the phase was bound.`;
  if (judged.length === 0 && leftOut.length > 0)
    return `No gate ran, since each is left out for this change: ${leftOut.map(({ gate, reason }) => `${gate} (${reason})`).join('; ')}. Have at least one without "when".`;
  if (judged.length === 0)
    return `No gate ran: project ${run.project} has none of the targets ${run.gates.map(recordedName).join(', ')}.`;
  if (changedFiles.length === 0) return undefined;
  return `The gates changed files, so they did not judge what was committed: ${changedFiles.join(', ')}. A gate is a check that never changes files; ignore what it leaves behind.`;
}

/** Nx does not name what it did not start: a gate that was to run, and of which nothing was heard, has judged nothing. */
function notRun({ project }: GateRun, target: string, trouble: string | undefined): Gate {
  const [why = ''] = (trouble ?? skipped).split('\n');
  return { project, target, outcome: 'not-run', cached: false, durationMs: 0, output: why };
}

const skipped = 'Nx did not start it: what it depends on did not pass, or the project has it no longer.';
