import { join } from 'node:path';
import { readChange } from '../../cheat/change.ts';
import { writtenTests, type WrittenTests } from '../../cheat/written-tests.ts';
import { changedBetween } from '../../git/changed-between.ts';
import type { Git } from '../../git/git.ts';
import { fileAt } from '../../git/repository.ts';
import { takeFiles } from '../../git/take-files.ts';
import type { Complaint } from '../../result/charges.ts';
import type { Gate } from '../../result/records.ts';
import { decidesTests } from '../../verdict/decides-tests.ts';
import { isSomehowAllowed, mayDiffer, type TestName } from '../../verdict/leave.ts';
import { areNamed, leftOut } from '../../verdict/test-counts.ts';
import { leftWritten } from '../../verdict/left-written.ts';
import { nameOf } from './base-gates.ts';
import type { StageContext } from '../context.ts';
import { judgeApart } from './judge-apart.ts';
import type { Change } from './known-verdicts.ts';
import type { Run } from './run-contained.ts';

/** What a gate says of a change, and of what it began from. */
export interface Pair {
  readonly head: Gate;
  readonly base: Gate;
}

interface ByNamed {
  /** By their gates, in place of what is missed by the base alone. */
  readonly complaints: ReadonlyMap<string, readonly Complaint[]>;
  readonly trouble: readonly string[];
}

/**
 * A file that may change lets its tests be others, and does not let them end: what runs on the base with the file as it is
 * now has to run on the change as well. Where no test has a name it is as many; nobody knows else whose they are that are
 * missing, those of files that may change, or others. What may be gone is told.
 */
export async function byNamedFiles(
  context: StageContext,
  run: Run,
  about: {
    readonly pairs: readonly Pair[];
    readonly changed: readonly string[];
    readonly leave: Change;
    readonly held: (pair: Pair) => Complaint | undefined;
  },
): Promise<ByNamed> {
  const { pairs, changed, leave, held } = about;
  const paths = changed.filter((path) => decidesTests(path) && isSomehowAllowed(leave, path));
  if (paths.length === 0) return nothing;
  const { repository } = context;
  // Tests that the change has added have nothing on the base that they could run by.
  const there = await changedBetween(repository.git, run.since, run.commit, paths, 'existing');
  const isTheirs = ({ file }: TestName): boolean => file !== undefined && there.includes(file);
  const mayGo = (test: TestName): boolean => !isTheirs(test) || mayDiffer({ ...leave, files: [] }, test);
  const leftIn = ({ head, base }: Pair): string[] => leftOut({ now: head, base }, mayGo);
  const isNamed = ({ head, base }: Pair): boolean => areNamed(head, base);
  const asked = pairs.filter((pair) => (isNamed(pair) ? leftIn(pair).length > 0 : held(pair) !== undefined));
  if (there.length === 0 || asked.length === 0) return nothing;
  const { since, commit } = run;
  const gates = asked.map((pair) => pair.head);
  const withThem = await judged(context, run, {
    tree: { commit: since, from: commit, paths: there },
    gates,
    why: 'with',
  });
  const uncounted = asked.filter((pair) => !isNamed(pair) && !withThem.counted.has(nameOf(pair.head)));
  const apart = await withoutThem(context, run, { paths, gates: uncounted.map((pair) => pair.head) });
  const unnamedOn = (pair: Pair): Complaint[] => {
    const name = nameOf(pair.head);
    const [now, before] = [apart.head.counted.get(name), apart.base.counted.get(name)];
    const isAsBefore = now !== undefined && before !== undefined && !held({ head: now, base: before });
    const still = isAsBefore ? undefined : held({ ...pair, base: withThem.counted.get(name) ?? pair.base });
    if (still) return [still];
    const { message, tests } = held(pair) ?? { message: '', tests: [] };
    return [gone(`${message}. The plan lets these files change: ${there.join(', ')}`, tests)];
  };
  const written = await writtenIn(repository.git, commit, there);
  const namedOn = (pair: Pair): Complaint[] => {
    const onBase = withThem.gates.get(nameOf(pair.head)) ?? { ...pair.base, tests: undefined };
    const tests = [...leftIn({ head: pair.head, base: onBase }), ...leftWritten({ ...pair, onBase }, written, mayGo)];
    const others = leftIn(pair).filter((test) => !tests.includes(test));
    const name = nameOf(pair.head);
    const message = `${name} does not run these tests any more, which ${there.join(', ')} has`;
    const told = `${name} does not run these tests any more. The plan lets their files change: ${there.join(', ')}`;
    return [
      ...(tests.length > 0 ? [{ kind: 'fewer-tests', message, tests } as const] : []),
      ...(others.length > 0 ? [gone(told, others)] : []),
    ];
  };
  const complaintsOn = (pair: Pair): Complaint[] =>
    isNamed(pair) ? [held(pair) ?? [], namedOn(pair)].flat() : unnamedOn(pair);
  return {
    complaints: new Map(asked.map((pair) => [nameOf(pair.head), complaintsOn(pair)])),
    trouble: [withThem, apart.head, apart.base].flatMap(({ trouble }) => trouble ?? []),
  };
}

