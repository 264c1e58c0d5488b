import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownerToText } from '../../../core/host/owner-text.ts';
import { openJournal } from '../../../core/journal/journal.ts';
import { readRef, setRef } from '../../../core/git/refs.ts';
import { commitFiles, userGit } from '../../git/scratch.ts';
import { committed, worked } from '../../workflow/sample.ts';
import { begun, deadOwner, waiting, type Begun } from '../overview/begun.ts';
import { found, look, treat } from './treat.ts';

const claimLock = 'refs/phasewright/demo/1/claim/phase.lock';

function lock({ root }: Begun, name: string): string {
  const path = join(root, '.git', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  return path;
}

/** A commit that nothing reaches but the journal of the first task. */
async function lost(made: Begun): Promise<string> {
  const { root } = made;
  userGit(root, 'checkout', '--quiet', '--detach');
  const commit = commitFiles(root, { 'work.txt': 'work\n' });
  userGit(root, 'checkout', '--quiet', 'main');
  await made.journal('1.1', [worked, committed(commit)]);
  return commit;
}

describe('locks', () => {
  test('F25: One that a dead git has left on a ref of ours is removed, and the claim behind it can be taken again.', async () => {
    const made = await begun();
    const path = lock(made, claimLock);
    expect(await found(made)).toEqual([`stale-lock ${path}`]);
    expect(await treat(made)).toEqual([{ done: true, says: 'removed' }]);
    expect(await found(made)).toEqual([]);
    expect(await made.claim('phase', {})).toMatch(/^[0-9a-f]{40}$/);
  });

  test('One that a process has open is held.', async () => {
    const made = await begun();
    const path = lock(made, claimLock);
    const file = openSync(path, 'r');
    const holder = await waiting(made.root, {}, file);
    closeSync(file);
    expect(await made.host.processes.usersOf(path)).toEqual([holder]);
    expect(await found(made)).toEqual([]);
    expect(existsSync(path)).toBe(true);
  });

  test('Those of a phase that a run works on are its own, also where nobody seems to hold them.', async () => {
    const made = await begun();
    await made.claim('task-1.1', {});
    const path = lock(made, claimLock);
    expect(await found(made)).toEqual([]);
    expect(existsSync(path)).toBe(true);
  });

  test('One that is another by the time it is to be removed, stays.', async () => {
    const made = await begun();
    const path = lock(made, claimLock);
    const { findings } = await look(made);
    writeFileSync(path, 'another git');
    expect(await treat(made, findings)).toEqual([{ done: false, says: 'it is another one by now' }]);
    expect(existsSync(path)).toBe(true);
  });

  test('One on a journal is stale when the process that it names is dead, and then alone.', async () => {
    const made = await begun();
    const path = `${await made.journal('1.1', [worked])}.lock`;
    const self = await made.host.processes.self();
    writeFileSync(path, ownerToText(self));
    expect(await found(made)).toEqual([]);
    writeFileSync(path, ownerToText({ ...self, ...(await deadOwner(made)) }));
    expect(await found(made)).toEqual([`stale-lock ${path}`]);
    expect(await treat(made)).toEqual([{ done: true, says: 'removed' }]);
    expect(await found(made)).toEqual([]);
  });

  test('Those of the user’s git are told where all wait for them, and never removed.', async () => {
    const made = await begun();
    const path = lock(made, 'packed-refs.lock');
    const own = lock(made, 'index.lock');
    const { findings } = await look(made);
    expect(findings).toMatchObject([{ kind: 'stale-lock', name: path, advice: expect.stringContaining('of yours') }]);
    expect(await treat(made, findings)).toEqual([]);
    expect([existsSync(path), existsSync(own)]).toEqual([true, true]);
  });
});

describe('journals', () => {
  test('One that ends in the middle of a record ends with the last whole one, and what was torn is kept.', async () => {
    const made = await begun();
    const path = await made.journal('1.1', [worked]);
    const whole = readFileSync(path, 'utf8');
    appendFileSync(path, '{"version":1,"sequ');
    const { findings } = await look(made);
    expect(findings).toMatchObject([
      { kind: 'journal-tail', name: path, says: 'It ends in the middle of record 4, after 18 characters of it.' },
    ]);
    expect(await treat(made, findings)).toEqual([{ done: true, says: 'ends with record 3' }]);
    expect(readFileSync(path, 'utf8')).toBe(whole);
    expect(readFileSync(`${path}.torn`, 'utf8')).toBe('{"version":1,"sequ\n');
    expect(await found(made)).toEqual([]);
    const opened = await openJournal(made.host, path);
    expect(opened.ok && opened.value.entries).toHaveLength(3);
    if (opened.ok) await opened.value.close();
  });

  test('One that a run writes is none of ours, however it ends at this moment.', async () => {
    const made = await begun();
    const path = await made.journal('1.1', [worked]);
    appendFileSync(path, '{"version":1,"sequ');
    await made.claim('task-1.1', {});
    expect(await found(made)).toEqual([]);
  });

  test('One that has grown since it was looked at stays as it is.', async () => {
    const made = await begun();
    const path = await made.journal('1.1', [worked]);
    appendFileSync(path, 'torn');
    const { findings } = await look(made);
    appendFileSync(path, 'and more');
    expect(await treat(made, findings)).toEqual([{ done: false, says: 'it has changed meanwhile' }]);
    expect(readFileSync(path, 'utf8')).toMatch(/tornand more$/);
  });

  test('One that is damaged, or newer than we are, is told with the record, and left as it is.', async () => {
    const made = await begun();
    const path = await made.journal('1.1', [worked]);
    const damaged = readFileSync(path, 'utf8').replace('did it', 'did IT');
    writeFileSync(path, damaged);
    const { findings } = await look(made);
    expect(findings).toMatchObject([{ kind: 'journal-tail', says: expect.stringContaining('hash in record 3 of') }]);
    expect(findings[0]).not.toHaveProperty('repair');
    expect(await treat(made, findings)).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe(damaged);
    writeFileSync(path, '{"version":99}\n');
    expect((await look(made)).findings).toMatchObject([{ says: expect.stringContaining('version 99') }]);
  });
});

describe('lost branches', () => {
  test('A commit that only a journal knows of is kept behind the ref of its loop, where that is gone.', async () => {
    const made = await begun();
    const commit = await lost(made);
    expect(await found(made)).toEqual([`lost-branch task-1.1 at ${commit.slice(0, 10)}`]);
    expect(await treat(made)).toEqual([{ done: true, says: 'kept behind refs/phasewright/demo/1/work/task-1.1' }]);
    expect(await readRef(made.git, made.context.refs.work('task-1.1'))).toBe(commit);
    expect(await found(made)).toEqual([]);
  });

  test('It is kept beside what that ref holds by now, which stays.', async () => {
    const made = await begun();
    const commit = await lost(made);
    await setRef(made.git, made.context.refs.work('task-1.1'), made.repository.head);
    await treat(made);
    expect(await readRef(made.git, made.context.refs.work('task-1.1'))).toBe(made.repository.head);
    expect(await readRef(made.git, made.context.refs.work(`task-1.1.lost-${commit.slice(0, 10)}`))).toBe(commit);
    expect(await found(made)).toEqual([]);
  });

  test('One that any ref reaches is none, and neither is one of a task that is done or at work.', async () => {
    const made = await begun();
    const commit = await lost(made);
    await made.claim('task-1.1', {});
    expect(await found(made)).toEqual([]);
    userGit(made.root, 'update-ref', '-d', made.context.refs.claim('task-1.1'));
    userGit(made.root, 'branch', 'mine', commit);
    expect(await found(made)).toEqual([]);
    userGit(made.root, 'branch', '-D', 'mine');
    expect(await found(made)).toHaveLength(1);
    await made.finish('1.1');
    expect(await found(made)).toEqual([]);
  });

  test('A commit that the repository does not have is told, and cannot be brought back.', async () => {
    const made = await begun();
    await made.journal('1.1', [worked, committed('c'.repeat(40))]);
    const { findings } = await look(made);
    expect(findings).toMatchObject([{ kind: 'lost-branch', advice: expect.stringContaining('begins the loop anew') }]);
    expect(await treat(made, findings)).toEqual([]);
  });
});
