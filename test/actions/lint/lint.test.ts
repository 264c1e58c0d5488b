import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { delimiter } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { useRunner } from '../use-runner.ts';
import { findingText, lintActions } from './lint.ts';

afterEach(() => vi.unstubAllEnvs());

const pin = '0123456789abcdef0123456789abcdef01234567';

/** Findings of these files, as lines. */
async function lint(files: Readonly<Record<string, string>>): Promise<string[]> {
  const root = useRunner().write('repository', files);
  const { findings } = await lintActions(root);
  return findings.map(findingText);
}

test('a sound action and a sound workflow have no findings', async () => {
  const root = useRunner().write('repository', {
    'action.yml': `name: phase
description: a phase
inputs:
  phase: { description: its name, required: true }
  dry: { description: whether nothing is written, default: "false" }
outputs:
  done: { description: what was done, value: "\${{ steps.run.outputs.done }}" }
runs:
  using: composite
  steps:
    - uses: actions/setup-node@${pin}
      with: { node-version: 24 }
    - id: other
      uses: $/actions/plan
      with: { plan: "\${{ inputs.phase }}" }
    - id: run
      if: inputs.dry != 'true' && steps.other.outcome == 'success'
      shell: bash
      env: { PHASE: "\${{ inputs['phase'] }}" }
      run: |
        echo "$PHASE"
`,
    'actions/plan/action.yml': `name: plan
description: a plan
inputs: { plan: { description: a plan, required: true } }
runs: { using: composite, steps: [{ shell: bash, run: echo }] }
`,
    '.github/workflows/ci.yml': `on:
  push:
  workflow_dispatch: { inputs: { phase: { description: x, type: string } } }
permissions: { contents: read }
jobs:
  one:
    runs-on: ubuntu-latest
    outputs: { done: "\${{ steps.phase.outputs.done }}" }
    steps:
      - uses: actions/checkout@${pin}
        with: { persist-credentials: false }
      - id: phase
        uses: $/
        with: { phase: "\${{ inputs.phase }}" }
  two:
    needs: one
    runs-on: ubuntu-latest
    steps: [{ run: 'echo "$DONE"', env: { DONE: "\${{ needs.one.outputs.done }}" } }]
`,
  });

  const { files, findings } = await lintActions(root);

  expect(findings).toEqual([]);
  expect(files).toEqual(['.github/workflows/ci.yml', 'action.yml', 'actions/plan/action.yml']);
});

const head =
  'name: a\ndescription: a\ninputs: { a: { description: a, default: "" } }\nruns:\n  using: composite\n  steps:\n';

test.each([
  ['- { shell: bash, run: echo, env: { A: "${{ inputs.b }}" } }', "action.yml:7: There is no input 'b'"],
  [`- { shell: bash, run: echo, if: "inputs['b'] == 1" }`, "action.yml:7: There is no input 'b'"],
  [
    '- { id: x, shell: bash, run: echo, env: { A: "${{ steps.x.outputs.y }}" } }',
    "action.yml:7: There is no step 'x' before this",
  ],
  ['- { shell: bash, run: echo, if: steps.none.outcome }', "action.yml:7: There is no step 'none' before this"],
  [
    '- shell: bash\n  run: |\n    echo\n    echo ${{ inputs.a }}',
    'action.yml:10: An expression in a script is code: hand it over by env: inputs.a',
  ],
  [`- uses: ./b`, "action.yml:7: './b' in an action is the workspace of who uses it; use $/ for a sibling"],
  ['- uses: actions/checkout@v7', "action.yml:7: 'actions/checkout@v7' is not pinned to a commit"],
  [
    '- { id: x, shell: bash, run: echo }\n- { id: X, shell: bash, run: echo }',
    "action.yml:8: The step id 'X' is there twice",
  ],
  ['- run: echo', 'action.yml:7: Required property is missing: shell'],
  ['- { shell: bash, run: echo, timeout-minutes: 1 }', "action.yml:7: Unexpected value 'timeout-minutes'"],
  ['- { shell: bash, run: echo, env: { A: "${{ secrets.B }}" } }', 'action.yml:7: Unrecognized named-value'],
  [`- uses: actions/checkout@${pin}\n  with: { fetch_depth: 1 }`, "action.yml:8: Invalid action input 'fetch_depth'"],
  [`- uses: other/action@${pin}`, 'action.yml:7: Unable to resolve action'],
  ['- uses: $/none', 'action.yml:7: '],
])('the step %j in an action is found', async (step, finding) => {
  const findings = await lint({ 'action.yml': `${head}${step.replaceAll(/^/gm, '    ')}\n` });

  expect(findings.map((line) => line.slice(0, finding.length))).toContain(finding);
});

