import { collectedTests } from '../gate/collected.ts';
import { redForTheRightReason } from '../gate/red-for-the-right-reason.ts';
import { changedBetween } from '../git/changed-between.ts';
import { treeOf } from '../git/commit.ts';
import type { FailureReason } from '../failure.ts';
import type { Gate, Verdict } from '../result/records.ts';
import type { Expectation } from '../workflow/workflow.ts';
import { keepLog, type Desk } from './desk.ts';
import { snapshot } from './look.ts';
import { runCommand, type Ran } from './run-command.ts';
import { failingIn, whyNotGreen } from './tests-in.ts';

/** What no agent can mend: a tool that is not there, a gate that cannot show what it is asked for. */
export interface Trouble {
  readonly reason: FailureReason;
  readonly text: string;
  readonly log: string;
}

export type Judged = { readonly verdict: Verdict } | { readonly trouble: Trouble };

/** Runs what the phase is judged by, on what lies in the checkout: that is `commit`. */
export async function judge(desk: Desk, commit: string, expect: Expectation): Promise<Judged> {
  const { work, gates, baseline } = desk.store.standing;
  if (!gates || !baseline) throw new Error('Internal error: judged before there was a gate');
  const about = { commit, tree: await treeOf(desk.git, commit) };
  const compiled = await run(desk, 'designer_gate', gates.designer_gate);
  if ('trouble' in compiled) return compiled;
  const isCompiled = compiled.ran.code === 0;
  const first = gateOf('designer_gate', compiled.ran, isCompiled);
  if (expect === 'compile' || !isCompiled)
    return await finished(desk, { ...about, green: isCompiled, gates: [first], changedFiles: [] }, expect);
  const tested = await run(desk, 'test_gate', gates.test_gate);
  if ('trouble' in tested) return tested;
  const { ran, log } = tested;
  if (expect === 'red') {
    if (ran.code === 0 && !collectedTests(ran.output)) return noTestGate(log);
    const gate = gateOf('test_gate', ran, ran.code === 0);
    const limit = ran.ended === 'exit' ? {} : { trouble: ran.told };
    const whole = { gates: [{ ...gate, output: ran.output }], ...limit };
    const before = { gates: [{ ...gate, output: await baselineOutput(desk) }] };
    const { isRight, why } = redForTheRightReason(whole, { names: work.commit_tests }, before);
    const verdict = { ...about, green: false, gates: [first, gate], changedFiles: [], red: { isRight, why } };
    return await finished(desk, verdict, expect);
  }
  const why =
    ran.ended === 'exit'
      ? whyNotGreen({ output: ran.output, exit: ran.code }, work.commit_tests, await baselineOutput(desk))
      : ran.told;
  const gate = gateOf('test_gate', ran, why === undefined);
  const green = why === undefined;
  const verdict = { ...about, green, gates: [first, gate], changedFiles: [], ...(green ? {} : { trouble: why }) };
  return await finished(desk, verdict, expect);
}

/** What the tests say before any work; and that the commands are there at all. */
export async function takeBaseline(desk: Desk): Promise<Trouble | undefined> {
  const { gates } = desk.store.standing;
  if (!gates) throw new Error('Internal error: a baseline before there was a gate');
  const { start } = desk.store.standing.work;
  const before = await snapshot(desk, start, 'look', desk.store.standing.leftBehind);
  if (!before.ok) return { reason: before.failure.reason, text: before.failure.message, log: '' };
  const compiled = await run(desk, 'designer_gate', gates.designer_gate);
  if ('trouble' in compiled) return compiled.trouble;
  if (compiled.ran.code !== 0)
    await desk.store.happened({
      fact: 'note',
      text: `designer_gate was red before the work began (exit code ${compiled.ran.code}).`,
    });
  const tested = await run(desk, 'test_gate', gates.test_gate);
  if ('trouble' in tested) return tested.trouble;
  // Where there is work already, what fails may have been broken by it, and nothing is excused.
  const isBase = before.value === start;
  const failing = isBase ? failingIn(tested.ran.output) : [];
  if (failing.length > 0)
    await desk.store.happened({ fact: 'note', text: `Failed before the work began: ${failing.join(', ')}.` });
  const changed = await leavings(desk, before.value);
  if (changed.length > 0)
    return {
      reason: 'no-gates',
      text: `The gates change files: ${changed.join(', ')}. A gate is a check that never changes files; name another.`,
      log: tested.log,
    };
  await desk.store.happened({ fact: 'baseline', failing, exit: tested.ran.code, log: isBase ? tested.log : '' });
  return undefined;
}

async function run(
  desk: Desk,
  name: 'designer_gate' | 'test_gate',
  command: string,
): Promise<{ ran: Ran; log: string } | { trouble: Trouble }> {
  const { time_limit } = desk.store.standing.work;
  const ran = await runCommand(desk.host, command, {
    folder: desk.workspace,
    root: desk.git.folder,
    timeLimit: time_limit,
  });
  const log = await keepLog(desk, name, `$ ${command}\n${ran.output}\n`);
  if (ran.ended === 'not-found' || ran.ended === 'needs-shell')
    return { trouble: { reason: 'no-gates', text: `${name} cannot be run: ${ran.told}`, log } };
  if (ran.ended === 'cancelled') return { trouble: { reason: 'stopped', text: ran.told, log } };
  return { ran, log };
}

/** A compile check in the place of tests can neither be red nor green for the right reason. */
function noTestGate(log: string): Judged {
  const text =
    'test_gate ended well and says nothing of tests, so it is no gate of tests. Begin anew with a --test-gate that runs them and names each.';
  return { trouble: { reason: 'no-gates', text, log } };
}

async function baselineOutput({ host, store }: Desk): Promise<string> {
  const { log = '' } = store.standing.baseline ?? {};
  return log === '' ? '' : ((await host.files.read(log)) ?? '');
}

function gateOf(target: string, ran: Ran, passed: boolean): Gate {
  const outcome = passed ? 'passed' : 'failed';
  const output = passed ? '' : ran.told;
  return { project: 'driver', target, outcome, cached: false, durationMs: ran.durationMs, output };
}

/** Files that the gates have changed: then they did not judge what is there. New ones beside the work are left behind. */
async function finished(desk: Desk, verdict: Verdict, expect: Expectation): Promise<Judged> {
  const changedFiles = await leavings(desk, verdict.commit);
  if (changedFiles.length === 0) return { verdict };
  const trouble = `The gates changed files, so they did not judge what is there: ${changedFiles.join(', ')}. A gate, and a test, never changes files of the project.`;
  const red = expect === 'red' ? { red: { isRight: false, why: trouble } } : {};
  return { verdict: { ...verdict, green: false, changedFiles, trouble, ...red } };
}

async function leavings(desk: Desk, commit: string): Promise<string[]> {
  const { store, git } = desk;
  const now = await snapshot(desk, commit, 'look', store.standing.leftBehind);
  if (!now.ok) throw new Error(`Internal error: ${now.failure.message}`);
  const changed = await changedBetween(git, commit, now.value);
  const { commit_files } = store.standing.work;
  const fresh: string[] = [];
  for (const path of changed) {
    const isNew = !(await git.run(['cat-file', '-e', `${commit}:${path}`])).ok;
    if (isNew && !commit_files.includes(path)) fresh.push(path);
  }
  if (fresh.length > 0) {
    await store.happened({ fact: 'left-behind', paths: fresh });
    await store.happened({
      fact: 'note',
      text: `The gates leave files behind that git does not ignore: ${fresh.join(', ')}. They are not committed.`,
    });
  }
  return changed.filter((path) => !fresh.includes(path));
}
