import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Git } from '../../../core/git/git.ts';
import type { StageContext } from '../../../core/stage/context.ts';
import { keepAnswer } from '../../../core/stage/questions/answers.ts';
import { combineTasks, type CombinedTasks } from '../../../core/stage/task/combine-tasks.ts';
import { askAboutConflict, type Conflict } from '../../../core/stage/task/conflict-question.ts';
import { commitFiles, userGit } from '../../git/scratch.ts';
import { stops } from './agents.ts';
import { before, conflicting, type Agents, type Conflicting } from './conflicting.ts';

const ours = { texts: { 'a.txt': '1\nours\n3\n' } };
const theirs = { texts: { 'a.txt': '1\ntheirs\n3\n', 'c.txt': 'c\n' } };

async function together({ context, records }: Conflicting): Promise<CombinedTasks> {
  return await combineTasks(context, records);
}

function conflictIn(combined: CombinedTasks): Conflict {
  if (combined.ok || !('conflict' in combined)) throw new Error(`Unexpected ${JSON.stringify(combined)}`);
  return combined.conflict;
}

test('A conflict is resolved by one turn that sees both tasks, then gates and a review; all else is merged as it was.', async () => {
  const made = await conflicting([ours, theirs], {
    writer: `
      const prompt = fs.readFileSync(0, 'utf8');
      const marked = fs.readFileSync('a.txt', 'utf8');
      for (const one of ['the words of 1.1', 'the words of 1.2', 'a.txt']) if (!prompt.includes(one)) throw new Error(one);
      if (!/^<<<<<<<[^]*ours[^]*theirs/m.test(marked)) throw new Error('no markers');
      fs.writeFileSync('a.txt', '1\\nours and theirs\\n3\\n')`,
    gate: 'grep -q "ours and theirs" a.txt && test -e c.txt',
  });
  const combined = await together(made);
  expect(combined).toMatchObject({
    ok: true,
    merges: [{ stage: 'merge-1.2', outcome: 'done', gates: [{ outcome: 'passed' }] }],
  });
  if (!combined.ok) return;
  expect(userGit(made.root, 'show', `${combined.commit}:a.txt`)).toBe('1\nours and theirs\n3');
  expect(userGit(made.root, 'show', `${combined.commit}:c.txt`)).toBe('c');
  expect(combined.commits.map(({ task }) => task)).toEqual(['1.1', '1.2']);
  expect(made.calls()).toEqual(['writer', 'reviewer']);
});

test('The same conflict is resolved once, whoever meets it again and however the sides differ elsewhere.', async () => {
  const made = await conflicting([ours, { texts: { 'b.txt': 'other\n' } }, theirs]);
  const [one, other, last] = made.records;
  const first = await combineTasks(made.context, [one!, last!]);
  const again = await combineTasks(made.context, [one!, last!]);
  const all = await combineTasks(made.context, [one!, other!, last!]);
  expect(first.ok && again.ok && first.commit === again.commit).toBe(true);
  if (!all.ok) throw new Error('not combined');
  expect(userGit(made.root, 'show', `${all.commit}:a.txt`)).toBe('both');
  expect(userGit(made.root, 'show', `${all.commit}:b.txt`)).toBe('other');
  expect(made.calls()).toEqual(['writer', 'reviewer']);
});

test('Two that meet the same conflict at the same time wait for each other, and have one resolution.', async () => {
  const made = await conflicting([ours, theirs]);
  const [first, second] = await Promise.all([together(made), together(made)]);
  expect(first.ok && second.ok && first.commit === second.commit).toBe(true);
  expect(made.calls()).toEqual(['writer', 'reviewer']);
});

