import { join } from 'node:path';
import { expect, test } from 'vitest';
import { phaseSummary } from '../../../actions/lib/phase-summary.ts';
import { hostileReport } from '../../report/hostile.ts';
import { jobOf, legOf, useRunner } from '../use-runner.ts';
import { attacks, naughty } from './attacks.ts';

test('In a job, texts of the lists cause nothing: outputs and summary are as written, the log has no command, and commands go on.', async () => {
  const { run, write } = useRunner();
  const texts = [...naughty, ...attacks];
  const outputs = Object.fromEntries(texts.map((text, index) => [`output-${index}`, text]));
  const summary = attacks.map((text) => phaseSummary(hostileReport(text), 7000));
  const given = JSON.stringify({ texts, outputs, summary });
  const env = {
    NODE: process.execPath,
    PROGRAM: join(import.meta.dirname, 'programs/told.ts'),
    GIVEN: join(write('given', { 'given.json': given }), 'given.json'),
  };
  const steps = `
- id: told
  run: '"$NODE" "$PROGRAM" < "$GIVEN"'
- run: echo '::warning::said after it'
`;
  const more = `env: ${JSON.stringify(env)}\noutputs:\n  all: \${{ toJSON(steps.told.outputs) }}`;
  const result = await run(jobOf(steps, more));

  const leg = legOf(result);
  expect(leg.steps.map(({ outcome }) => outcome)).toEqual(['success', 'success']);
  expect(JSON.parse(leg.outputs['all'] ?? '')).toEqual(
    Object.fromEntries(Object.entries(outputs).map(([name, text]) => [name, text.toWellFormed()])),
  );
  expect(leg.annotations.map(({ level, message }) => [level, message])).toEqual([['warning', 'said after it']]);
  expect(leg.summaries.map(({ markdown }) => markdown)).toEqual([summary.join('\n\n').toWellFormed()]);
});
