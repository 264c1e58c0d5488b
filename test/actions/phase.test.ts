import { expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { dispatched, useRepository } from './repository.ts';
import { legOf, logOf } from './use-runner.ts';

/* The workflow that does a phase over jobs, as it is to be copied, on a GitHub of this machine. */

const one = dispatched({ project: 'demo', phase: '1' });

test('A phase over jobs lands in a pull request, with one comment and one check; no job with an agent had a token that writes.', async () => {
  const { rig, github, remote, run, ask } = await useRepository({ plan: plan(sideBySide('1.1', '1.2')) });
  rig.agent.always(diligent);
  const result = await run('phase.yml', one);
  expect(result.conclusion === 'success' ? '' : logOf(result)).toBe('');
  expect(Object.entries(result.jobs).map(([id, { result: how, legs }]) => [id, how, legs.length])).toEqual([
    ['open', 'success', 1],
    ['task', 'success', 2],
    ['close', 'success', 1],
    ['land', 'success', 1],
    ['phase', 'success', 1],
  ]);
  expect(rig.agent.names().toSorted()).toEqual([
    '1.1 implementer',
    '1.1 reviewer',
    '1.2 implementer',
    '1.2 reviewer',
    'phase reviewer',
  ]);
  const pulls =
    await ask<{ number: number; title: string; body: string; head: { ref: string } }[]>('/pulls?state=open');
  expect(pulls).toMatchObject([
    { head: { ref: 'phase/1' }, body: expect.stringContaining('phasewright: demo, phase 1') },
  ]);
  const comments = await ask<{ body: string; user: { login: string } }[]>(`/issues/${pulls[0]?.number}/comments`);
  expect(comments).toMatchObject([{ user: { login: 'github-actions[bot]' }, body: expect.stringContaining('Landed') }]);
  const commit = await rig.git('-C', remote, 'rev-parse', 'phase/1');
  const { check_runs: checks } = await ask<{ check_runs: object[] }>(`/commits/${commit}/check-runs`);
  expect(checks).toMatchObject([{ name: 'phasewright: demo, phase 1', conclusion: 'success' }]);
  expect(
    legOf(result, 'close')
      .summaries.map(({ markdown }) => markdown)
      .join(''),
  ).toContain('### ');
  const written = github.journal.filter(({ operation }) => /create|update|push/.test(operation));
  expect([...new Set(written.map(({ by }) => by))]).toEqual(['land']);
}, 400_000);
