import { expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { changedWorkflow, dispatched, useRepository, type AtGitHub } from './repository.ts';
import type { RunResult } from './runner/run-workflow.ts';
import { legOf, logOf } from './use-runner.ts';

/* Questions of a phase, answered in comments; and a fresh machine that goes on from there. */

const one = dispatched({ phase: '1' });

/** A repository with an issue, whose agent asks before it does anything. */
async function useAsking(): Promise<
  AtGitHub & { say: (body: string, login?: string) => Promise<RunResult>; issue: number }
> {
  const at = await useRepository({ plan: plan(sideBySide('1.1')) }, [
    { login: 'octocat', permission: 'write' },
    { login: 'stranger', permission: 'read' },
  ]);
  const { rig, github } = at;
  rig.agent.always(diligent);
  rig.agent.on({ task: '1.1', role: 'implementer' }, async (call) => {
    if (call.prompt.includes('Take the small loop')) return await diligent(call);
    const ways = { question: 'Speed or size?', options: ['Take the fast table', 'Take the small loop'] };
    await call.answer({ status: 'person-needed', summary: 'Both would do.', ...ways });
  });
  const headers = { authorization: `Bearer ${github.tokenOf('octocat')}` };
  const body = JSON.stringify({ title: 'Phase 1', head: 'topic', base: 'main' });
  await rig.git('push', '--quiet', 'origin', 'main:refs/heads/topic');
  await rig.git('commit', '--quiet', '--allow-empty', '--message=Something to talk about');
  await rig.git('push', '--quiet', 'origin', 'HEAD:refs/heads/topic');
  const opened = await fetch(`${github.url}/repos/octo/app/pulls`, { method: 'POST', headers, body });
  const { number: issue } = (await opened.json()) as { number: number };
  const say = async (text: string, login = 'octocat') =>
    await at.run(
      'phase-comments.yml',
      {
        name: 'issue_comment',
        payload: {
          action: 'created',
          comment: { body: text, user: { login }, author_association: 'CONTRIBUTOR' },
          issue: { number: issue },
          repository: { default_branch: 'main', full_name: 'octo/app' },
        },
      },
      { actor: login },
    );
  return { ...at, issue, say };
}

test('A question is answered in a comment, and a fresh machine goes on from there; nothing is paid for twice.', async () => {
  const at = await useAsking();
  const { rig, github, remote, run, say, ask, issue } = at;
  const told = changedWorkflow(at, 'phase-in-one-job.yml', (text) => text.replace("ISSUE: ''", `ISSUE: '${issue}'`));
  const asked = await run(told, one);
  expect(asked.conclusion === 'success' ? '' : logOf(asked)).toBe('');
  expect(rig.agent.names()).toEqual(['1.1 implementer']);
  const waiting = await ask<{ body: string }[]>(`/issues/${issue}/comments`);
  expect(waiting.map(({ body }) => body)).toEqual([
    expect.stringMatching(/phasewright: demo, phase 1[\s\S]*1 open question/),
  ]);
  const refs = await rig.git('-C', remote, 'for-each-ref', '--format=%(refname)', 'refs/phasewright/demo/1/asked');
  const question = refs.split('/').at(-1) ?? '';
  expect(
    legOf(asked, 'phase')
      .summaries.map(({ markdown }) => markdown)
      .join(''),
  ).toContain(`/phase answer ${question} option-2`);

  const refused = await say(`/phase answer ${question} option-2`, 'stranger');
  expect(refused.conclusion).toBe('failure');
  expect(logOf(refused)).toContain('stranger may only read octo/app');
  const wrong = await say(`/phase answer ${question} option-9`);
  expect(wrong.conclusion).toBe('failure');
  const answers = async () => await rig.git('-C', remote, 'for-each-ref', 'refs/phasewright/demo/1/answer');
  expect(await answers()).toBe('');

  const taken = await say(`/phase answer ${question} option-2 as in the other parts\r\nThank you!`);
  expect(taken.conclusion === 'success' ? '' : logOf(taken)).toBe('');
  expect(await answers()).toContain(question);
  const started = github.journal.filter(({ operation }) => operation === 'actions/create-workflow-dispatch');
  expect(started.map(({ body }) => body)).toEqual([
    { ref: 'main', inputs: { project: 'demo', plan: 'demo', phase: '1', issue: String(issue) } },
  ]);
  const replies = await ask<{ body: string }[]>(`/issues/${issue}/comments`);
  expect(replies.at(-1)?.body).toMatch(
    /^Recorded: `option-2` for `\S+`, by octocat on GitHub\. The phase goes on in a new run\.\n\n> The agent stopped: a person must decide\.\n>\n> `option-2`: Take the small loop$/,
  );

  const inputs = { project: 'demo', plan: 'demo', phase: '1', issue: String(issue) };
  // GitHub names the bot for what a job's token has started.
  const landed = await run('phase.yml', dispatched(inputs), { actor: 'github-actions[bot]' });
  expect(landed.conclusion === 'success' ? '' : logOf(landed)).toBe('');
  expect(landed.jobs['close']?.outputs['outcome']).toBe('landed');
  expect(rig.agent.names().slice(1)).toEqual(['1.1 implementer', '1.1 reviewer', 'phase reviewer']);
  expect(await rig.git('-C', remote, 'rev-parse', '--verify', 'refs/heads/phase/1')).toMatch(/^[0-9a-f]{40}$/);
  const status = await say('/phase status');
  expect(status.conclusion === 'success' ? '' : logOf(status)).toBe('');
  const last = (await ask<{ body: string }[]>(`/issues/${issue}/comments`)).at(-1)?.body;
  expect(last).toContain('phase 1');
}, 400_000);

test('A comment about something else is nobody’s business; one that cannot be read is told what can.', async () => {
  const { say, ask, issue, github } = await useAsking();
  const other = await say('Looks good to me. /phase resume');
  expect(other.jobs['answer']?.result).toBe('skipped');
  const unread = await say('/phase answer $(touch x) `id`');
  expect(unread.conclusion).toBe('failure');
  const replies = await ask<{ body: string }[]>(`/issues/${issue}/comments`);
  expect(replies.map(({ body }) => body)).toEqual([expect.stringContaining('/phase answer <question> <option>')]);
  const again = await say('/phase resume 1');
  expect(again.conclusion === 'success' ? '' : logOf(again)).toBe('');
  expect(github.journal.find(({ operation }) => operation === 'actions/create-workflow-dispatch')?.body).toEqual({
    ref: 'main',
    inputs: { phase: '1', issue: String(issue) },
  });
}, 200_000);

test('All runs are stopped, those that wait before the one that they wait for; one that has just ended is in nobody’s way.', async () => {
  const { say, ask, issue, github } = await useAsking();
  github.runs.push(
    { id: 1, status: 'in_progress' },
    { id: 2, status: 'pending' },
    { id: 3, status: 'queued', endsFirst: true },
    { id: 4, status: 'completed' },
  );
  const stopped = await say('/phase stop');
  expect(stopped.conclusion === 'success' ? '' : logOf(stopped)).toBe('');
  expect(github.runs.map(({ status }) => status)).toEqual(github.runs.map(() => 'completed'));
  const cancelled = github.journal.filter(({ operation }) => operation === 'actions/cancel-workflow-run');
  expect(cancelled.map(({ status, by }) => [status, by])).toEqual([
    [409, 'answer'],
    [202, 'answer'],
    [202, 'answer'],
  ]);
  expect((await say('/phase stop')).conclusion).toBe('success');
  const replies = await ask<{ body: string }[]>(`/issues/${issue}/comments`);
  expect(replies.map(({ body }) => body)).toEqual([
    expect.stringMatching(/^2 runs are being stopped\. What earlier runs have brought .* `\/phase resume` goes on/),
    expect.stringMatching(/^Nothing of it runs\./),
  ]);
}, 200_000);

test('What somebody has changed a comment to does nothing, also where the workflow listens to that.', async () => {
  const at = await useAsking();
  const comment = { body: '/phase stop', user: { login: 'octocat' }, author_association: 'NONE' };
  const repository = { default_branch: 'main', full_name: 'octo/app' };
  const payload = { action: 'edited', comment, issue: { number: at.issue }, repository };
  at.github.runs.push({ id: 1, status: 'in_progress' });
  expect((await at.run('phase-comments.yml', { name: 'issue_comment', payload })).triggered).toBe(false);
  const listening = changedWorkflow(at, 'phase-comments.yml', (text) => text.replace('[created]', '[created, edited]'));
  const result = await at.run(listening, { name: 'issue_comment', payload });
  expect(result.jobs['answer']?.result).toBe('failure');
  expect(legOf(result, 'answer').annotations[0]?.message).toContain('expected a comment that was made just now');
  expect(at.github.runs).toEqual([{ id: 1, status: 'in_progress' }]);
}, 200_000);