test.each<[what: string, agents: Agents, why: RegExp, calls: string[]]>([
  [
    'leaves markers',
    { writer: "fs.appendFileSync('a.txt', 'more\\n')" },
    /Conflict markers are left in a\.txt/,
    ['writer'],
  ],
  [
    'changes another file',
    { writer: "fs.writeFileSync('a.txt', 'both\\n'); fs.writeFileSync('b.txt', 'x\\n')" },
    /b\.txt/,
    ['writer'],
  ],
  ['deletes what conflicts', { writer: "fs.rmSync('a.txt')" }, /Deleted in place of being merged: a\.txt/, ['writer']],
  ['changes nothing', { writer: '' }, /changed nothing/, ['writer']],
  ['stops', { writer: stops }, /Which\?/, ['writer']],
  ['makes gates red', { gate: 'if grep both a.txt; then exit 1; fi' }, /check/, ['writer']],
  [
    'is not approved',
    {
      reviewer:
        "answer = { ...answer, verdict: 'ISSUES_FOUND', findings: [{ severity: 'P1', path: 'a.txt', line: 1, quote: 'both', kind: 'in-phase', title: 'Half is gone', fix: 'so' }] }",
    },
    /Half is gone/,
    ['writer', 'reviewer'],
  ],
])('An agent that %s has had its one try: a person is asked, and no agent again.', async (_, agents, why, calls) => {
  const made = await conflicting([ours, theirs], agents);
  const combined = await together(made);
  expect(conflictIn(combined).why.join('\n')).toMatch(why);
  expect(combined.merges).toMatchObject([{ stage: 'merge-1.2' }]);
  expect(combined.merges[0]?.outcome).not.toBe('done');
  expect(conflictIn(await together(made)).why).toEqual(conflictIn(combined).why);
  expect(made.calls()).toEqual(calls);
});

test.each([
  ['one side has deleted', { texts: { 'a.txt': undefined } }, before, /deleted, moved or replaced a\.txt/],
  ['is no text', { texts: { 'a.txt': 'x\0y' } }, { ...before, 'a.txt': '\0' }, /no text/],
])('What %s is for a person at once.', async (_, second, texts, why) => {
  const made = await conflicting([{ texts: { 'a.txt': 'x\0ours' } }, second], {}, texts);
  expect(conflictIn(await together(made)).why.join('\n')).toMatch(why);
  expect(made.calls()).toEqual([]);
});

test('What no agent may change no agent resolves.', async () => {
  const texts = { ...before, 'specs/91-impl-plan.md': 'plan\n' };
  const sides = ['one', 'two'].map((text) => ({ texts: { 'specs/91-impl-plan.md': `${text}\n` } }));
  const made = await conflicting(sides, {}, texts);
  expect(conflictIn(await together(made)).why).toEqual(['No agent was asked: none may change specs/91-impl-plan.md.']);
  expect(made.calls()).toEqual([]);
});

test('An agent that fails is tried again by the next run, and nothing is asked.', async () => {
  const made = await conflicting([ours, theirs], { writer: 'process.exit(1)' });
  const failed = await together(made);
  expect(failed).toMatchObject({ ok: false, failure: { reason: 'agent-failed' } });
  expect(await together(made)).toMatchObject({ ok: false, failure: { reason: 'agent-failed' } });
  expect(made.calls()).toEqual(['writer', 'writer']);
});

test.each([
  'agent-started',
  'agent-finished',
  'committed',
  'gates-started',
  'gate-finished',
  'reviewed',
  'stage-finished',
] as const)(
  'A run that dies at %s while a conflict is resolved is gone on with: the same commits, and at most one call again.',
  async (moment) => {
    const whole = await conflicting([ours, theirs]);
    const expected = await together(whole);
    const made = await conflicting([ours, theirs]);
    let isDead = false;
    const dying: StageContext = {
      ...made.context,
      emit: (event) => {
        if (isDead || event.type !== moment) return;
        isDead = true;
        throw new Error('dead');
      },
    };
    await expect(combineTasks(dying, made.records)).rejects.toThrow('dead');
    const resumed = await together(made);
    if (!resumed.ok || !expected.ok) throw new Error('not combined');
    expect(resumed.commits.map(({ tree }) => tree)).toEqual(expected.commits.map(({ tree }) => tree));
    expect(made.calls().length).toBeLessThanOrEqual(whole.calls().length + 1);
    const worktrees = userGit(made.root, 'worktree', 'list').split('\n');
    expect(worktrees.filter((line) => line.includes('merge-1.2'))).toEqual([]);
  },
);

