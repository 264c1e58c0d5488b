import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished, expect, test } from 'vitest';
import { startGitHub } from './github/github.ts';
import { findingText, lintActions } from './lint/lint.ts';
import { runWorkflow } from './runner/run-workflow.ts';
import { legOf, useRunner } from './use-runner.ts';

/* All parts together, on a small set of actions and a workflow that is shaped as a phase over jobs is. */

const kit = join(import.meta.dirname, 'fixtures/kit');

test('the kit has no findings', async () => {
  const { files, findings } = await lintActions(kit);

  expect(files).toHaveLength(4);
  expect(findings.map(findingText)).toEqual([]);
});

test('a phase over jobs: matrix, bundles and one comment; a leg that fails; nothing to do', async () => {
  const phase = await usePhase();

  const good = await phase.run(['one', 'two']);
  const bad = await phase.run(['bad', 'three']);
  const none = await phase.run([]);

  expect([good, bad, none].map(({ conclusion }) => conclusion)).toEqual(['success', 'failure', 'success']);
  expect(good.jobs['join']?.outputs).toEqual({ merged: 'one two' });
  expect(legOf(good, 'plan').summaries).toEqual([{ step: 'plan/plan/plan', markdown: '### Plan\n\n2 tasks\n' }]);
  expect(bad.jobs['work']?.legs.map(({ result }) => result)).toEqual(['failure', 'success']);
  expect(legOf(bad, 'work').annotations).toContainEqual(
    expect.objectContaining({ level: 'error', message: 'the task has failed', properties: { title: 'work' } }),
  );
  expect(bad.jobs['gate']?.result).toBe('failure');
  expect([none.jobs['work']?.result, none.jobs['join']?.result]).toEqual(['skipped', 'skipped']);
  expect(await phase.comments()).toEqual(['<!-- report -->\nwork: failure, merged: three']);
  const written = phase.github.journal.filter(({ operation }) => operation.endsWith('-comment'));
  expect(written.map(({ operation, by, status }) => `${operation} ${by} ${status}`)).toEqual([
    'issues/create-comment join 201',
    'issues/update-comment join 200',
  ]);
});

/** A pull request in a repository whose workflow is the kit's. */
async function usePhase() {
  const { folder, write } = useRunner();
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
  const remote = join(folder, 'remote.git');
  git('init', '--quiet', '--bare', '--initial-branch', 'main', remote);
  git('init', '--quiet', '--initial-branch', 'main', 'seed');
  const commit = (tasks: readonly string[], branch: string) => {
    write('seed', { 'tasks.json': JSON.stringify(tasks) });
    git('-C', 'seed', 'add', '--all');
    const own = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
    git('-C', 'seed', ...own, 'commit', '--quiet', '--message', 'tasks');
    git('-C', 'seed', 'push', '--quiet', remote, `HEAD:refs/heads/${branch}`);
    return git('-C', 'seed', 'rev-parse', 'HEAD');
  };
  commit(['first'], 'main');
  commit(['second'], 'topic');
  const github = await startGitHub({ remote });
  onTestFinished(github.close);
  const authorization = `Bearer ${github.tokenOf('octo')}`;
  const ask = async (method: string, path: string, body?: object) => {
    const options = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${github.url}/repos/octo/app${path}`, {
      method,
      headers: { authorization },
      ...options,
    });
    return (await response.json()) as never;
  };
  const { number } = await ask('POST', '/pulls', { title: 'a phase', head: 'topic', base: 'main' });
  let runs = 0;
  return {
    github,
    run: async (tasks: readonly string[]) => {
      runs += 1;
      const sha = commit(tasks, 'topic');
      const pull = { number, merge_commit_sha: sha, head: { ref: 'topic', sha }, base: { ref: 'main' } };
      return await runWorkflow(join(kit, '.github/workflows/phase.yml'), {
        folder,
        event: { name: 'pull_request', payload: { action: 'synchronize', pull_request: pull } },
        actions: { 'octo/app': kit },
        runId: String(runs),
        apiUrl: github.url,
        serverUrl: github.url,
        issueToken: github.issueToken,
      });
    },
    comments: async () => {
      const comments: { body: string }[] = await ask('GET', `/issues/${number as string}/comments`);
      return comments.map(({ body }) => body);
    },
  };
}
