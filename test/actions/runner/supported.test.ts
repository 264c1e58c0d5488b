import { expect, test } from 'vitest';
import { jobOf, useRunner } from '../use-runner.ts';

const job = 'jobs: { job: { runs-on: ubuntu-latest, steps: [{ run: echo }] } }';

test.each([
  [`on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n    container: node\n    steps: []`, 5, 'container'],
  [`on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n    environment: prod\n    steps: []`, 5, 'environment'],
  [`on: push\njobs:\n  job:\n    uses: ./.github/workflows/x.yml`, 4, 'uses'],
  [`on:\n  push:\n    paths: [a]\n${job}`, 3, 'paths'],
  [`on:\n  release:\n${job}`, 2, 'release'],
  [`on: [push, release]\n${job}`, 1, 'release'],
  [`on: push\njobs:\n  job:\n    runs-on: windows-latest\n    steps: [{ run: echo }]`, 4, 'windows-latest'],
])('%j names line %d and %s', async (workflow, line, key) => {
  const { run, folder } = useRunner();

  await expect(run(workflow)).rejects.toThrow(new RegExp(`^${folder}/workflow-1\\.yml:${line}: .*'${key}'`));
});

test.each([
  [`on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n    stepz: []`, 5, "Unexpected value 'stepz'"],
  [jobOf('- run: echo ${{ secrets.A }').replace('on: push', 'on: push'), 7, 'expression'],
  [jobOf('- run: echo ${{ alwayz() }}'), 7, "Unrecognized function: 'alwayz'"],
])('what GitHub refuses is refused with its line: %j', async (workflow, line, said) => {
  const { run, folder } = useRunner();

  await expect(run(workflow)).rejects.toThrow(new RegExp(`^${folder}/workflow-1\\.yml:${line}: .*${escaped(said)}`));
});

test.each([
  ['runs: { using: node20, main: a.mjs }', 2, "'node20'"],
  ['runs: { using: docker, image: Dockerfile }', 2, "'docker'"],
  ['runs: { using: node24, main: a.mjs, pre: b.mjs }', 2, "'pre'"],
  ['inputs: { a: { requird: true } }\nruns: { using: composite, steps: [] }', 2, "'requird'"],
  ['inputz: {}\nruns: { using: composite, steps: [] }', 2, "'inputz'"],
])('an action with %j ends the run', async (text, line, said) => {
  const { run, write } = useRunner();
  const kit = write('kit', { 'action.yml': `name: kit\n${text}\ndescription: for a test\n` });

  const running = run(jobOf('- uses: octo/kit@v1\n  continue-on-error: true'), { actions: { 'octo/kit': kit } });

  await expect(running).rejects.toThrow(new RegExp(`/_actions/octo/kit/v1/action\\.yml:${line}: .*${escaped(said)}`));
});

test('an action that nothing here stands for ends the run', async () => {
  const { run } = useRunner();

  await expect(run(jobOf('- uses: somebody/else@v1'))).rejects.toThrow(/:7: There is nothing .*'somebody\/else@v1'/);
});

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
