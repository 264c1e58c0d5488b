import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../../core/git/repository.ts';
import { prove } from '../../../core/stage/prove/prove.ts';
import { contained, type Contained } from '../../agent/contained.ts';
import { userGit } from '../../git/scratch.ts';

const work = 'refs/phasewright/demo/1/work/task-1.2';

/** The outcome of a criterion whose command is a few lines of JavaScript, and passes. */
async function proven(phase: Contained, code: string) {
  const { context, worktree, repository, root } = phase;
  const program = `const git = (...args) => require('node:child_process').execFileSync('git', args);\n${code}`;
  writeFileSync(join(worktree, 'check.cjs'), program);
  const run = { worktree: repository.git.in(worktree), checkout: root, run: 'r', timeLimit: 60, verdict: undefined };
  return await prove(context, 'exit-criteria', { text: '`node check.cjs` passes', line: 1 }, run);
}

test('A command that changes nothing is believed.', async () => {
  expect(await proven(await contained(), '')).toMatchObject({ outcome: 'met', evidence: 'exit code 0' });
});

test('What a command plants is gone by nowhere, refs of ours are put back, and its criterion is not met.', async () => {
  const phase = await contained();
  const found = await proven(phase, `git('config', 'filter.x.clean', 'evil'); git('update-ref', '-d', '${work}')`);
  expect(found).toMatchObject({ outcome: 'not-met', evidence: expect.stringContaining('filter.x.clean was set') });
  expect(found.evidence).toContain(`${work} was deleted`);
  expect(userGit(phase.root, 'rev-parse', work)).toBe(phase.repository.head);
  const later = await openRepository(phase.host, phase.root);
  expect(later).toMatchObject({ ok: true, value: { distrusted: ['filter.x.clean'] } });
});

test('A command that moves HEAD does not make a file be there for the next criterion.', async () => {
  const phase = await contained();
  const found = await proven(
    phase,
    `require('node:fs').writeFileSync('c.txt', ''); git('add', 'c.txt'); git('-c', 'user.name=A', '-c', 'user.email=a', 'commit', '-qm', 'x')`,
  );
  expect(found).toMatchObject({ outcome: 'not-met', evidence: expect.stringContaining('HEAD was changed') });
  expect(userGit(phase.worktree, 'rev-parse', 'HEAD')).toBe(phase.repository.head);
});