test('A conflict is laid out for a person who wants to see it, asked again, and left alone there.', async () => {
  const made = await conflicting([ours, theirs], { writer: '' });
  const { context, host, git } = made;
  const conflict = conflictIn(await together(made));
  const first = await askAboutConflict(context, 'squash', conflict);
  if (first.outcome !== 'question') throw new Error('not asked');
  expect(first.question.options.map(({ name }) => name)).toEqual(['show', 'retry', 'abandon']);
  await keepAnswer(host, git, context.refs, { question: first.question, choice: 'show', text: '', by: 'Ada' });
  const second = await askAboutConflict(context, 'squash', conflict);
  if (second.outcome !== 'question') throw new Error('not asked again');
  expect(second.question.id).not.toBe(first.question.id);
  const folder = /lies in (.+);/.exec(second.question.context.at(-1) ?? '')?.[1] ?? '';
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toMatch(/^<<<<<<<[^]*ours[^]*=======[^]*theirs/m);
  writeFileSync(join(folder, 'a.txt'), 'mine\n');
  await askAboutConflict(context, 'squash', conflict);
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('mine\n');
  await keepAnswer(host, git, context.refs, { question: second.question, choice: 'retry', text: '', by: 'Ada' });
  expect(await askAboutConflict(context, 'squash', conflict)).toMatchObject({
    outcome: 'failed',
    failure: { reason: 'conflict', message: expect.stringContaining('does task 1.2 again') },
  });
});

test('A result that does not go with the polished commit any more can be done again on top of it.', async () => {
  const made = await conflicting([ours], { writer: '' });
  const { host, git, root } = made;
  const polished = commitFiles(root, { 'a.txt': '1\nnew\n3\n' });
  const context = { ...made.context, phase: { ...made.context.phase, polished } };
  const conflict = conflictIn(await combineTasks(context, made.records));
  const asked = await askAboutConflict(context, 'squash', conflict);
  if (asked.outcome !== 'question') throw new Error('not asked');
  const { question } = asked;
  expect(question).toMatchObject({
    text: 'The result of task 1.1 conflicts with the polished commit.',
    tasks: ['1.1'],
  });
  expect(question.options).toContainEqual({ name: 'retry', does: 'do task 1.1 again, on top of the polished commit' });
  const answer = async (choice: string) => {
    await keepAnswer(host, git, context.refs, { question, choice, text: '', by: 'Ada' });
    return await askAboutConflict(context, 'squash', conflict);
  };
  expect(await answer('retry')).toMatchObject({ failure: { message: expect.stringContaining('does task 1.1 again') } });
  expect(await answer('abandon')).toMatchObject({ failure: { message: expect.stringContaining('--rebase') } });
});

test('Where the tasks are in order as it is, the later one alone is done again.', async () => {
  const made = await conflicting([ours, theirs], { writer: '' });
  const { phase } = made.context;
  const tasks = phase.tasks.map((task) => (task.id === '1.2' ? { ...task, dependsOn: ['1.1'] } : task));
  const ask = async (context: StageContext) =>
    await askAboutConflict(context, 'squash', conflictIn(await combineTasks(context, made.records)));
  expect(await ask(made.context)).toMatchObject({ question: { tasks: ['1.1', '1.2'] } });
  expect(await ask({ ...made.context, phase: { ...phase, tasks } })).toMatchObject({ question: { tasks: ['1.2'] } });
});

test('A combination that moves a file of a sibling, which the task has never seen, is not taken on trust.', async () => {
  const moving = { texts: { 'old/a.txt': undefined, 'new/a.txt': '1\n2\n3\n' } };
  const adding = { texts: { 'old/sibling.txt': 'sibling\n' } };
  const made = await conflicting([adding, moving], {}, { ...before, 'old/a.txt': '1\n2\n3\n' });
  const { context, repository } = made;
  const git = withDirectoryRenames(repository.git);
  const combined = await combineTasks({ ...context, repository: { ...context.repository, git } }, made.records);
  expect(conflictIn(combined)).toMatchObject({
    paths: ['new/sibling.txt', 'old/sibling.txt'],
    why: [expect.stringContaining('Only the tasks before have changed these')],
  });
});

/** As a user has set it, who wants files to follow a folder that was moved. */
function withDirectoryRenames(git: Git): Git {
  return {
    ...git,
    run: async (args, options) => await git.run(['-c', 'merge.directoryRenames=true', ...args], options),
  };
}
