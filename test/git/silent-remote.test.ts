import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { pushRef } from '../../core/git/push.ts';
import { fetchRef, readRemote } from '../../core/git/remote.ts';
import { nodeProcesses } from '../../core/host/node-processes.ts';
import type { Host, RunOptions } from '../../core/host/host.ts';
import { tellingWaits } from '../../core/host/telling-waits.ts';
import { openScratch, scratch, userGit } from './scratch.ts';

/** A repository whose remote takes connections, and never answers. Limits are over so much faster than usual. */
async function silent(haste: number, stop?: AbortSignal) {
  const made = await scratch({ 'a.txt': '1' });
  const connections: Socket[] = [];
  const server = createServer((socket) => void connections.push(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of connections) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  userGit(made.root, 'remote', 'add', 'origin', `git://127.0.0.1:${address.port}/demo`);
  const processes = stop ? nodeProcesses(stop) : made.host.processes;
  const run = async (options: RunOptions) => {
    const { timeLimit, silenceLimit, pulse } = options;
    if (options.waitsFor === undefined) return await processes.run(options);
    return await processes.run({
      ...options,
      ...(timeLimit !== undefined && { timeLimit: timeLimit / haste }),
      ...(silenceLimit !== undefined && { silenceLimit: silenceLimit / haste }),
      ...(pulse && { pulse: { ...pulse, every: pulse.every / haste } }),
    });
  };
  const told: string[] = [];
  const hasty: Host = { ...made.host, ...(stop && { stop }), processes: { ...processes, run } };
  const host = tellingWaits(hasty, (text) => void told.push(text));
  return { ...(await openScratch(host, made.root)), server, told };
}

test('A remote that takes the connection and says nothing is given up soon, and whoever watches is told that it is waited for.', async () => {
  const { git, told } = await silent(100);
  expect(await readRemote(git, 'origin')).toMatchObject({
    ok: false,
    failure: { message: expect.stringContaining('origin: it did not answer in time') },
  });
  expect(await fetchRef(git, 'origin', 'refs/heads/main')).toMatchObject({
    ok: false,
    failure: { message: expect.stringContaining('it did not answer in time') },
  });
  expect(told).toEqual(['waits for the remote origin, which has not answered yet']);
});

test('Whoever stops a run does not wait for a remote that says nothing.', async () => {
  const stopping = new AbortController();
  const { git, server, host } = await silent(1, stopping.signal);
  const before = host.clock.monotonic();
  server.once('connection', () => stopping.abort());
  expect(await readRemote(git, 'origin')).toMatchObject({
    ok: false,
    failure: { message: expect.stringContaining('since the run was stopped') },
  });
  // Claims are given back then: there is a little time for that.
  expect(await readRemote(git, 'origin')).toMatchObject({
    ok: false,
    failure: { message: expect.stringContaining('did not answer in time') },
  });
  expect(host.clock.monotonic() - before).toBeLessThan(20_000);
});

test('A push to it has an unknown outcome.', async () => {
  const { git, host, repository } = await silent(100);
  const push = { remote: 'origin', ref: 'refs/heads/main', to: repository.head, expected: undefined };
  expect(await pushRef({ ...host, stopsWithin: async () => false }, git, push)).toMatchObject({ how: 'unknown' });
});
