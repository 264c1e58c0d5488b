import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findingText, lintActions } from './lint/lint.ts';
import { runWorkflow } from './runner/run-workflow.ts';
import { legOf, linesOf, useRunner } from './use-runner.ts';

/* Our own actions, and the workflows to copy. */

const root = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const repository = 'phasewright/phasewright';

test('Our actions and workflows have no findings.', async () => {
  const { files, findings, hasShellcheck } = await lintActions(root, { own: { repository, tag: `v${version}` } });
  expect(files.filter((path) => path.endsWith('action.yml'))).toHaveLength(14);
  expect(files.filter((path) => path.includes('workflows/'))).toHaveLength(6);
  expect(findings.map(findingText)).toEqual([]);
  expect(hasShellcheck).toBe(true);
});

test('Our own workflow judges our own example by the actions of the commit under test.', async () => {
  const { folder } = useRunner();
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
  const remote = join(folder, 'remote.git');
  git('clone', '--quiet', '--bare', '--single-branch', root, remote);
  git('-C', remote, 'branch', '--force', 'main', 'HEAD');
  const sha = git('-C', remote, 'rev-parse', 'HEAD');
  const programs = join(folder, 'bin');
  mkdirSync(programs);
  writeFileSync(
    join(programs, 'npm'),
    `#!/bin/sh\n[ "$1" = ci ] || exit 64\nln -s '${root}/node_modules' node_modules\n`,
  );
  chmodSync(join(programs, 'npm'), 0o755);
  const result = await runWorkflow(join(root, '.github/workflows/own-actions.yml'), {
    folder: join(folder, 'actions'),
    event: { name: 'push', payload: { ref: 'refs/heads/main', after: sha, repository: { default_branch: 'main' } } },
    head: { branch: 'main', sha },
    remotes: { 'octo/app': remote },
    minute: 60_000,
    beforeJob: (job) => void job.path.unshift(programs),
  });
  expect(result.conclusion === 'success' ? [] : linesOf(result, 'gates')).toEqual([]);
  expect(legOf(result, 'gates').summaries[0]?.markdown).toContain('All gates are green.');
}, 200_000);
