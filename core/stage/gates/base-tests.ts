import { join } from 'node:path';
import { mayChange } from '../../brief/may-change.ts';
import { recordedName } from '../../gate/option.ts';
import { changedBetween } from '../../git/changed-between.ts';
import { takeFiles } from '../../git/take-files.ts';
import type { Complaint } from '../../result/charges.ts';
import type { Gate } from '../../result/records.ts';
import { decidesTests, preparesTests } from '../../verdict/decides-tests.ts';
import { ranNone } from '../../verdict/environment-trouble.ts';
import { brokenTests, leftOut, unloadedFiles } from '../../verdict/test-counts.ts';
import { isTestGate } from '../../verdict/test-gates.ts';
import { mayDiffer, type TestName } from '../../verdict/leave.ts';
import { baseGates, nameOf } from './base-gates.ts';
import type { StageContext } from '../context.ts';
import { judgeApart } from './judge-apart.ts';
import type { Change } from './known-verdicts.ts';
import { lookInto } from './look-into.ts';
import type { Run } from './run-contained.ts';

export interface ByBase {
  readonly complaints: readonly Complaint[];
  /** Why they could not judge, and no leave to pass: it counts where the change by itself is judged well. */
  readonly unjudged?: { readonly trouble: string; readonly complaint: Complaint };
}

/**
 * The tests of the base judge the new source: those that the change has edited or removed, with their snapshots and the
 * settings of their runners, as they were, and without what it has added that is there before any test, nor the tests that
 * came with that. What the plan lets change is left out.
 */
export async function baseTests(context: StageContext, asked: Run, change: Change): Promise<ByBase> {
  const { host, repository, phase, emit } = context;
  const run = { ...asked, since: change.start ?? asked.since };
  const { stage, since, commit } = run;
  const there = await changedBetween(repository.git, since, commit, [], 'existing');
  const all = await changedBetween(repository.git, since, commit);
  const decide = all.filter((path) => (there.includes(path) ? decidesTests(path) : preparesTests(path)));
  const allowed = decide.filter((path) => mayChange(change.files, path));
  if (allowed.length > 0)
    emit({ type: 'note', stage, text: `the plan lets these change what tests say: ${allowed.join(', ')}` });
  const paths = decide.filter((path) => !allowed.includes(path));
  if (paths.length === 0) return { complaints: [] };
  const [edited, added] = [paths.filter((path) => there.includes(path)), paths.filter((path) => !there.includes(path))];
  // Tests of the change may need what it has added for them.
  const own = added.length === 0 ? [] : all.filter((path) => !there.includes(path) && decidesTests(path));
  const taken = [...new Set([...paths, ...own])];
  const about = { commit, from: since, paths: taken, parent: since, scratch: join(phase.state, 'scratch') };
  const targets = testTargets(phase.options.gates.map(recordedName));
  const judged = await judgeApart(context, {
    for: run,
    name: 'proof',
    commit: await takeFiles(host, repository.git, about),
    only: { targets },
    why: `the new source ${describe(edited, added)}`,
    look: async (proof, verdict) => await lookInto(context, { ...proof, since }, verdict),
  });
  if (!judged.ok) return unjudged(judged.failure.message, { kind: 'environment', tests: [] });
  const { gates, trouble, complaints = [] } = judged.value;
  if (trouble === undefined) {
    const base = (await baseGates(context, run, gates)).gates;
    return { complaints: complaintsOf({ gates, base, change }, { edited, added }) };
  }
  if (complaints.some(({ kind }) => kind === 'environment'))
    return unjudged(trouble, { kind: 'environment', tests: [] });
  const tested = targets.map((target) => ({ project: phase.project, target }));
  if (ranNone(trouble) && (await baseGates(context, run, tested)).gates.size === 0) return { complaints: [] };
  // To let that go is no leave for what may fail there later.
  const names = tested.map((gate) => `${nameOf(gate)} by the tests of the base`);
  if (names.every((name) => mayDiffer(change, { name }))) return { complaints: [unproven(names)] };
  return unjudged(trouble, { kind: 'base-tests', tests: names });
}

function describe(edited: readonly string[], added: readonly string[]): string {
  const tests = edited.length === 0 ? [] : [`with ${edited.length} of the base's test files`];
  return [...tests, ...(added.length === 0 ? [] : [`without ${added.join(', ')}`])].join(' and ');
}

