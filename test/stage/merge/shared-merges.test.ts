import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { takeClaim } from '../../../core/claim/take-claim.ts';
import { readRef } from '../../../core/git/refs.ts';
import { bringKept } from '../../../core/stage/bring-kept.ts';
import { sharedOf } from '../../../core/stage/context.ts';
import { keepAnswer } from '../../../core/stage/questions/answers.ts';
import { shareAnswers } from '../../../core/stage/questions/share-answers.ts';
import { combineTasks } from '../../../core/stage/task/combine-tasks.ts';
import { endingOfApart } from '../../../core/stage/task/conflict-question.ts';
import type { Question } from '../../../core/workflow/question.ts';
import { deadOwner } from '../overview/begun.ts';
import { stops, writes } from './agents.ts';
import { userGit } from '../../git/scratch.ts';
import { conflicting, type Agents } from './conflicting.ts';
import { twoMerging, type MergingMachine, type TwoMerging } from './two-merging.ts';

const ours = { texts: { 'a.txt': '1\nours\n3\n' } };
const theirs = { texts: { 'a.txt': '1\ntheirs\n3\n', 'c.txt': 'c\n' } };

async function together({ context }: MergingMachine, { records }: TwoMerging) {
  return await combineTasks(context, records);
}

async function askedOn(machine: MergingMachine, made: TwoMerging): Promise<Question> {
  const apart = await together(machine, made);
  if (apart.ok) throw new Error('combined');
  const ended = await endingOfApart(machine.context, 'squash', apart);
  if (ended.outcome !== 'question') throw new Error(ended.failure.message);
  return ended.question;
}

/** Refs of the remote that say where a merge stands: a claim, a loop, a result. */
function refsOf({ at, first: { context } }: TwoMerging) {
  const { refs } = context;
  return {
    claim: at(refs.claim('merge-1.2')),
    loop: at(`${refs.all}loop/merge-1.2`),
    result: at(`${refs.all}result/merge-1.2`),
  };
}

test('A conflict that no agent has resolved is one question on all machines, and its turn is paid once.', async () => {
  const made = await twoMerging([ours, theirs], { writer: stops });
  const { first, second, calls } = made;
  const question = await askedOn(first, made);
  expect(question.context.join('\n')).toMatch(/An agent has tried.*\n.*Which\?/s);
  expect(refsOf(made)).toEqual({ claim: '', loop: expect.stringMatching(/./), result: '' });

  const again = await askedOn(second, made);
  expect(again.id).toBe(question.id);
  expect(again.context.join('\n')).toContain('Which?');
  expect(calls()).toEqual(['writer']);
  expect(second.notes).toEqual(['goes on from where ada@first has left it']);

  // Whoever answers, on either machine, has answered on both.
  const { host, repository, refs } = second.context;
  await keepAnswer(host, repository.git, refs, { question: again, choice: 'abandon', text: '', by: 'Bo' });
  for (const { context } of [second, first]) await shareAnswers(context.host, sharedOf(context)!, refs);
  const apart = await together(first, made);
  if (apart.ok) throw new Error('combined');
  expect(await endingOfApart(first.context, 'squash', apart)).toMatchObject({ failure: { reason: 'conflict' } });
  expect(calls()).toEqual(['writer']);
});

test('Two machines that meet the same conflict at the same time wait for each other, and pay for it once.', async () => {
  const made = await twoMerging([ours, theirs]);
  const { first, second, calls } = made;
  const [one, other] = await Promise.all([together(first, made), together(second, made)]);
  if (!one.ok || !other.ok) throw new Error('not combined');
  expect(other.commits.map(({ tree }) => tree)).toEqual(one.commits.map(({ tree }) => tree));
  expect(other.merges).toEqual(one.merges);
  expect(calls()).toEqual(['writer', 'reviewer']);
  expect([...first.notes, ...second.notes].join('\n')).toMatch(/waits for ada@\w+ .*, who resolves these conflicts/);
  expect(refsOf(made)).toEqual({ claim: '', loop: '', result: expect.stringMatching(/./) });
});

test('Where an agent has failed at a conflict on one machine, the other asks before it pays for another try.', async () => {
  const made = await twoMerging([ours, theirs], { writer: 'process.exit(1)' });
  const { first, second, calls } = made;
  expect(await together(first, made)).toMatchObject({ ok: false, failure: { reason: 'agent-failed' } });
  const question = await askedOn(second, made);
  expect(question).toMatchObject({
    reason: 'failed-elsewhere',
    stage: 'merge-1.2',
    text: expect.stringContaining('The merge of a.txt has failed on ada@first'),
  });
  expect(calls()).toEqual(['writer']);
  const { host, repository, refs } = second.context;
  await keepAnswer(host, repository.git, refs, { question, choice: 'resume', text: '', by: 'Bo' });
  expect(await together(second, made)).toMatchObject({ ok: false, failure: { reason: 'agent-failed' } });
  expect(calls()).toEqual(['writer', 'writer']);
});

