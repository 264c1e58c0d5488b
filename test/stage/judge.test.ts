import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { recordedName } from '../../core/gate/option.ts';
import { openRepository } from '../../core/git/repository.ts';
import { judge } from '../../core/stage/judge.ts';
import { contained, type Contained } from '../agent/contained.ts';
import { userGit, writeFiles } from '../git/scratch.ts';
import { untilGone } from '../host/process.ts';

/** Judges what the task's worktree holds by a gate that is a few lines of JavaScript, and passes. */
async function judged(phase: Contained, code: string) {
  const { repository, context, worktree } = phase;
  const [target] = context.phase.options.gates.map(recordedName);
  const time = new Date(0).toISOString();
  const task = { target, projectName: 'demo', startTime: time, endTime: time, cacheStatus: 'cache-miss', status: 0 };
  writeFiles(worktree, {
    'node_modules/nx/package.json': '{ "bin": { "nx": "nx.cjs" } }',
    'node_modules/nx/nx.cjs': `
      const { execFileSync, spawn } = require('node:child_process');
      const fs = require('node:fs');
      const git = (...args) => execFileSync('git', args);
      ${code};
      fs.mkdirSync(process.env.NX_CACHE_DIRECTORY, { recursive: true });
      fs.writeFileSync(process.env.NX_CACHE_DIRECTORY + '/run.json', ${JSON.stringify(JSON.stringify({ tasks: [task] }))});`,
  });
  const notes: string[] = [];
  const emit: typeof context.emit = (event) => event.type === 'note' && notes.push(event.text);
  const { head } = repository;
  const about = { stage: 'task-1.1', cache: 'x', worktree: repository.git.in(worktree), commit: head, since: head };
  return { notes, ...(await judge({ ...context, emit }, { ...about, fresh: false })) };
}

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
