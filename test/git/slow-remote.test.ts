import { randomBytes } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { takeClaim } from '../../core/claim/take-claim.ts';
import { pushRef, pushRefs } from '../../core/git/push.ts';
import type { Host, RunOptions } from '../../core/host/host.ts';
import { commitFiles, openScratch, scratch, userGit } from './scratch.ts';

/** Bytes of work: at the pace of the remote they take twice as long as a push without work may take in all. */
const size = 3_000_000;
/** Limits are over so much faster than usual. */
const haste = 40;

/** A repository whose remote takes 500 kB a second of what is pushed, and what a hook of that remote does. */
async function slow(hook = 'exit 0') {
  const made = await scratch({ 'a.txt': '1' });
  const folder = dirname(made.root);
  const remote = join(folder, 'remote.git');
  userGit(folder, 'clone', '--quiet', '--bare', made.root, remote);
  userGit(made.root, 'remote', 'add', 'origin', remote);
  const throttle = join(folder, 'throttle.mjs');
  writeFileSync(
    throttle,
    `import { spawn } from 'node:child_process';
     import { setTimeout } from 'node:timers/promises';
     const taken = spawn('git', ['receive-pack', process.argv[2]], { stdio: ['pipe', 'inherit', 'inherit'] });
     taken.stdin.on('error', () => undefined);
     taken.on('exit', (code) => process.exit(code ?? 1));
     for await (const chunk of process.stdin)
       for (let at = 0; at < chunk.length; at += 50_000) {
         const part = chunk.subarray(at, at + 50_000);
         taken.stdin.write(part);
         await setTimeout(part.length / 500);
       }
     taken.stdin.end();`,
  );
  const program = join(folder, 'receive-pack');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${throttle}' "$@"\n`);
  chmodSync(program, 0o755);
  writeFileSync(join(remote, 'hooks/pre-receive'), `#!/bin/sh\n${hook}\n`);
  chmodSync(join(remote, 'hooks/pre-receive'), 0o755);
  userGit(made.root, 'config', 'remote.origin.receivepack', program);
  const { processes } = made.host;
  const run = async (options: RunOptions) => {
    const { timeLimit, silenceLimit } = options;
    if (options.waitsFor === undefined) return await processes.run(options);
    return await processes.run({
      ...options,
      ...(timeLimit !== undefined && { timeLimit: timeLimit / haste }),
      ...(silenceLimit !== undefined && { silenceLimit: silenceLimit / haste }),
    });
  };
  const host: Host = { ...made.host, stopsWithin: async () => false, processes: { ...processes, run } };
  const work = commitFiles(made.root, { 'large.bin': randomBytes(size).toString('latin1') });
  const opened = await openScratch(host, made.root);
  const at = (ref: string): string => userGit(remote, 'for-each-ref', '--format=%(objectname)', ref);
  return { ...opened, work, at };
}

test('A large result comes to a slow remote with the end of its claim, as long as it gets on.', async () => {
  const { host, git, work, at } = await slow();
  const [ref, result] = ['refs/phasewright/demo/1/claim/task-1.1', 'refs/phasewright/demo/1/result/task-1.1/abc'];
  const shared = { remote: 'origin', git, perMinute: Infinity };
  const taken = await takeClaim(host, git, { ref, run: 'run-1', shared });
  if (taken.how !== 'held') throw new Error('not held');
  expect(await taken.claim.end([{ ref: result, to: work }])).toEqual({ how: 'moved' });
  expect([at(result), at(ref)]).toEqual([work, '']);
}, 60_000);

test('A push that only moves refs is given up when it takes long.', async () => {
  const { host, git, work, at } = await slow();
  const moves = [{ ref: 'refs/heads/large', to: work, expected: undefined }];
  expect(await pushRefs(host, git, { remote: 'origin', perMinute: Infinity, moves })).toMatchObject({
    how: 'unknown',
    words: 'it did not answer in time',
  });
  expect(at('refs/heads/large')).toBe('');
}, 60_000);

test('How far a push has come is not told as what the remote has to say.', async () => {
  const { host, git, work } = await slow("echo 'Total size: too large' >&2; exit 1");
  const push = { remote: 'origin', ref: 'refs/heads/large', to: work, expected: undefined };
  expect(await pushRef(host, git, push)).toEqual({
    how: 'refused',
    words: 'Total size: too large [remote rejected] (pre-receive hook declined)',
    refs: [push.ref],
  });
}, 60_000);