test.each([
  ['on: push\njobs: { a: { runs-on: x, needs: b, steps: [{ run: echo }] } }', ':2: '],
  ['on: push\npermissions: { content: read }\njobs: { a: { runs-on: x, steps: [{ run: echo }] } }', ':2: Unexpected'],
  ['on: push\njobs: { a: { runs-on: x, steps: [{ run: "echo ${{ github.actor }}" }] } }', ':2: An expression'],
  ['on: push\njobs: { a: { runs-on: x, steps: [{ uses: a/b@main }] } }', ":2: 'a/b@main' is not pinned"],
  ['on: push\njobs: { a: { uses: a/b/.github/workflows/c.yml@v1 } }', ":2: 'a/b/.github/workflows/c.yml@v1' is not"],
  [
    'on: push\njobs: { a: { runs-on: x, steps: [{ run: echo }], outputs: { o: "${{ steps.b.outputs.c }}" } } }',
    ":2: There is no step 'b'",
  ],
  [
    'on: push\nenv: { A: "${{ inputs.b }}" }\njobs: { a: { runs-on: x, steps: [{ run: echo }] } }',
    ":2: There is no input 'b'",
  ],
  ['on: push\njobs: [', ':2: '],
])('the workflow %j is found', async (workflow, finding) => {
  const findings = await lint({ '.github/workflows/a.yml': workflow });

  const whole = `.github/workflows/a.yml${finding}`;
  expect(findings.map((line) => line.slice(0, whole.length))).toContain(whole);
});

test('inputs and outputs are described, and an input is required or has a default', async () => {
  const findings = await lint({
    'action.yml': `name: a
description: a
inputs:
  a: { default: "" }
  b: { description: b }
  c: { description: c, requird: true, default: "" }
outputs:
  d: { description: " ", value: x }
runs: { using: composite, steps: [] }
`,
  });

  expect(findings).toEqual([
    "action.yml:4: The input 'a' has no description",
    "action.yml:5: The input 'b' is neither required nor has a default",
    "action.yml:6: Unexpected 'requird' of the input 'c'",
    "action.yml:8: The output 'd' has no description",
  ]);
});

test('shellcheck looks at each script by its shell, and what it says is at the line of the script', async () => {
  const { write } = useRunner();
  // Says of the last line that it read what it was asked for.
  const tools = write('tools', {
    shellcheck: `#!/bin/sh\nn=$(wc -l)\nprintf '[{"line":%s,"code":2086,"message":"%s"}]' "$n" "$*"\n`,
  });
  chmodSync(`${tools}/shellcheck`, 0o755);
  vi.stubEnv('PATH', `${tools}${delimiter}${process.env['PATH'] ?? ''}`);
  const root = write('repository', {
    'action.yml': `${head}    - shell: sh\n      run: |\n        echo one\n        echo $two\n    - shell: node {0}\n      run: |\n        none\n`,
  });

  const { findings, hasShellcheck } = await lintActions(root);

  expect(findings.map(findingText)).toEqual(['action.yml:10: SC2086: --shell sh --format json -']);
  expect(hasShellcheck).toBe(true);
});

const isHere = spawnSync('shellcheck', ['--version']).error === undefined;

test.skipIf(!isHere)('what shellcheck itself says is a finding', async () => {
  const findings = await lint({
    'action.yml': `${head}    - shell: bash\n      run: |\n        echo one\n        echo $1\n`,
  });

  expect(findings).toEqual(['action.yml:10: SC2086: Double quote to prevent globbing and word splitting.']);
});

test('that shellcheck is not there is told', async () => {
  const { write } = useRunner();
  vi.stubEnv('PATH', '/nowhere');

  const { hasShellcheck } = await lintActions(
    write('repository', { 'action.yml': `${head}    - { shell: bash, run: echo }\n` }),
  );

  expect(hasShellcheck).toBe(false);
});
