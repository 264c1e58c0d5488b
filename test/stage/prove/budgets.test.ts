import { expect, test } from 'vitest';
import { measureAgain } from '../../../core/stage/prove/budgets.ts';
import { checkoutOf, commitFiles, scratch, userGit } from '../../git/scratch.ts';

const path = 'a/specs/91-impl-plan.md';
const spends = (name: string): string => `\`node a/bench.cjs ${name}\` shows p95 ≤ 20 ms`;

const phases = [
  `## Phase 1: fast\n\n- [x] 1.1 Do it\n\n**Exit criteria**:\n\n- ${spends('one')}\n- \`node a/never.cjs\` passes\n- A person likes it\n`,
  `## Phase 2: faster\n\n- [x] 2.1 Do it\n\n**Exit criteria**:\n\n- ${spends('two')}\n`,
  `## Phase 3: some day\n\n- [ ] 3.1 Do it\n\n**Exit criteria**:\n\n- ${spends('three')}\n`,
];

/** Phases 1 and 2 were handed over. What a benchmark prints stands in a file of its name. */
async function useMeasured(numbers: Readonly<Record<string, string>>) {
  const files = Object.fromEntries(Object.entries(numbers).map(([name, text]) => [`a/${name}.txt`, text]));
  const made = await scratch({
    [path]: `# Plan\n\n${phases.join('\n')}`,
    'a/bench.cjs': 'console.log(require("fs").readFileSync(`a/${process.argv[2]}.txt`, "utf8"))\n',
    ...files,
  });
  const { host, root } = made;
  for (const id of ['1', '2']) commitFiles(root, {}, `hand-off\n\nPlan: a\nPhase: ${id}\nPhase-Step: hand-off`);
  const request = {
    workspace: root,
    project: 'a',
    projectRoot: 'a',
    plans: [path],
    rebase: false,
    targets: [],
    options: [],
  };
  const measured = async () => {
    const found = await measureAgain(host, request);
    if (!found.ok) throw new Error(found.failure.message);
    return found.value.map(({ phase, found: { outcome, evidence } }) => [phase, outcome, evidence] as const);
  };
  return { ...made, measured };
}

test('Benchmarks of phases that were handed over keep to their budgets, and nothing else is run, asked or recorded.', async () => {
  const { measured, root } = await useMeasured({ one: 'p95: 12 ms', two: 'p95: 20 ms', three: 'p95: 99 ms' });
  const before = checkoutOf(root);
  const refs = userGit(root, 'for-each-ref');
  expect(await measured()).toEqual([
    ['1', 'met', expect.stringContaining('12 ms, budget ≤ 20 ms')],
    ['2', 'met', expect.stringContaining('20 ms, budget ≤ 20 ms')],
  ]);
  expect(checkoutOf(root)).toEqual(before);
  expect(userGit(root, 'for-each-ref')).toBe(refs);
});

test('A number that does not keep to its budget any more, and one that cannot be read, are told as such.', async () => {
  const { measured, root } = await useMeasured({ one: 'p95: 12 ms', two: 'p95: 12 ms' });
  commitFiles(root, { 'a/one.txt': 'p95: 21 ms', 'a/two.txt': 'p95: n/a' }, 'Slower');
  expect((await measured()).map(([phase, outcome]) => [phase, outcome])).toEqual([
    ['1', 'not-met'],
    ['2', 'undecided'],
  ]);
});