/** A merge of the first machine whose claim the second takes over while an agent is at work. */
async function takenOver(role: keyof Agents) {
  const folder = mkdtempSync(join(tmpdir(), 'phasewright-merge-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [called, go] = [join(folder, 'called'), join(folder, 'go')];
  const waits = `
    const { execFileSync } = require('node:child_process');
    fs.writeFileSync(${JSON.stringify(called)}, '');
    while (!fs.existsSync(${JSON.stringify(go)})) execFileSync('sleep', ['0.05'])`;
  const made = await twoMerging([ours, theirs], { [role]: `${waits}; ${role === 'writer' ? writes : ''}` });
  const { first, second } = made;
  const combining = together(first, made);
  await expect.poll(() => existsSync(called), { timeout: 20_000 }).toBe(true);
  const { host, repository, refs } = second.context;
  const claim = refs.claim('merge-1.2');
  userGit(first.context.phase.shared!, 'update-ref', '-d', claim);
  const wanted = { ref: claim, run: 'theirs', shared: { ...sharedOf(second.context)!, perMinute: Infinity } };
  const taken = await takeClaim(host, repository.git, wanted);
  if (taken.how !== 'held') throw new Error('not held');
  return { made, combining, claim: taken.claim, letGo: () => writeFileSync(go, '') };
}

test('A merge whose claim was taken over meanwhile does not count: whoever has it by now is waited for, and theirs is had.', async () => {
  const { made, combining, claim, letGo } = await takenOver('reviewer');
  const { first, second, at, calls } = made;
  letGo();
  await expect.poll(() => first.notes.join('\n'), { timeout: 20_000 }).toContain('waits for ada@second');
  const { refs, repository } = first.context;
  const [kept] = userGit(first.context.root, 'for-each-ref', '--format=%(refname)', refs.kept()).split('\n');
  const result = kept!.replace('/kept/', '/result/').replace(/-[0-9a-f]{8}$/, '');
  expect([at(result), await readRef(repository.git, result)]).toEqual(['', undefined]);
  expect(first.notes.join('\n')).toContain(`(${kept})`);
  // Theirs is what ours would have been, as another commit.
  userGit(second.context.root, 'fetch', '--quiet', first.context.root, `${kept}:refs/theirs`);
  const identity = ['-c', 'user.name=Bo', '-c', 'user.email=bo@example.com'];
  const message = userGit(second.context.root, 'log', '-1', '--format=%B', 'refs/theirs');
  const parts = ['commit-tree', '-p', 'refs/theirs^', '-m', message, 'refs/theirs^{tree}'];
  const to = userGit(second.context.root, ...identity, ...parts);
  expect(await claim.end([{ ref: result, to }])).toEqual({ how: 'moved' });
  expect(await combining).toMatchObject({ ok: true });
  expect(await readRef(repository.git, result)).toBe(to);
  expect(calls()).toEqual(['writer', 'reviewer']);
});

test('Once the claim on a merge is known to be lost, its agent is ended, and none is called, until it is free again.', async () => {
  const { made, combining, claim, letGo } = await takenOver('writer');
  const { first, calls } = made;
  const told = (): string => first.notes.join('\n');
  await expect.poll(told, { timeout: 40_000 }).toContain('not renewed: another machine has it by now');
  await expect.poll(told, { timeout: 20_000 }).toContain('waits for ada@second');
  expect(calls()).toEqual(['writer']);
  letGo();
  await claim.end();
  expect(await combining).toMatchObject({ ok: true });
  expect(calls()).toEqual(['writer', 'writer', 'reviewer']);
});

test('A merge that the remote does not take counts here, and comes there with a claim later.', async () => {
  const made = await twoMerging([ours, theirs]);
  const { first, at } = made;
  const { context, notes } = first;
  const refusing = join(context.phase.shared!, 'hooks/pre-receive');
  mkdirSync(dirname(refusing), { recursive: true });
  writeFileSync(refusing, "#!/bin/sh\nif grep -q /result/; then echo 'too large' >&2; exit 1; fi\n");
  chmodSync(refusing, 0o755);
  expect(await together(first, made)).toMatchObject({ ok: true });
  expect(notes.join('\n')).toMatch(/the merge counts here alone for now.*too large/);
  // The others wait, in place of resolving it as well.
  expect(refsOf(made)).toEqual({ claim: expect.stringMatching(/./), loop: '', result: '' });
  rmSync(refusing);
  await bringKept(context, sharedOf(context)!);
  const [result] = userGit(context.root, 'for-each-ref', '--format=%(refname)', `${context.refs.all}result/`).split(
    '\n',
  );
  expect(at(result!)).toBe(await readRef(context.repository.git, result!));
  expect(refsOf(made).claim).toBe('');
});

test('A run that was killed behind the push of a merge has left its claim here: it is given back, and nothing is done again.', async () => {
  const made = await conflicting([ours, theirs]);
  const { context, host, git, records, calls } = made;
  const first = await combineTasks(context, records);
  const claim = context.refs.claim('merge-1.2');
  const owner = { ...(await host.processes.self()), ...(await deadOwner(made)) };
  const dead = { ...host, processes: { ...host.processes, self: async () => owner } };
  await takeClaim(dead, git, { ref: claim, run: 'dead-run' });
  expect(await combineTasks(context, records)).toEqual(first);
  expect(await readRef(git, claim)).toBeUndefined();
  expect(calls()).toEqual(['writer', 'reviewer']);
});
