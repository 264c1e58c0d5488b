import { expect, test } from 'vitest';
import { legOf, linesOf, outcomesOf, useRunner } from '../use-runner.ts';

test('jobs run when what they need is done, and see its results and outputs', async () => {
  const { run } = useRunner();

  const result = await run(`
on: push
jobs:
  last:
    needs: [first, second]
    runs-on: ubuntu-latest
    steps:
      - env: { NEEDS: "\${{ toJSON(needs) }}" }
        run: echo "$NEEDS" | tr -d ' \\n'
  first:
    runs-on: ubuntu-latest
    outputs: { one: "\${{ steps.a.outputs.one }}" }
    steps: [{ id: a, run: echo "one=1" >> "$GITHUB_OUTPUT" }]
  second:
    if: github.event_name == 'schedule'
    runs-on: ubuntu-latest
    steps: [{ run: echo }]
  always:
    needs: second
    if: always()
    runs-on: ubuntu-latest
    steps: [{ run: echo }]
  other:
    if: \${{ !cancelled() && needs.second.result == 'skipped' && needs.first.outputs.one == '1' }}
    needs: [first, second]
    runs-on: ubuntu-latest
    steps: [{ run: echo }]
  behind:
    needs: other
    runs-on: ubuntu-latest
    steps: [{ run: echo }]
`);

  const results = Object.entries(result.jobs).map(([id, job]) => `${id} ${job.result}`);
  expect(results).toEqual([
    'last skipped',
    'first success',
    'second skipped',
    'always success',
    'other success',
    'behind skipped',
  ]);
  expect(result.jobs['first']?.outputs).toEqual({ one: '1' });
});

test('a failure stops those that need it, except those that ask for it', async () => {
  const { run } = useRunner();

  const result = await run(`
on: push
jobs:
  bad: { runs-on: ubuntu-latest, steps: [{ run: exit 1 }] }
  next: { needs: bad, runs-on: ubuntu-latest, steps: [{ run: echo }] }
  far: { needs: next, if: failure(), runs-on: ubuntu-latest, steps: [{ run: echo }] }
  gate:
    needs: [bad, next]
    if: always()
    runs-on: ubuntu-latest
    steps: [{ run: 'test "\${{ contains(needs.*.result, ''failure'') }}" = true' }]
  tolerated: { runs-on: ubuntu-latest, continue-on-error: true, steps: [{ run: exit 1 }] }
  after: { needs: tolerated, runs-on: ubuntu-latest, steps: [{ run: echo }] }
`);

  const results = Object.entries(result.jobs).map(([id, job]) => `${id} ${job.result}`);
  expect(results).toEqual([
    'bad failure',
    'next skipped',
    'far success',
    'gate success',
    'tolerated success',
    'after success',
  ]);
  expect(result.conclusion).toBe('failure');
});

test('a matrix comes from an output, and its last leg that says something has the output', async () => {
  const { run } = useRunner();

  const result = await run(`
on: push
jobs:
  plan:
    runs-on: ubuntu-latest
    outputs: { matrix: "\${{ steps.p.outputs.m }}" }
    steps: [{ id: p, run: 'echo ''m={"include":[{"task":"1.1"},{"task":"1.2","last":true}]}'' >> "$GITHUB_OUTPUT"' }]
  work:
    needs: plan
    runs-on: ubuntu-latest
    strategy: { matrix: "\${{ fromJSON(needs.plan.outputs.matrix) }}", max-parallel: 1 }
    outputs: { done: "\${{ steps.w.outputs.done }}" }
    steps:
      - id: w
        if: \${{ !matrix.last }}
        run: echo "done=\${{ matrix.task }} \${{ strategy.job-index }} of \${{ strategy.job-total }}" >> "$GITHUB_OUTPUT"
`);

  expect(result.jobs['work']?.legs.map(({ label }) => label)).toEqual(['work (1.1)', 'work (1.2, true)']);
  expect(result.jobs['work']?.outputs).toEqual({ done: '1.1 0 of 2' });
});

test('a matrix without legs fails its job', async () => {
  const { run } = useRunner();

  const result = await run(`
on: push
jobs:
  work:
    runs-on: ubuntu-latest
    strategy: { matrix: "\${{ fromJSON('{\\"include\\":[]}') }}" }
    steps: [{ run: echo }]
`);

  expect(result.jobs['work']).toMatchObject({
    result: 'failure',
    error: 'Matrix vector does not contain any values',
    legs: [],
  });
});

test.each([
  ['', ['failure', 'cancelled', 'cancelled']],
  ['fail-fast: false, ', ['failure', 'success', 'success']],
])('with %jone leg that fails gives %j', async (failFast, results) => {
  const { run } = useRunner();

  const result = await run(`
on: push
jobs:
  work:
    runs-on: ubuntu-latest
    strategy: { ${failFast}max-parallel: 1, matrix: { task: [1, 2, 3] } }
    steps: [{ run: "test \${{ matrix.task }} != 1" }]
`);

  expect(result.jobs['work']?.legs.map((leg) => leg.result)).toEqual(results);
});

test('a leg that runs is ended when another fails', async () => {
  const { run, folder } = useRunner();

  const result = await run(`
on: push
jobs:
  work:
    runs-on: ubuntu-latest
    strategy: { matrix: { task: [fails, waits] } }
    steps:
      - run: |
          if [ \${{ matrix.task }} = waits ]; then touch "${folder}/waiting"; sleep 600; fi
          until [ -e "${folder}/waiting" ]; do sleep 0.05; done
          exit 1
`);

  expect(result.jobs['work']?.legs.map((leg) => leg.result)).toEqual(['failure', 'cancelled']);
});

