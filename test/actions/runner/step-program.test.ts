import { expect, test } from 'vitest';
import { jobOf, legOf, linesOf, outcomesOf, useRunner } from '../use-runner.ts';

test('outputs, environment and path reach the steps behind', async () => {
  const { run } = useRunner();

  const result = await run(
    jobOf(
      `
- id: first
  run: |
    printf 'text<<END\\none\\ntwo\\nEND\\n' >> "$GITHUB_OUTPUT"
    echo "SET=by file" >> "$GITHUB_ENV"
    mkdir -p "$RUNNER_TEMP/tools"
    printf '#!/bin/sh\\necho from the path\\n' > "$RUNNER_TEMP/tools/tool"
    chmod +x "$RUNNER_TEMP/tools/tool"
    echo "$RUNNER_TEMP/tools" >> "$GITHUB_PATH"
- env:
    TEXT: \${{ steps.first.outputs.text }}
  run: tool; echo "$SET"; echo "$TEXT"
`,
      'outputs: { text: "${{ steps.first.outputs.text }}" }',
    ),
  );

  expect(linesOf(result)).toEqual(['from the path', 'by file', 'one', 'two']);
  expect(result.jobs['job']?.outputs).toEqual({ text: 'one\ntwo' });
});

test('a file that cannot be read fails its step, and what stood before it counts', async () => {
  const { run } = useRunner();

  const result = await run(
    jobOf(`
- id: first
  run: printf 'good=1\\nbad<<END\\nnever ended\\n' >> "$GITHUB_OUTPUT"
- if: always()
  run: echo "[\${{ steps.first.outputs.good }}\${{ steps.first.outputs.bad }}]"
`),
  );

  expect(outcomesOf(result)).toEqual(['failure', 'success']);
  expect(legOf(result).annotations.map(({ message }) => message)).toEqual([
    "Unable to process file command 'output' successfully.",
    "Invalid value. Matching delimiter not found 'END'",
  ]);
  expect(linesOf(result)).toContain('[1]');
});

test('NODE_OPTIONS is not taken from a file', async () => {
  const { run } = useRunner();

  const result = await run(
    jobOf(`- run: printf 'NODE_OPTIONS=--no-warnings\\nA=1\\n' >> "$GITHUB_ENV"\n- run: echo "[$NODE_OPTIONS$A]"`),
  );

  expect(linesOf(result)).toContain('[1]');
  expect(legOf(result).annotations[0]?.message).toMatch(/^Can't store NODE_OPTIONS/);
});

test('annotations keep what they were given, and stopped commands are text', async () => {
  const { run } = useRunner();

  const result = await run(
    jobOf(`
- run: |
    echo "::warning file=a.ts,line=3::first%0Asecond"
    echo "::stop-commands::t0ken"
    echo "::error::text"
    echo "behind ##[error]text"
- run: |
    echo "::error::stopped over steps too"
    echo "::t0ken::"
    echo "behind ##[notice]seen"
`),
  );

  expect(legOf(result).annotations).toEqual([
    { level: 'warning', message: 'first\nsecond', properties: { file: 'a.ts', line: '3' }, step: 'job/1' },
    { level: 'notice', message: 'seen', properties: {}, step: 'job/2' },
  ]);
  expect(result.conclusion).toBe('success');
});

test.each([
  '::set-env name=A::1',
  '::add-path::/tmp',
  '::set-output::x',
  '::stop-commands::error',
  '::add-matcher::m.json',
])('a step that prints %j fails', async (line) => {
  const { run } = useRunner();

  const result = await run(jobOf(`- run: echo "${line}"`));

  expect(outcomesOf(result)).toEqual(['failure']);
});

test('masks hide in logs, annotations, summaries, and drop outputs of the job', async () => {
  const { run } = useRunner();

  const result = await run(
    jobOf(
      `
- id: first
  env: { S: "\${{ secrets.S }}", T: "\${{ github.token }}" }
  run: |
    echo "::add-mask::made here%0Asecond line"
    echo "$S, $T, made here, second line"
    echo "::error::$S"
    echo "$S" >> "$GITHUB_STEP_SUMMARY"
    echo "bad=with $S" >> "$GITHUB_OUTPUT"
    echo "good=without" >> "$GITHUB_OUTPUT"
`,
      'outputs: { bad: "${{ steps.first.outputs.bad }}", good: "${{ steps.first.outputs.good }}" }',
    ),
    { secrets: { S: 'a secret' } },
  );

  const leg = legOf(result);
  expect(linesOf(result)).toContain('***, ***, ***, ***');
  expect(leg.summaries).toEqual([{ step: 'job/first', markdown: '***\n' }]);
  expect(leg.outputs).toEqual({ good: 'without' });
  expect(leg.annotations.map(({ message }) => message)).toEqual([
    '***',
    `Skip output 'bad' since it may contain secret.`,
  ]);
});

test('a summary over its size is not shown, and its step goes well', async () => {
  const { run } = useRunner();

  const result = await run(
    jobOf(`
- run: head -c 1048576 /dev/zero | tr '\\0' x >> "$GITHUB_STEP_SUMMARY"
- run: head -c 1048577 /dev/zero | tr '\\0' y >> "$GITHUB_STEP_SUMMARY"
`),
  );

  expect(outcomesOf(result)).toEqual(['success', 'success']);
  expect(legOf(result).summaries.map(({ step }) => step)).toEqual(['job/1']);
  expect(legOf(result).annotations[0]?.message).toMatch(/^\$GITHUB_STEP_SUMMARY upload aborted/);
});