/** What the machine lacks no change mends; all else that keeps gates from judging may come of the change. */
function unjudged(why: string, about: Pick<Complaint, 'kind' | 'tests'>): ByBase {
  const trouble = `The tests of the base could not judge the new source: ${why}`;
  const [message = ''] = trouble.split('\n');
  return { complaints: [], unjudged: { trouble, complaint: { ...about, message } } };
}

/** Against the change is what passed on the base: it fails here, or does not run though it was put back. */
function complaintsOf(
  judged: { readonly gates: readonly Gate[]; readonly base: ReadonlyMap<string, Gate>; readonly change: Change },
  { edited, added }: { readonly edited: readonly string[]; readonly added: readonly string[] },
): Complaint[] {
  const mayBe = (test: TestName): boolean => mayDiffer(judged.change, test);
  const pairs = judged.gates.flatMap((now) => {
    const base = judged.base.get(nameOf(now));
    return base ? [{ now, base }] : [];
  });
  const red = pairs.filter(({ now }) => now.outcome === 'failed' && now.charge === 'real');
  const broken = red.map((pair) => ({ ...pair, tests: brokenTests(pair, mayBe) }));
  const unclear = broken.filter(({ tests }) => tests === undefined);
  // Without what was taken away a gate that counts may not even load, and that says nothing of the base's tests.
  const isLoaded = ({ now, base }: (typeof pairs)[number]): boolean => !base.tests || (now.tests?.failed ?? 0) > 0;
  const unnamed = unclear.filter((pair) => edited.length > 0 || isLoaded(pair)).map(({ now }) => nameOf(now));
  const tests = broken.flatMap((one) => one.tests ?? []);
  // Where no test has a name it may be one of those that a person has let go.
  const isLetGo = unnamed.every((gate) => mayBe({ name: gate }));
  const isTheirs = isLetGo || edited.some((path) => judged.change.tests?.some(({ file }) => file === path) === true);
  if (unnamed.length > 0 && tests.length === 0 && isTheirs) return [unproven(unnamed)];
  if (unnamed.length + tests.length > 0) {
    const remedy = [...ifAny('put back', edited), ...ifAny('take away', added)].join(', ');
    const message = `these tests of the base fail on the new source. What decides what tests say changes only where the plan names its files: ${remedy}, and make the source pass them; or stop, and say which one is wrong`;
    return [{ kind: 'base-tests', message, tests: [...tests, ...unnamed] }];
  }
  // A file that the change leaves as it is, and that loads with what was taken away, says nothing where it does not.
  const unloaded = pairs.flatMap(({ now }) => unloadedFiles(now)).filter((file) => !edited.includes(file));
  const left = pairs.flatMap((pair) => {
    const stopped = stoppedBy(pair.now);
    const isLoading = ({ file = '' }: TestName): boolean =>
      unloaded.includes(file) || (stopped.length > 0 && !stopped.includes(file));
    return leftOut(pair, (test) => mayBe(test) || isLoading(test));
  });
  const message = 'these tests of the base do not run on the new source, though they are there';
  if (left.length > 0) return [{ kind: 'fewer-tests', message, tests: left }];
  const stopped = pairs.filter(({ now }) => stoppedBy(now).length > 0);
  const silent = [...[...unclear, ...stopped].map(({ now }) => nameOf(now)), ...unloaded];
  return silent.length > 0 ? [unproven(silent)] : [];
}

/** Files that pytest could not load: for one of them it runs no other either. */
function stoppedBy(now: Gate): string[] {
  return now.tests?.by === 'pytest' ? unloadedFiles(now) : [];
}

function ifAny(what: string, paths: readonly string[]): string[] {
  return paths.length > 0 ? [`${what} ${paths.join(', ')}`] : [];
}

function unproven(gates: readonly string[]): Complaint {
  const message = `nobody knows whether tests of the base fail that nobody has let go: ${gates.join(', ')} is red, and does not name them`;
  return { kind: 'unproven', message, tests: [] };
}

function testTargets(targets: readonly string[]): string[] {
  const own = targets.filter((target) => isTestGate({ target }));
  return own.length > 0 ? own : [...targets];
}