test('max-parallel holds legs back, and without it they run side by side', async () => {
  const { run, folder } = useRunner();
  const workflow = (strategy: string, name: string) => `
on: push
jobs:
  work:
    runs-on: ubuntu-latest
    strategy: { ${strategy}matrix: { task: [1, 2] } }
    steps:
      - timeout-minutes: 1
        run: |
          touch "${folder}/${name}-\${{ matrix.task }}"
          until [ -e "${folder}/${name}-1" ] && [ -e "${folder}/${name}-2" ]; do sleep 0.05; done
`;

  const both = await run(workflow('', 'both'), { minute: 5000 });
  const single = await run(workflow('max-parallel: 1, ', 'single'), { minute: 500 });

  expect(both.conclusion).toBe('success');
  expect(single.jobs['work']?.legs.map((leg) => leg.result)).toEqual(['failure', 'cancelled']);
});

test('a cancelled run ends its step, and only what is to run always follows', async () => {
  const { run, folder } = useRunner();
  const cancel = new AbortController();

  const result = await run(
    `
on: push
jobs:
  work:
    runs-on: ubuntu-latest
    steps:
      - run: sleep 600
      - { if: cancelled(), run: echo cleaned }
  next: { needs: work, runs-on: ubuntu-latest, steps: [{ run: echo }] }
  gate: { needs: work, if: always(), runs-on: ubuntu-latest, steps: [{ run: echo gate }] }
`,
    { signal: cancel.signal, folder, beforeJob: () => void setTimeout(() => cancel.abort(), 100) },
  );

  expect(result.conclusion).toBe('cancelled');
  expect(outcomesOf(result, 'work')).toEqual(['cancelled', 'success']);
  expect(result.jobs['next']?.legs).toEqual([]);
  expect(linesOf(result, 'gate')).toEqual(['gate']);
});

test('each job has a machine of its own', async () => {
  const { run } = useRunner();

  const result = await run(`
on: push
jobs:
  one:
    runs-on: ubuntu-latest
    steps: [{ run: 'touch here "$HOME/here" "$RUNNER_TEMP/here"; echo "A=1" >> "$GITHUB_ENV"' }]
  two:
    needs: one
    runs-on: ubuntu-latest
    steps: [{ run: 'ls here "$HOME/here" "$RUNNER_TEMP/here" 2>/dev/null || echo "none [$A]"' }]
`);

  expect(linesOf(result, 'two')).toEqual(['none []']);
});

test('permissions are those of the job, else of the workflow, else few; a fork only reads and has no secrets', async () => {
  const { run } = useRunner();
  const workflow = `
on: [push, pull_request]
permissions: { contents: read, checks: write }
concurrency: { group: "phase-\${{ github.ref }}", cancel-in-progress: false, queue: max }
jobs:
  one: { runs-on: ubuntu-latest, steps: [{ run: 'echo "[\${{ secrets.S }}]"' }] }
  two: { runs-on: ubuntu-latest, permissions: { contents: write, id-token: write }, steps: [{ run: echo }] }
  three: { runs-on: ubuntu-latest, permissions: {}, concurrency: "x-\${{ github.ref_name }}", steps: [{ run: echo }] }
`;
  const pull = { number: 7, merge_commit_sha: 'b'.repeat(40), head: { ref: 'x', repo: { full_name: 'fork/app' } } };
  const event = { name: 'pull_request', payload: { action: 'opened', pull_request: pull } } as const;
  const asked: string[] = [];

  const own = await run(workflow, {
    secrets: { S: 'told' },
    issueToken: ({ label, permissions }) => {
      asked.push(`${label} ${JSON.stringify(permissions)}`);
      return `token of ${label}`;
    },
  });
  const fork = await run(workflow, { secrets: { S: 'told' }, event });

  expect(Object.values(own.jobs).map(({ permissions }) => permissions)).toEqual([
    { contents: 'read', checks: 'write' },
    { contents: 'write', 'id-token': 'write' },
    {},
  ]);
  expect(asked.toSorted()).toEqual([
    'one {"contents":"read","checks":"write"}',
    'three {}',
    'two {"contents":"write","id-token":"write"}',
  ]);
  expect(legOf(own, 'two').token).toBe('token of two');
  expect(own.concurrency).toEqual({ group: 'phase-refs/heads/main', cancelInProgress: false, queue: 'max' });
  expect(own.jobs['three']?.concurrency?.group).toBe('x-main');
  expect(linesOf(own, 'one')).toEqual(['[***]']);
  expect(Object.values(fork.jobs).map(({ permissions }) => permissions)).toEqual([
    { contents: 'read', checks: 'read' },
    { contents: 'read', 'id-token': 'none' },
    {},
  ]);
  expect(linesOf(fork, 'one')).toEqual(['[]']);
});

test('needs that go in a circle end the run', async () => {
  const { run } = useRunner();

  const running = run(`
on: push
jobs:
  a: { needs: b, runs-on: ubuntu-latest, steps: [{ run: echo }] }
  b: { needs: a, runs-on: ubuntu-latest, steps: [{ run: echo }] }
`);

  await expect(running).rejects.toThrow(/The needs of a, b go in a circle/);
});
