import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../../core/git/repository.ts';
import { contained } from '../../agent/contained.ts';
import { userGit, writeFiles } from '../../git/scratch.ts';
import { untilGone } from '../../host/process.ts';
import { judged } from './judged.ts';

test('Gates that change nothing are green.', async () => {
  expect(await judged(await contained(), '')).toMatchObject({ green: true, notes: [] });
});

test('What gates plant makes them red, and is gone by nowhere.', async () => {
  const phase = await contained();
  const work = 'refs/phasewright/demo/1/work/task-1.2';
  const verdict = await judged(phase, `git('config', 'filter.x.clean', 'evil'); git('update-ref', '-d', '${work}')`);
  expect(verdict).toMatchObject({ green: false, trouble: expect.stringContaining('filter.x.clean was set') });
  expect(verdict.trouble).toContain(`${work} was deleted`);
  expect(userGit(phase.root, 'rev-parse', work)).toBe(phase.repository.head);
  const later = await openRepository(phase.host, phase.root);
  expect(later).toMatchObject({ ok: true, value: { distrusted: ['filter.x.clean'] } });
});

test('What users do while gates run is noted.', async () => {
  const phase = await contained();
  const verdict = await judged(phase, `git('config', 'branch.main.remote', 'origin'); git('branch', 'feature')`);
  expect(verdict.green).toBe(true);
  expect(verdict.notes).toEqual([
    expect.stringContaining('branch.main.remote was set'),
    expect.stringContaining('refs/heads/feature'),
  ]);
});

test('Files that gates change are told by content, wherever they have moved HEAD; pipes are as well.', async () => {
  const phase = await contained();
  const verdict = await judged(
    phase,
    `fs.writeFileSync('a.txt', 'evil'); git('-c', 'user.name=A', '-c', 'user.email=a', 'commit', '-qam', 'x'); execFileSync('mkfifo', ['.gitattributes'])`,
  );
  expect(verdict).toMatchObject({ green: false, changedFiles: ['.gitattributes', 'a.txt'] });
  expect(readFileSync(join(phase.worktree, 'a.txt'), 'utf8')).toBe('one\n');
});

test.each(['', ', env: {}'])('What a gate leaves running is ended with it%s.', async (cleared) => {
  const phase = await contained();
  const file = join(dirname(phase.root), 'pid');
  await judged(
    phase,
    `const code = "require('node:fs').writeFileSync(process.argv[1], String(process.pid)); setTimeout(() => {}, 600_000)";
     spawn(process.execPath, ['-e', code, ${JSON.stringify(file)}], { detached: true, stdio: 'ignore'${cleared} }).unref();
     while (!fs.existsSync(${JSON.stringify(file)})) execFileSync('sleep', ['0.05'])`,
  );
  expect(existsSync(file)).toBe(true);
  await untilGone(Number(readFileSync(file, 'utf8')));
});

test('Gates do not count when installed packages have changed since the phase was bound.', async () => {
  const phase = await contained();
  writeFiles(phase.root, { 'node_modules/third/index.js': 'evil' });
  const verdict = await judged(phase, '');
  expect(verdict).toMatchObject({ green: false, trouble: expect.stringContaining('node_modules/third') });
  expect(verdict.trouble).toContain('install anew');
  const kept = join(phase.context.phase.state, 'nx/x');
  expect(existsSync(kept)).toBe(false);
});
