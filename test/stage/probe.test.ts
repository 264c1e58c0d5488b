import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { probe } from '../../core/stage/probe.ts';
import { contained } from '../agent/contained.ts';
import { writeFiles } from '../git/scratch.ts';
import { untilGone } from '../host/process.ts';

test('What the command of a criterion leaves running is ended with it.', async () => {
  const { host, root, worktree, repository } = await contained();
  const program = `
    const { spawn } = require('node:child_process');
    const daemon = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600_000)'], { detached: true, stdio: 'ignore' });
    daemon.unref();
    require('node:fs').writeFileSync('pid', String(daemon.pid));`;
  writeFiles(worktree, { 'check.cjs': program });
  const run = { worktree: repository.git.in(worktree), checkout: root, run: 'r', timeLimit: 60, verdict: undefined };
  expect(await probe(host, { text: '`node check.cjs` passes', line: 1 }, run)).toMatchObject({ outcome: 'met' });
  await untilGone(Number(readFileSync(join(worktree, 'pid'), 'utf8')));
});
