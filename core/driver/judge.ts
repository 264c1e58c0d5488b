import { collectedTests } from '../gate/collected.ts';
import { redForTheRightReason } from '../gate/red-for-the-right-reason.ts';
import { changedBetween } from '../git/changed-between.ts';
import { treeOf } from '../git/commit.ts';
import type { FailureReason } from '../failure.ts';
import type { Gate, Verdict } from '../result/records.ts';
import type { Tests } from '../result/tests.ts';
import { leaveBy, type TestName } from '../verdict/leave.ts';
import { nameOfTest } from '../verdict/same-failure.ts';
import type { Expectation } from '../workflow/workflow.ts';
import { keepLog, type Desk } from './desk.ts';
import { letGo } from './let-go.ts';
import { snapshot } from './look.ts';
import { missedHere, printedTests, testGate, type RanBefore } from './missed-here.ts';
import { runCommand, type Ran } from './run-command.ts';
import { runTests, type Tested } from './run-tests.ts';
import { failingIn, hasMended, whyNotGreen, type Before } from './tests-in.ts';

/** What no agent can mend: a tool that is not there, a gate that cannot show what it is asked for. */
export interface Trouble {
  readonly reason: FailureReason;
  readonly text: string;
  readonly log: string;
  /** What a command of ours has changed that is not of the commit. */
  readonly paths?: string[];
}

export type Judged = { readonly verdict: Verdict } | { readonly trouble: Trouble };

/** Runs what the phase is judged by, on what lies in the checkout: that is `commit`. */
export async function judge(desk: Desk, commit: string, expect: Expectation): Promise<Judged> {
  const { work, gates, baseline } = desk.store.standing;
  if (!gates || !baseline) throw new Error('Internal error: judged before there was a gate');
  const about = { commit, tree: await treeOf(desk.git, commit) };
  const compiled = await compile(desk, gates.designer_gate);
  if ('trouble' in compiled) return compiled;
  const isCompiled = compiled.ran.code === 0;
  const first = gateOf('designer_gate', compiled.ran, isCompiled);
  if (expect === 'compile' || !isCompiled)
    return await finished(desk, { ...about, green: isCompiled, gates: [first], changedFiles: [] }, expect);
  const came = await test(desk, gates.test_gate);
  if ('trouble' in came) return came;
  const { tested, log } = came;
  const { ran, reported, untold } = tested;
  if (expect === 'red') {
    if (ran.code === 0 && !reported && untold === undefined && !collectedTests(ran.output)) return noTestGate(log);
    const gate = testGateOf(tested, ran.code === 0);
    const trouble = ran.ended === 'exit' ? untold : ran.told;
    const named = { ...gate, ...(reported ? { tests: reported } : {}) };
    const whole = { gates: [{ ...named, output: ran.output }], ...(trouble === undefined ? {} : { trouble }) };
    const before = { gates: [await gateBefore(desk, gate)] };
    const { isRight, why } = redForTheRightReason(whole, { names: work.commit_tests }, before);
    // What runs in the run that counts has to run on.
    const kept = isRight && reported ? { ...gate, tests: reported } : gate;
    const verdict = { ...about, green: false, gates: [first, kept], changedFiles: [], red: { isRight, why } };
    return await finished(desk, verdict, expect);
  }
  const before = await knownBefore(desk);
  const why = ran.ended === 'exit' ? whyNotGreen(tested, work.commit_tests, before) : ran.told;
  const runs = why === undefined ? await ranBefore(desk, tested, commit) : [];
  const complaints = missedHere(tested, runs);
  const gate = testGateOf(tested, why === undefined);
  const green = why === undefined && complaints.length === 0;
  if (green && hasMended(tested, before))
    await desk.store.happened({
      fact: 'note',
      text: `test_gate ends with exit code ${ran.code} now, and with ${before.exit} before the work: fewer tests fail, and no new ones.`,
    });
  const running = new Set(reported?.names?.filter(({ outcome }) => outcome !== 'skipped').map(nameOfTest));
  const gone = [...new Set(runs.flatMap((run) => run.gone.map(nameOfTest)))].filter((name) => !running.has(name));
  if (green && gone.length > 0)
    await desk.store.happened({
      fact: 'note',
      text: `These tests do not run any more, or stand elsewhere; the plan lets their files change: ${gone.join(', ')}.`,
    });
  if (green && !reported)
    await desk.store.happened({
      fact: 'note',
      text: 'No runner of tests reports to the driver here: that the tests passed is told by what test_gate has printed.',
    });
  const told = { ...(why !== undefined && { trouble: why }), ...(complaints.length > 0 && { complaints }) };
  return await finished(desk, { ...about, green, gates: [first, gate], changedFiles: [], ...told }, expect);
}

