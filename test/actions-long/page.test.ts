import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Log } from 'sarif';
import { expect, test } from 'vitest';
import { checkStatement } from '../../actions/lib/statement.ts';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { changedWorkflow, dispatched, useRepository } from '../actions/repository.ts';
import { legOf, linesOf } from '../actions/use-runner.ts';

/* What the pages on CI and on GitHub show to copy and no workflow has. */

const docs = join(import.meta.dirname, '../../docs');
const fences = ['ci.md', 'on-github.md'].flatMap((page) => [
  ...readFileSync(join(docs, page), 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm),
]);

/** The first steps on the pages that use an action, as they stand below `steps:` of a job. */
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

test('Findings and complaints of the lint are handed to code scanning, each as what the page says.', async () => {
  const at = await useRepository({ plan: plan(sideBySide('1.1')) });
  const { rig, remote, run, github } = at;
  rig.agent.always(diligent);
  rig.agent.on({ task: 'phase', role: 'reviewer' }, async (call) => await call.approve({ severity: 'P3' }));
  const workflow = changedWorkflow(
    at,
    'phase-in-one-job.yml',
    (text) =>
      text.replace('pull-requests: write\n', 'pull-requests: write\n      security-events: write\n') +
      stepsWith('github/codeql-action/upload-sarif') +
      stepsWith('actions/spec-lint'),
  );

  const result = await run(workflow, dispatched({}));

  expect(result.conclusion === 'success' ? [] : [...linesOf(result, 'phase'), ...linesOf(result, 'land')]).toEqual([]);
  const taken = github.journal.filter(({ operation }) => operation === 'code-scanning/upload-sarif');
  expect(taken.map(({ by, status }) => [by, status])).toEqual([
    ['land', 202],
    ['land', 202],
  ]);
  const [findings, lint] = taken.map(({ body }) => body as { commit_sha: string; ref: string; sarif: string });
  const commit = await rig.git('-C', remote, 'rev-parse', 'phase/1');
  expect(findings).toMatchObject({ ref: 'refs/heads/phase/1', commit_sha: commit });
  expect(sarifIn(findings).runs).toMatchObject([
    { automationDetails: { id: 'phasewright/demo/1/' }, results: [{ ruleId: 'review/P3' }] },
  ]);
  expect(lint).toMatchObject({ ref: 'refs/heads/main', commit_sha: await rig.git('-C', remote, 'rev-parse', 'main') });
  expect(sarifIn(lint).runs).toMatchObject([{ tool: { driver: { name: 'phasewright' } } }]);
}, 300_000);

function sarifIn(uploaded: { readonly sarif: string } | undefined): Log {
  return JSON.parse(gunzipSync(Buffer.from(uploaded?.sarif ?? '', 'base64')).toString()) as Log;
}
