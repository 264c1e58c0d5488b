import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { checkStatement } from '../../actions/lib/statement.ts';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { dispatched, useRepository } from './repository.ts';
import { legOf, linesOf } from './use-runner.ts';

/* What the page on CI shows to copy and no workflow has. */

const docs = join(import.meta.dirname, '../../docs');
const fences = [...readFileSync(join(docs, 'ci.md'), 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)];

/** The steps on the page that use an action, as they stand below `steps:` of a job. */
function stepsWith(action: string): string {
  const found = fences.find(([, text = '']) => text.includes(`${action}@`))?.[1] ?? '';
  return found.replaceAll(/^(?=.)/gm, '      ');
}

test('The steps of the root action, written out for older runners, do a phase; what landed is signed, and checked.', async () => {
  const { rig, remote, run } = await useRepository({ plan: plan(sideBySide('1.1')) });
  rig.agent.always(diligent);
  const workflow = readFileSync(join(docs, 'workflows/phase-in-one-job.yml'), 'utf8')
    .replace(/ {6}- id: phase\n[\s\S]*?(?=\n {2}land:)/, stepsWith('actions/close'))
    .replace('pull-requests: write\n', 'pull-requests: write\n      id-token: write\n      attestations: write\n');
  const kept = `      - run: cp "$RUNNER_TEMP/attestation.json" "$RUNNER_TEMP/bundle/report/report.json" .\n`;
  const path = join(dirname(rig.checkout), 'workflow.yml');
  writeFileSync(path, workflow + stepsWith('actions/attest') + kept);

  const result = await run(relative(join(docs, 'workflows'), path), dispatched({}));

  expect(workflow).not.toContain('uses: phasewright/phasewright@');
  expect(result.conclusion === 'success' ? [] : [...linesOf(result, 'phase'), ...linesOf(result, 'land')]).toEqual([]);
  const { workspace } = legOf(result, 'land');
  const { dsseEnvelope } = JSON.parse(readFileSync(join(workspace, 'attestation.json'), 'utf8')) as {
    dsseEnvelope: { payload: string };
  };
  const statement = Buffer.from(dsseEnvelope.payload, 'base64').toString();
  const [commit = '', tree = ''] = (await rig.git('-C', remote, 'rev-parse', 'phase/1', 'phase/1^{tree}')).split('\n');
  const report = readFileSync(join(workspace, 'report.json'));
  expect(checkStatement(statement, { report, commit, tree })).toMatchObject({ ok: true });
}, 300_000);
