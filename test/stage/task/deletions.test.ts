import { expect, test } from 'vitest';
import { isSafe, type Question } from '../../../core/workflow/question.ts';
import { keepAnswer } from '../../../core/stage/questions/answers.ts';
import { combineTasks } from '../../../core/stage/task/combine-tasks.ts';
import { settleDeletions, type Deletions } from '../../../core/stage/task/deletions.ts';
import { userGit } from '../../git/scratch.ts';
import { before, conflicting, type Conflicting, type Work } from '../merge/conflicting.ts';

const text = Array.from({ length: 20 }, (_, line) => `line ${line}\n`).join('');
const files = { ...before, 'src/old.ts': text, 'src/other.ts': 'other\n' };

async function phaseWith(works: readonly Work[]): Promise<Conflicting> {
  return await conflicting(works, {}, files);
}

async function settled({ context, records }: Conflicting): Promise<Deletions> {
  return await settleDeletions(context, 'squash', records);
}

function questionsIn(deletions: Deletions): readonly Question[] {
  if (deletions.how !== 'asked') throw new Error(`Unexpected ${deletions.how}`);
  return deletions.questions;
}

/** The files of the combination, by what a person answers to each question. */
async function filesAfter(made: Conflicting, choice: string): Promise<string[]> {
  const { host, git, context, root } = made;
  for (const question of questionsIn(await settled(made)))
    await keepAnswer(host, git, context.refs, { question, choice, text: '', by: 'Ada' });
  const deletions = await settled(made);
  if (deletions.how !== 'decided') throw new Error(`Unexpected ${deletions.how}`);
  const combined = await combineTasks(context, deletions.tasks);
  if (!combined.ok) throw new Error('not combined');
  return userGit(root, 'ls-tree', '-r', '--name-only', combined.commit).split('\n');
}

const deleting: Work = { texts: { 'src/old.ts': undefined, 'a.txt': 'ours\n' } };
const sibling: Work = { texts: { 'b.txt': 'sibling\n' } };

test('An undeclared deletion is stopped: a question names the task and the file, and nothing is combined before.', async () => {
  const made = await phaseWith([sibling, deleting]);
  const [question, ...more] = questionsIn(await settled(made));
  expect(more).toEqual([]);
  expect(question).toMatchObject({
    reason: 'deletion',
    stage: 'squash',
    text: 'Task 1.2 deletes a file that the plan does not say it deletes.',
    default: 'abandon',
  });
  expect(question?.context[0]).toBe('src/old.ts');
  expect(question?.options.map(({ name }) => name)).toEqual(['allow', 'keep', 'abandon']);
  expect(isSafe(question!, 'allow')).toBe(false);
  expect(questionsIn(await settled(made))[0]?.id).toBe(question?.id);
});

test.each([['src/old.ts'], ['src/**']])(
  'A deletion declared as %s passes, and its siblings land with it.',
  async (name) => {
    const made = await phaseWith([{ ...deleting, deletes: [name] }, sibling]);
    const deletions = await settled(made);
    expect(deletions).toEqual({ how: 'decided', tasks: made.records });
    const combined = await combineTasks(made.context, made.records);
    expect(combined.ok && userGit(made.root, 'show', `${combined.commit}:b.txt`)).toBe('sibling');
    expect(combined.ok && userGit(made.root, 'ls-tree', '-r', '--name-only', combined.commit, 'src/')).toBe(
      'src/other.ts',
    );
  },
);

test('What a task is to delete says nothing for its siblings, nor for its other files.', async () => {
  const made = await phaseWith([
    { ...deleting, deletes: ['src/other.ts'] },
    { ...sibling, deletes: ['src/old.ts'] },
  ]);
  expect(questionsIn(await settled(made)).map(({ context }) => context[0])).toEqual(['src/old.ts']);
});

test('A person who says so has the file deleted; or kept, and then the rest of the task and its siblings land.', async () => {
  const made = await phaseWith([deleting, sibling]);
  expect(await filesAfter(made, 'allow')).not.toContain('src/old.ts');
  const other = await phaseWith([deleting, sibling]);
  const kept = await filesAfter(other, 'keep');
  expect(kept).toContain('src/old.ts');
  const deletions = await settled(other);
  const combined = deletions.how === 'decided' ? await combineTasks(other.context, deletions.tasks) : undefined;
  if (!combined?.ok) throw new Error('not combined');
  expect(userGit(other.root, 'show', `${combined.commit}:a.txt`)).toBe('ours');
  expect(userGit(other.root, 'show', `${combined.commit}:b.txt`)).toBe('sibling');
  expect(userGit(other.root, 'log', '-2', '--format=%ct', combined.commit).split('\n')).not.toContain('0');
});

test('A file that a person has kept stays, though a task that builds on the one that deleted it never saw it.', async () => {
  const made = await phaseWith([deleting, { texts: { 'c.txt': 'c\n' }, on: 0 }]);
  expect(await filesAfter(made, 'keep')).toEqual(expect.arrayContaining(['src/old.ts', 'c.txt']));
});

test('Left at that, nothing is combined, and it is said how the plan allows it.', async () => {
  const made = await phaseWith([deleting]);
  const [question] = questionsIn(await settled(made));
  await keepAnswer(made.host, made.git, made.context.refs, {
    question: question!,
    choice: 'abandon',
    text: '',
    by: 'Ada',
  });
  expect(await settled(made)).toMatchObject({
    how: 'given-up',
    failure: { reason: 'question', message: expect.stringContaining('`delete:<path>` among the files of task 1.1') },
  });
});

test('A file that has moved is not gone, and one that only its own task had added is nobody else’s loss.', async () => {
  const made = await phaseWith([
    { texts: { 'src/old.ts': undefined, 'src/new.ts': `${text}more\n`, 'tmp.txt': 'x\n' } },
    sibling,
  ]);
  expect(await settled(made)).toMatchObject({ how: 'decided' });
});

test('A task that deletes what the one before it has added is asked about as well.', async () => {
  const made = await phaseWith([{ texts: { 'added.txt': 'added\n' } }, { texts: { 'added.txt': undefined }, on: 0 }]);
  expect(questionsIn(await settled(made))).toMatchObject([{ context: ['added.txt', expect.any(String)] }]);
});

test('A file that a sibling has added is never deleted by the combination, whatever folder a task has emptied.', async () => {
  const made = await phaseWith([
    { texts: { 'src/old.ts': undefined, 'src/other.ts': undefined }, deletes: ['src/**'] },
    { texts: { 'src/sibling.ts': 'sibling\n' } },
  ]);
  expect(await settled(made)).toMatchObject({ how: 'decided' });
  for (const records of [made.records, made.records.toReversed()]) {
    const combined = await combineTasks(made.context, records);
    if (!combined.ok) throw new Error('not combined');
    expect(userGit(made.root, 'ls-tree', '-r', '--name-only', combined.commit, 'src/')).toBe('src/sibling.ts');
  }
});
