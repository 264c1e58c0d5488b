import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { userGit } from '../../git/scratch.ts';
import { answer, finish, mainOf, planPath, planText, somebodyElse, withRemote } from './landable.ts';

test('A conflict with main is a question that names the paths, and nothing is moved.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user, { work: { 'a.txt': '1\n2\nours\n4\n5\n' } });
  const theirs = somebodyElse(remote, { 'a.txt': '1\n2\ntheirs\n4\n5\n' });
  const before = userGit(user.root, 'for-each-ref', 'refs/heads');
  const landing = await phase.land();
  expect(landing.questions).toMatchObject([{ reason: 'conflict', stage: 'land', default: 'abandon' }]);
  expect(landing.questions?.[0]?.context).toContain('a.txt');
  expect(landing.landed).toBeUndefined();
  expect(mainOf(remote)).toBe(theirs);
  expect(userGit(user.root, 'for-each-ref', 'refs/heads')).toBe(before);
  expect((await phase.land()).questions?.[0]?.id).toBe(landing.questions?.[0]?.id);
});

test('F20: main moved, with a conflict: one turn resolves it, gates and criteria judge the merge, and it lands.', async () => {
  const { user, remote } = await withRemote();
  const work = { 'a.txt': '1\n2\nours\n4\n5\n', 'work.txt': 'work\n' };
  const phase = await finish(user, {
    work,
    agents: { writer: "fs.writeFileSync('a.txt', '1\\n2\\nboth\\n4\\n5\\n')" },
  });
  const theirs = somebodyElse(remote, { 'a.txt': '1\n2\ntheirs\n4\n5\n', 'more.txt': 'more\n' });
  const landing = await phase.land();
  expect(landing).toMatchObject({
    landed: {
      to: 'main',
      combined: { main: theirs, verdict: { green: true }, merge: { stage: 'merge-main', outcome: 'done' } },
    },
  });
  expect(phase.calls()).toEqual(['writer', 'reviewer']);
  expect(userGit(remote, 'log', '-1', '--format=%b', 'main')).toContain('reviewed: a.txt.');
  for (const [path, text] of Object.entries({ 'a.txt': '1\n2\nboth\n4\n5', 'work.txt': 'work', 'more.txt': 'more' }))
    expect(userGit(remote, 'show', `main:${path}`)).toBe(text);
  expect(userGit(remote, 'rev-parse', 'main^1', 'main^2').split('\n')).toEqual([theirs, phase.handOff]);
});

test('F20: a conflict with main that one turn does not resolve is a question, and main stays where it is.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user, {
    work: { 'a.txt': 'ours\n' },
    agents: { writer: "fs.writeFileSync('red.txt', '')" },
  });
  const theirs = somebodyElse(remote, { 'a.txt': 'theirs\n' });
  const landing = await phase.land();
  expect(landing).toMatchObject({
    questions: [{ reason: 'conflict' }],
    merge: { stage: 'merge-main', outcome: 'question' },
  });
  expect(landing.questions?.[0]?.context.join('\n')).toContain('red.txt');
  expect(landing.landed).toBeUndefined();
  expect(mainOf(remote)).toBe(theirs);
  await phase.land();
  expect(phase.calls()).toEqual(['writer']);
});

test('A merge that moves a file of others, which the phase has never seen, is not taken on trust: a person is asked.', async () => {
  const { user, remote } = await withRemote({ 'old/a.txt': '1\n2\n3\n' });
  const phase = await finish(user, {
    work: { 'old/a.txt': undefined, 'new/a.txt': '1\n2\n3\n' },
    setUp: (root) => userGit(root, 'config', 'merge.directoryRenames', 'true'),
  });
  const theirs = somebodyElse(remote, { 'old/theirs.txt': 'theirs\n' });
  const asked = await phase.land();
  const said = 'which only main has changed, and the merge has otherwise';
  expect(asked.questions?.[0]?.context).toEqual(
    expect.arrayContaining([`new/theirs.txt, ${said}`, `old/theirs.txt, ${said}`]),
  );
  expect(mainOf(remote)).toBe(theirs);
});

test('A conflict beside other files that both sides changed: what nobody has reviewed is still a question.', async () => {
  const { user, remote } = await withRemote({ 'b.txt': '1\n2\n3\n4\n5\n' });
  const phase = await finish(user, {
    work: { 'a.txt': 'ours\n', 'b.txt': '1\n2\n3\n4\nours\n' },
    agents: { writer: "fs.writeFileSync('a.txt', 'both\\n')" },
  });
  const theirs = somebodyElse(remote, { 'a.txt': 'theirs\n', 'b.txt': 'theirs\n2\n3\n4\n5\n' });
  const asked = await phase.land();
  expect(asked.questions?.[0]?.options.map((one) => one.name)).toEqual(['land', 'show', 'branch', 'abandon']);
  expect(asked.questions?.[0]?.context).toContain('b.txt');
  expect(asked.questions?.[0]?.context).not.toContain('a.txt');
  expect(mainOf(remote)).toBe(theirs);
});

test('A conflict is laid out to look at when a person wants that, and what they do there is left alone.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user, { work: { 'a.txt': '1\n2\nours\n4\n5\n' } });
  somebodyElse(remote, { 'a.txt': '1\n2\ntheirs\n4\n5\n' });
  const first = await phase.land();
  await answer(phase, first, 'show');
  const second = await phase.land();
  expect(second.questions?.[0]?.id).not.toBe(first.questions?.[0]?.id);
  const folder = /lies in (.+);/.exec(second.questions?.[0]?.context.join('\n') ?? '')?.[1] ?? '';
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toContain('<<<<<<<');
  writeFileSync(join(folder, 'a.txt'), 'mine\n');
  await phase.land();
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('mine\n');
});

