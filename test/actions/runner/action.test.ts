import { expect, test } from 'vitest';
import { jobOf, legOf, linesOf, outcomesOf, useRunner } from '../use-runner.ts';

test('composites get inputs and defaults, give outputs, and nest', async () => {
  const { run, write } = useRunner();
  const kit = write('kit', {
    'outer/action.yml': composite(
      `- id: inner
  uses: $/inner
  with: { text: "\${{ inputs.text }}", Other: given }`,
      `inputs: { text: { description: a text, default: "\${{ github.ref_name }}" } }
outputs: { said: { description: what was said, value: "\${{ steps.inner.outputs.said }}" } }`,
    ),
    'inner/action.yml': composite(
      `- id: say
  shell: bash
  env: { TEXT: "\${{ inputs.text }}", OTHER: "\${{ inputs.other }}" }
  run: echo "said=$TEXT $OTHER $INPUT_TEXT" >> "$GITHUB_OUTPUT"`,
      `inputs: { text: { description: a text }, other: { description: another } }
outputs: { said: { description: what was said, value: "\${{ steps.say.outputs.said }}" } }`,
    ),
  });

  const result = await run(
    jobOf(`
- id: a
  uses: octo/kit/outer@v1
- id: b
  uses: octo/kit/outer@v1
  with: { text: "a \\"quoted\\" $(text)" }
- env: { A: "\${{ steps.a.outputs.said }}", B: "\${{ steps.b.outputs.said }}" }
  run: echo "$A"; echo "$B"
`),
    { actions: { 'octo/kit': kit } },
  );

  expect(linesOf(result)).toEqual(['main given ', 'a "quoted" $(text) given ']);
  expect(legOf(result).steps.map(({ step }) => step)).toContain('job/b/inner/say');
});

test('an action finds its own files, and only those that a clone would have', async () => {
  const { run, write } = useRunner();
  const kit = write('kit', {
    'stage/action.yml': composite(`- shell: bash\n  run: cd "$GITHUB_ACTION_PATH/.." && find . -type f | sort && pwd`),
    'dist/tool.mjs': '',
    'node_modules/x/index.js': '',
    '.git/HEAD': '',
  });

  const result = await run(jobOf('- uses: octo/kit/stage@v1'), { actions: { 'octo/kit': kit } });

  expect(linesOf(result).slice(0, -1)).toEqual(['./dist/tool.mjs', './stage/action.yml']);
  expect(linesOf(result).at(-1)).toMatch(/\/_actions\/octo\/kit\/v1$/);
});

test('./ is the workspace of the caller, also in a composite', async () => {
  const { run, write } = useRunner();
  const kit = write('kit', {
    'action.yml': composite('- uses: ./local'),
    'local/action.yml': composite('- { shell: bash, run: echo of the kit }'),
  });
  const workflow = jobOf('- uses: octo/kit@v1\n- if: always()\n  uses: ./none');

  const result = await run(workflow, {
    actions: { 'octo/kit': kit },
    beforeJob: (job) =>
      void write(job.github.workspace.slice(kit.length - 'kit'.length), {
        'local/action.yml': composite('- { shell: bash, run: echo of the workspace }'),
      }),
  });

  expect(linesOf(result)[0]).toBe('of the workspace');
  expect(legOf(result).annotations[0]?.message).toMatch(/Did you forget to run actions\/checkout/);
  expect(outcomesOf(result).at(-1)).toBe('failure');
});

test('a composite fails by its own steps, with the outputs it has, and knows no failure before it', async () => {
  const { run, write } = useRunner();
  const kit = write('kit', {
    'action.yml': composite(
      `- id: first
  shell: bash
  run: echo "early=1" >> "$GITHUB_OUTPUT"
- if: failure()
  shell: bash
  run: echo wrong
- shell: bash
  run: exit 1
- shell: bash
  run: echo wrong
- if: failure()
  shell: bash
  run: echo own failure`,
      'outputs: { early: { description: early, value: "${{ steps.first.outputs.early }}" } }',
    ),
  });

  const result = await run(
    jobOf(`
- run: exit 1
- id: used
  if: always()
  uses: octo/kit@v1
- if: always()
  run: echo "\${{ steps.used.outcome }} \${{ steps.used.outputs.early }}"
`),
    { actions: { 'octo/kit': kit } },
  );

  expect(linesOf(result).filter((line) => !line.startsWith('##['))).toEqual(['own failure', 'failure 1']);
});

test('an action for Node gets inputs, keeps its state, and has its post run after a failure', async () => {
  const { run, write } = useRunner();
  const kit = write('kit', {
    'action.yml':
      'name: kit\ndescription: for a test\ninputs: { "a name": { description: x, default: usual } }\nruns: { using: node24, main: main.mjs, post: post.mjs }\n',
    'main.mjs': `import { appendFileSync } from 'node:fs';
console.log(process.env['INPUT_A_NAME'], process.env['GITHUB_ACTION_REPOSITORY'], process.env['GITHUB_ACTION_REF']);
appendFileSync(process.env['GITHUB_STATE'], 'kept=for later\\n');
process.exitCode = 3;`,
    'post.mjs': `console.log('post', process.env['STATE_kept']);`,
  });

  const result = await run(jobOf('- uses: octo/kit@v1\n- if: always()\n  run: echo between'), {
    actions: { 'octo/kit': kit },
  });

  expect(linesOf(result).filter((line) => !line.startsWith('##['))).toEqual([
    'usual octo/kit v1',
    'between',
    'post for later',
  ]);
  expect(outcomesOf(result)).toEqual(['failure', 'success', 'success']);
});

test('an input that is not declared is a warning, one that is required is not asked for', async () => {
  const { run, write } = useRunner();
  const kit = write('kit', {
    'action.yml': composite('- { shell: bash, run: echo ran }', 'inputs: { a: { description: x, required: true } }'),
  });

  const result = await run(jobOf('- uses: octo/kit@v1\n  with: { b: 1 }'), { actions: { 'octo/kit': kit } });

  expect(linesOf(result)).toContain('ran');
  expect(legOf(result).annotations).toMatchObject([
    { level: 'warning', message: "Unexpected input(s) 'b', valid inputs are ['a']" },
  ]);
});

test('secrets do not reach a composite by themselves, the environment of its step does', async () => {
  const { run, write } = useRunner();
  const kit = write('kit', {
    'action.yml': composite('- shell: bash\n  run: echo "[${{ secrets.S }}]"'),
    'env/action.yml': composite('- shell: bash\n  env: { B: inner }\n  run: echo "$A $B ${{ env.A }}"'),
  });
  const options = { actions: { 'octo/kit': kit }, secrets: { S: 'hidden' } };

  await expect(run(jobOf('- uses: octo/kit@v1'), options)).rejects.toThrow(/Unrecognized named-value: 'secrets'/);
  const result = await run(jobOf('- uses: octo/kit/env@v1\n  env: { A: outer, B: outer }'), options);
  expect(linesOf(result)).toEqual(['outer inner outer']);
});

test('composites nest ten deep', async () => {
  const { run, write } = useRunner();
  const kit = write('kit', { 'action.yml': composite('- uses: $/') });

  const result = await run(jobOf('- uses: octo/kit@v1'), { actions: { 'octo/kit': kit } });

  expect(legOf(result).annotations[0]?.message).toBe('Composite action depth exceeded max depth 10');
});

function composite(steps: string, more = ''): string {
  return `name: kit\ndescription: for a test\n${more}\nruns:\n  using: composite\n  steps:\n${steps.replaceAll(/^(?=.)/gm, '    ')}\n`;
}
