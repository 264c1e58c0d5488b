import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Owner } from '../../core/host/host.ts';
import { ownerFromText, ownerToText } from '../../core/host/owner-text.ts';
import { hostWith } from './temporary.ts';

const { processes } = hostWith();

/** A process that was there and is no more. */
async function deadPid(): Promise<number> {
  const child = spawn('true');
  await new Promise((resolve) => child.once('close', resolve));
  return child.pid!;
}

test('This process is alive.', async () => {
  const self = await processes.self();
  expect(self).toMatchObject({ pid: process.pid, host: expect.stringMatching(/./), user: expect.stringMatching(/./) });
  expect(await processes.isAlive(self)).toBe(true);
});

test('A process that is gone is not.', async () => {
  expect(await processes.isAlive({ ...(await processes.self()), pid: await deadPid() })).toBe(false);
});

test.runIf(process.platform === 'linux').each<[string, Partial<Owner>, boolean]>([
  ['A process that started at another time has only the number', { started: '1' }, false],
  ['A process of an earlier boot has only the number', { boot: '00000000-0000-0000-0000-000000000000' }, false],
  ['A process without a start time is taken by its number', { started: '' }, true],
  [
    'A process of another machine counts as alive, for nobody here can tell',
    { host: 'elsewhere', pid: 1, started: '1' },
    true,
  ],
])('%s.', async (_title, other, alive) => {
  expect(await processes.isAlive({ ...(await processes.self()), ...other })).toBe(alive);
});

test.runIf(process.platform === 'linux')(
  'A process of another container counts as alive; earlier releases did not tell.',
  async () => {
    const self = await processes.self();
    const [boot = ''] = self.boot.split(' ');
    const gone = { ...self, pid: await deadPid() };
    expect(await processes.isAlive({ ...gone, boot: `${boot} pid:[1]` })).toBe(true);
    expect(await processes.isAlive({ ...gone, boot })).toBe(false);
  },
);

test('A process whose name has blanks and parentheses in it is told apart all the same.', async () => {
  const child = spawn('bash', ['-c', 'exec -a "a) S (b" sleep 600'], { stdio: 'ignore' });
  const owner: Owner = { ...(await processes.self()), pid: child.pid!, started: '' };
  expect(await processes.isAlive(owner)).toBe(true);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  expect(await processes.isAlive(owner)).toBe(false);
});

test('An owner goes through a variable and back.', async () => {
  const self = await processes.self();
  expect(ownerFromText(ownerToText(self))).toEqual(self);
  expect(ownerFromText(ownerToText({ ...self, boot: '', started: '' }))).toEqual({ ...self, boot: '', started: '' });
});

test.each(['', 'x', 'host|user', 'host|user|1|boot'])('What is no owner is none: %j.', (text) => {
  expect(ownerFromText(text)).toBeUndefined();
});