/** For who reviews the change, who can read what has become of them. */
function gone(message: string, tests: readonly string[]): Complaint {
  return { kind: 'tests-gone', message, tests: [...tests] };
}

async function writtenIn(git: Git, commit: string, paths: readonly string[]): Promise<Map<string, WrittenTests>> {
  const texts: { path: string; head: string }[] = [];
  for (const path of paths) texts.push({ path, head: (await fileAt(git, commit, path)) ?? '' });
  const { files } = await readChange(texts);
  return new Map(files.map((file) => [file.path, writtenTests(file)]));
}

const nothing: ByNamed = { complaints: new Map(), trouble: [] };

interface Said {
  readonly gates: ReadonlyMap<string, Gate>;
  /** Those that pass, and say how many tests that is: what does not compile, or ends early, has not counted. */
  readonly counted: ReadonlyMap<string, Gate>;
  readonly trouble?: string | undefined;
}

const silent: Said = { gates: new Map(), counted: new Map() };

/**
 * Where the base cannot be judged with them, as where they do not compile without what they test: the tests of all other
 * files, on the change and on the base.
 */
async function withoutThem(
  context: StageContext,
  run: Run,
  { paths, gates }: { readonly paths: readonly string[]; readonly gates: readonly Gate[] },
): Promise<{ readonly head: Said; readonly base: Said }> {
  if (gates.length === 0) return { head: silent, base: silent };
  const base = await judged(context, run, { tree: { commit: run.since, paths }, gates, why: 'without' });
  if (base.counted.size === 0) return { head: silent, base };
  return { head: await judged(context, run, { tree: { commit: run.commit, paths }, gates, why: 'without' }), base };
}

async function judged(
  context: StageContext,
  run: Run,
  about: {
    readonly tree: { readonly commit: string; readonly from?: string; readonly paths: readonly string[] };
    readonly gates: readonly Gate[];
    readonly why: 'with' | 'without';
  },
): Promise<Said> {
  const { host, repository, phase } = context;
  const { tree, gates, why } = about;
  const made = { ...tree, parent: run.since, scratch: join(phase.state, 'scratch') };
  const outcome = await judgeApart(context, {
    for: run,
    name: 'proof',
    commit: await takeFiles(host, repository.git, made),
    only: { targets: [...new Set(gates.map(({ target }) => target))] },
    why: `${tree.commit === run.since ? 'the base' : 'the change'} ${why} ${tree.paths.join(', ')}`,
  });
  if (!outcome.ok) return { ...silent, trouble: outcome.failure.message };
  const named = outcome.value.gates.map((gate) => [nameOf(gate), gate] as const);
  const counted = named.filter(([, gate]) => gate.outcome === 'passed' && gate.tests !== undefined);
  const { trouble } = outcome.value;
  return { gates: new Map(named), counted: new Map(counted), trouble: counted.length > 0 ? undefined : trouble };
}
