import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { jobOf, legOf, linesOf, outcomesOf, useRunner } from '../use-runner.ts';

test('a step that fails skips those behind it, but not one that runs on failure', async () => {
  const { run } = useRunner();

  const result = await run(
    jobOf(`
- run: exit 3
- run: echo never
- if: failure()
  run: echo seen
- if: \${{ failure() && steps.none.outcome == '' }}
  run: echo also
`),
  );

  expect(outcomesOf(result)).toEqual(['failure', 'skipped', 'success', 'success']);
  expect(result.conclusion).toBe('failure');
  expect(legOf(result).annotations.map(({ message }) => message)).toEqual(['Process completed with exit code 3.']);
});

test('a tolerated failure is a failure to those who ask for the outcome, and a success to all else', async () => {
  const { run } = useRunner();

  const result = await run(
    jobOf(`
- id: first
  continue-on-error: true
  run: |
    echo "value=there" >> "$GITHUB_OUTPUT"
    exit 1
- env:
    SEEN: \${{ steps.first.outcome }} \${{ steps.first.conclusion }} \${{ steps.first.outputs.value }}
  run: echo "$SEEN"
`),
  );

  expect(linesOf(result)).toContain('failure success there');
  expect(result.conclusion).toBe('success');
});

test('a shell that is named has pipefail, the usual one has not', async () => {
  const { run } = useRunner();

  const result = await run(
    jobOf(`
- run: false | true
- shell: bash
  run: false | true
- if: always()
  shell: sh
  run: |
    false || echo "$0" | sed 's/.*\\.//'
- if: always()
  shell: node {0}
  run: console.log([1, 2].map((item) => item + 1).join());
- if: always()
  shell: fish
  run: echo
`),
  );

  expect(outcomesOf(result)).toEqual(['success', 'failure', 'success', 'success', 'failure']);
  expect(linesOf(result)).toEqual(expect.arrayContaining(['sh', '2,3']));
  expect(legOf(result).annotations.at(-1)?.message).toMatch(/^Invalid shell option/);
});

test('a first failing command ends a script', async () => {
  const { run } = useRunner();

  const result = await run(
    jobOf(`- run: "false\\necho after"\n- if: always()\n  shell: sh\n  run: "false\\necho after"`),
  );

  expect(outcomesOf(result)).toEqual(['failure', 'failure']);
  expect(linesOf(result)).not.toContain('after');
});

test('a step sees nothing of the environment that the tests run in', async () => {
  const { run } = useRunner();
  process.env['LEAKED'] = 'leaked';

  const result = await run(jobOf(`- env:\n    OWN: own\n  run: env -0 | cut -z -d= -f1 | tr '\\0' '\\n'`));

  delete process.env['LEAKED'];
  const others = linesOf(result).filter((name) => !/^(?:GITHUB|RUNNER)_/.test(name));
  // The last three are those of the shell itself.
  expect(others.toSorted()).toEqual(['CI', 'HOME', 'LANG', 'OWN', 'PATH', 'PWD', 'SHLVL', '_']);
});

test('the environment of a step goes over $GITHUB_ENV, that over the job, and that over the workflow', async () => {
  const { run } = useRunner();

  const result = await run(`
on: push
env: { A: workflow, B: workflow }
jobs:
  job:
    runs-on: ubuntu-latest
    env: { B: job, C: job }
    steps:
      - run: echo "C=file" >> "$GITHUB_ENV"
      - env: { D: step, A: step }
        run: echo "$A $B $C $D"
      - run: echo "$A $B $C \${{ env.C }} [$D]"
`);

  expect(linesOf(result)).toEqual(['step job file step', 'workflow job file file []']);
});

test('a script runs in the folder of its step, of its job or of the workflow, and else in the workspace', async () => {
  const { run } = useRunner();

  const result = await run(
    jobOf(
      `
- working-directory: .
  run: mkdir -p one two; pwd
- run: pwd
- working-directory: two
  run: pwd
- working-directory: none
  run: pwd
`,
      'defaults: { run: { working-directory: one } }',
    ),
  );

  const { workspace } = legOf(result);
  expect(linesOf(result).slice(0, 3)).toEqual([workspace, `${workspace}/one`, `${workspace}/two`]);
  expect(outcomesOf(result)).toEqual(['success', 'success', 'success', 'failure']);
});

test('a step that is over its time is ended with all that it started', async () => {
  const { run } = useRunner();

  const result = await run(
    jobOf(`
- timeout-minutes: 1
  run: |
    sleep 600 &
    echo "pid=$!" >> "$GITHUB_ENV"
    wait
- if: always()
  run: |
    if [ -n "$(tr -d '\\0' 2>/dev/null < "/proc/$pid/cmdline")" ]; then echo alive; else echo gone; fi
`),
    { minute: 300 },
  );

  expect(outcomesOf(result)).toEqual(['failure', 'success']);
  expect(linesOf(result)).toContain('gone');
  expect(legOf(result).annotations[0]?.message).toMatch(/has timed out/);
});

test('a job that is over its time is cancelled; what is to run always still runs', async () => {
  const { run } = useRunner();

  const result = await run(
    jobOf(
      `
- run: sleep 600
- run: echo never
- if: failure()
  run: echo never
- if: cancelled()
  run: echo cleaned
`,
      'timeout-minutes: 1',
    ),
    { minute: 300 },
  );

  expect(result.jobs['job']?.result).toBe('cancelled');
  expect(outcomesOf(result)).toEqual(['cancelled', 'skipped', 'skipped', 'success']);
  expect(linesOf(result)).toContain('cleaned');
});

test('a process that is left behind ends with its job', async () => {
  const { run } = useRunner();

  const result = await run(jobOf(`- run: |\n    sleep 600 >/dev/null 2>&1 &\n    echo "pid $!"`));

  const pid = Number(linesOf(result)[0]?.slice(4));
  expect(pid).toBeGreaterThan(1);
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test('every quote in a script with an expression stays', async () => {
  const { run } = useRunner();

  const result = await run(jobOf(`- run: printf '%s|' 'a b' 'it''s' "\${{ github.actor }}"; echo 'end'`));

  expect(linesOf(result)).toEqual(['a b|its|octocat|end']);
});

test('an expression that cannot be evaluated fails its step and says why', async () => {
  const { run } = useRunner();

  const result = await run(jobOf(`- run: echo \${{ fromJSON('{') }}\n- if: failure()\n  run: echo on`));

  expect(outcomesOf(result)).toEqual(['failure', 'success']);
  expect(legOf(result).annotations[0]?.message).toMatch(/JSON/);
});

/** Whether it still does something; one that nobody has waited for is there, without a command. */
function isAlive(pid: number): boolean {
  const commandLine = `/proc/${pid}/cmdline`;
  return existsSync(commandLine) && readFileSync(commandLine, 'utf8') !== '';
}