test('A conflict that a person tries again with the same main is asked about again, and that nothing has changed is said.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user, { work: { 'a.txt': 'ours\n' } });
  somebodyElse(remote, { 'a.txt': 'theirs\n' });
  const first = await phase.land();
  await answer(phase, first, 'retry');
  const second = await phase.land();
  expect(second.questions?.[0]?.reason).toBe('conflict');
  expect(second.questions?.[0]?.id).not.toBe(first.questions?.[0]?.id);
  expect(first.questions?.[0]?.context.join('\n')).not.toContain('Tried again');
  expect(second.questions?.[0]?.context.at(-1)).toMatch(/^Tried again, as Ada chose: main of origin is still at /);
});

test('A conflict that is given up moves nothing; one that is to land on the branch does.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user, { work: { 'a.txt': 'ours\n' } });
  const theirs = somebodyElse(remote, { 'a.txt': 'theirs\n' });
  const asked = await phase.land();
  await answer(phase, asked, 'abandon');
  const given = await phase.land();
  expect(given).toMatchObject({ failure: { reason: 'conflict', message: expect.stringContaining('--rebase') } });
  expect(given.landed).toBeUndefined();
  await answer(phase, asked, 'branch');
  expect(await phase.land()).toMatchObject({ landed: { to: 'branch', note: expect.stringContaining('Ada') } });
  expect(mainOf(remote)).toBe(theirs);
});

test('A clean merge of files that both sides changed has not been reviewed: a person says whether it lands.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user, { work: { 'a.txt': '1\n2\n3\n4\nours\n' } });
  const theirs = somebodyElse(remote, { 'a.txt': 'theirs\n2\n3\n4\n5\n' });
  const asked = await phase.land();
  expect(asked.questions?.[0]?.options.map((one) => one.name)).toEqual(['land', 'show', 'branch', 'abandon']);
  expect(mainOf(remote)).toBe(theirs);
  await answer(phase, asked, 'land');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { verdict: { green: true } } } });
  expect(userGit(remote, 'show', 'main:a.txt')).toBe('theirs\n2\n3\n4\nours');
});

test('A spec that the work was done to and that main has changed is a question too; any other is none.', async () => {
  const specs = { 'specs/10-data.md': '# Data\n', 'specs/11-more.md': '# More\n' };
  const { user, remote } = await withRemote(specs);
  const theirs = somebodyElse(remote, { 'specs/11-more.md': '# More of it\n' });
  const asked = await (await finish(user, { cites: ['specs/11-more.md'] })).land();
  expect(asked.questions?.[0]?.context).toContain('specs/11-more.md');
  expect(mainOf(remote)).toBe(theirs);
  const other = await finish(user, { cites: ['specs/10-data.md'] });
  expect(await other.land()).toMatchObject({ landed: { to: 'main', combined: { main: theirs } } });
});

test.each([
  ['with a hand-off of its own', 'phase 1: Theirs\n\nPlan: demo\nPhase: 1\nPhase-Step: hand-off', true],
  ['in a commit that says nothing of the plan', 'Theirs', false],
])('The same phase that somebody else has done otherwise, %s, is a question.', async (_, message, isHandOff) => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  const theirs = somebodyElse(remote, { 'other.txt': 'otherwise\n', [planPath]: planText('done') }, message);
  const asked = await phase.land();
  expect(asked.landed).toBeUndefined();
  expect(asked.questions).toMatchObject([{ reason: 'conflict', options: [{ name: 'land' }, {}, {}, {}] }]);
  const context = asked.questions?.[0]?.context ?? [];
  const done = `${planPath}: phase 1, which main of origin has done too, at ${theirs.slice(0, 10)}`;
  expect(context.includes(done)).toBe(isHandOff);
  expect(context).toContain(`${planPath}: task 1.1, which main of origin has ticked too`);
  expect(mainOf(remote)).toBe(theirs);
  await answer(phase, asked, 'land');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { main: theirs } } });
});

test('A hand-off of somebody else’s is a question also where it has ticked nothing.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  const message = 'phase 1: Theirs\n\nPlan: demo\nPhase: 1\nPhase-Step: hand-off';
  const theirs = somebodyElse(remote, { 'other.txt': 'otherwise\n' }, message);
  const asked = await phase.land();
  expect(asked.questions?.[0]?.context).toContain(
    `${planPath}: phase 1, which main of origin has done too, at ${theirs.slice(0, 10)}`,
  );
  expect(mainOf(remote)).toBe(theirs);
});

test('A file that the review’s fixes have deleted, and no task was to delete, keeps all where it is until a person lets it go.', async () => {
  const { user, remote } = await withRemote({ 'b.txt': 'b\n' });
  const before = mainOf(remote);
  const phase = await finish(user, { work: { 'b.txt': undefined, 'work.txt': 'work\n' }, fixedFrom: before });
  const asked = await phase.land();
  expect(asked.questions).toMatchObject([
    { reason: 'deletion', stage: 'land', context: ['b.txt', expect.any(String)] },
  ]);
  expect(mainOf(remote)).toBe(before);
  await answer(phase, asked, 'abandon');
  expect(await phase.land()).toMatchObject({ failure: { reason: 'question' } });
  await answer(phase, asked, 'allow');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main' } });
  expect(userGit(remote, 'ls-tree', '--name-only', 'main')).not.toContain('b.txt');
});