/** What the tests say before any work; and that the commands are there at all. */
export async function takeBaseline(desk: Desk): Promise<Trouble | undefined> {
  const { gates } = desk.store.standing;
  if (!gates) throw new Error('Internal error: a baseline before there was a gate');
  const { start } = desk.store.standing.work;
  const before = await snapshot(desk, start, 'look', desk.store.standing.leftBehind);
  if (!before.ok) return { reason: before.failure.reason, text: before.failure.message, log: '' };
  const compiled = await compile(desk, gates.designer_gate);
  if ('trouble' in compiled) return compiled.trouble;
  if (compiled.ran.code !== 0)
    await desk.store.happened({
      fact: 'note',
      text: `designer_gate was red before the work began (exit code ${compiled.ran.code}).`,
    });
  const came = await test(desk, gates.test_gate);
  if ('trouble' in came) return came.trouble;
  const { tested, log } = came;
  // Where there is work already, what fails may have been broken by it, and nothing is excused.
  const isBase = before.value === start;
  const failing = isBase ? failingIn(tested) : [];
  if (failing.length > 0)
    await desk.store.happened({ fact: 'note', text: `Failed before the work began: ${failing.join(', ')}.` });
  const changed = await leavings(desk, before.value);
  if (changed.length > 0)
    return {
      reason: 'no-gates',
      text: `The gates change files: ${changed.join(', ')}. A gate is a check that never changes files; name another.`,
      log,
    };
  const { ran, reported } = tested;
  const known = { failing, exit: ran.code, log: isBase ? log : '' };
  await desk.store.happened({
    fact: 'baseline',
    ...known,
    ...(reported ? { tests: isBase ? reported : withoutFailed(reported) } : {}),
  });
  return undefined;
}

async function compile(desk: Desk, command: string): Promise<{ ran: Ran } | { trouble: Trouble }> {
  const { time_limit: timeLimit } = desk.store.standing.work;
  const { host, workspace: folder, git } = desk;
  return await logged(
    desk,
    'designer_gate',
    command,
    await runCommand(host, command, { folder, root: git.folder, timeLimit }),
  );
}

async function test(desk: Desk, command: string): Promise<{ tested: Tested; log: string } | { trouble: Trouble }> {
  const tested = await runTests(desk, command, desk.store.standing.work.time_limit);
  const came = await logged(desk, 'test_gate', command, tested.ran);
  return 'trouble' in came ? came : { tested, log: came.log };
}

async function logged(
  desk: Desk,
  name: 'designer_gate' | 'test_gate',
  command: string,
  ran: Ran,
): Promise<{ ran: Ran; log: string } | { trouble: Trouble }> {
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

/** As it is recorded: counted, without the names. */
function testGateOf({ ran, reported }: Tested, passed: boolean): Gate {
  const gate = gateOf(testGate, ran, passed);
  const counted = reported ?? printedTests(ran.output);
  if (!counted) return gate;
  const { names: _, ...tests } = counted;
  return { ...gate, tests };
}

/** What is known of the tests before the work, as the gate that told it. */
async function gateBefore(desk: Desk, gate: Gate): Promise<Gate> {
  const { tests } = desk.store.standing.baseline ?? {};
  return { ...gate, output: await baselineOutput(desk), ...(tests ? { tests } : {}) };
}

/** What the work that is there already may have broken says nothing; what passes with it has to go on. */
function withoutFailed(tests: Tests): Tests {
  return { ...tests, names: (tests.names ?? []).filter(({ outcome }) => outcome !== 'failed') };
}

/** What a run of the tests is compared with. */
async function knownBefore(desk: Desk): Promise<Before> {
  const { baseline, isReported } = desk.store.standing;
  const { failing = [], exit = null, tests } = baseline ?? {};
  const passed = tests?.passed ?? collectedTests(await baselineOutput(desk))?.passed ?? 0;
  return { failing, exit, passed, tests, isReported };
}

/** Runs of the tests whose tests all have to run on: the one that was red as it has to be, and the one before the work. */
async function ranBefore(
  desk: Desk,
  { reported }: Tested,
  commit: string,
): Promise<(RanBefore & { readonly gone: readonly TestName[] })[]> {
  const { baseline, work, loop, red } = desk.store.standing;
  const allowed = leaveBy(loop.progress.allowed);
  const base = baseline?.tests ?? printedTests(await baselineOutput(desk));
  const runs = [...(red ? [red] : []), ...(base ? [{ tests: base, commit: work.draft ?? work.start }] : [])];
  return await Promise.all(
    runs.map(async (run) => {
      const gone = reported ? await letGo(desk, run, { tests: reported, commit }) : [];
      return { tests: run.tests, leave: { ...allowed, tests: [...allowed.tests, ...gone] }, gone };
    }),
  );
}

async function isIn({ git }: Desk, commit: string, path: string): Promise<boolean> {
  return (await git.run(['cat-file', '-e', `${commit}:${path}`])).ok;
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
    if (!commit_files.includes(path) && !(await isIn(desk, commit, path))) fresh.push(path);
  }
  if (fresh.length > 0) {
    await store.happened({ fact: 'left-behind', paths: fresh });
    await store.happened({
      fact: 'note',
      text: `The gates leave files behind that git does not ignore: ${fresh.join(', ')}. They are not committed.`,
    });
  }
  const rewritten = changed.filter((path) => !fresh.includes(path));
  // Whoever has the checkout put back wants these as they were, too.
  if (rewritten.length > 0) await store.happened({ fact: 'touched', paths: rewritten });
  return rewritten;
}
