import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keepAnswer } from '../../../core/stage/questions/answers.ts';
import { questionFor } from '../../../core/stage/prove/asked-criteria.ts';
import { artifactPath, json, keep, type StageContext } from '../../../core/stage/context.ts';
import { runExitCriteria } from '../../../core/stage/prove/exit-criteria.ts';
import type { PhaseTask } from '../../../core/stage/phase-record.ts';
import { contained } from '../../agent/contained.ts';
import { commitFiles, userGit } from '../../git/scratch.ts';

const path = 'specs/91-impl-plan.md';

function plan(...criteria: readonly string[]): string {
  const list = criteria.map((text) => `- ${text}`).join('\n');
  const head = '# Plan\n\n## Phase 1: words\n\n- [x] 1.1 Do it\n';
  return criteria.length > 0 ? `${head}\n**Exit criteria**:\n\n${list}\n` : head;
}

/** A phase with one task, reviewed and judged on a commit of this plan. */
async function phaseWith(
  text: string,
  tasks: readonly PhaseTask[] = [{ id: '1.1', slug: '1.1', title: 'Do it', dependsOn: [] }],
) {
  const made = await contained();
  const commit = commitFiles(made.root, { [path]: text, 'pass.cjs': 'console.log("fine")\n' });
  const tree = userGit(made.root, 'rev-parse', 'HEAD^{tree}');
  const context: StageContext = { ...made.context, phase: { ...made.context.phase, tasks } };
  const review = { version: 1, stage: 'review', outcome: 'done', key: 'review', rounds: 1, agentCalls: 1, usage: {}, findings: [], fixes: [], handOff: commit, tree }; // prettier-ignore
  const verdict = { commit, tree, green: true, gates: [], changedFiles: [] };
  const gates = { version: 1, stage: 'gates', outcome: 'done', key: 'gates', verdict };
  for (const record of [review, gates])
    await keep(context, {
      stage: record.stage,
      key: record.key,
      work: commit,
      artifacts: new Map([['record.json', json(record)]]),
    });
  return { ...made, context, commit, tree, run: async () => await runExitCriteria(context, []) };
}

test('Every proof says what was run, how it ended, on which tree, and what it covers.', async () => {
  const { run, tree, context } = await phaseWith(plan('`node pass.cjs` passes', '`pass.cjs` exists', 'All gates pass'));

  const record = await run();

  const covered = { digest: expect.stringMatching(/^[0-9a-f]{64}$/), leftOut: ['specs/93-improvements-review.md'] };
  expect(record).toMatchObject({
    outcome: 'done',
    tree,
    criteria: [
      {
        outcome: 'met',
        proof: {
          at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          tree,
          inputs: covered,
          run: { command: ['node', 'pass.cjs'], ended: 'exit', code: 0, output: { artifact: 'output-1.txt', isCut: false } },
        },
      },
      { outcome: 'met', proof: { tree, inputs: { only: ['pass.cjs'], leftOut: [] } } },
      { outcome: 'met', proof: { tree, inputs: covered } },
    ],
  }); // prettier-ignore
  expect(readFileSync(artifactPath(context, 'exit-criteria', 'output-1.txt'), 'utf8')).toBe('fine\n');
});

test('An empty set of criteria fails, and the failure says what to write.', async () => {
  const { run } = await phaseWith(plan());
  expect(await run()).toMatchObject({
    outcome: 'failed',
    failure: {
      reason: 'not-proven',
      message: expect.stringMatching(/^Unexpected phase 1 without exit criteria, .*"\*\*Exit criteria\*\*: `npm test` passes/),
      at: { path, line: 3, column: 1 },
    },
  }); // prettier-ignore
});

test('A command that collects no test is not met, whatever its exit code, and the failure says so.', async () => {
  const { run } = await phaseWith(plan('`node --test` passes'));
  const record = await run();
  expect(record.criteria).toMatchObject([{ outcome: 'not-met', proof: { run: { code: 0, tests: { passed: 0 } } } }]);
  expect(record.failure?.message).toContain('No test was collected and passed (node --test): that proves nothing.');
});

describe('a person', () => {
  test('is asked what no code decides, and the answer is recorded with who gave it and when.', async () => {
    const { run, host, repository, context, tree } = await phaseWith(plan('The owner signs off'));
    const asked = await run();
    expect(asked).toMatchObject({ outcome: 'question', criteria: [{ outcome: 'undecided' }] });
    const [question] = asked.questions;
    expect(question?.context).toContain(`Tree ${tree}; to look at a file of it: git show ${tree.slice(0, 10)}:<path>`);

    const answer = { question: question!, choice: 'met', text: 'I have seen it', by: 'Ada' };
    await keepAnswer(host, repository.git, context.refs, answer);

    expect(await run()).toMatchObject({
      outcome: 'done',
      criteria: [
        {
          outcome: 'met',
          proof: { tree, person: { by: 'Ada', at: expect.stringMatching(/^\d{4}-\d\d-/), words: 'I have seen it' } },
        },
      ],
    });
  });

  test('has no say where a probe has found out.', async () => {
    const { run, host, repository, context, commit } = await phaseWith(plan('`gone` exists'));
    const failed = await run();
    expect(failed).toMatchObject({ outcome: 'failed', questions: [] });
    // The id is made from text and tree, so somebody could answer what nobody has asked.

    const tree = userGit(context.phase.checkout, 'rev-parse', `${commit}^{tree}`);
    for (const criterion of failed.criteria) {
      const question = questionFor(criterion, tree);
      await keepAnswer(host, repository.git, context.refs, { question, choice: 'met', text: '', by: 'Ada' });
    }
    expect((await run()).criteria.map(({ outcome }) => outcome)).toEqual(['not-met']);
  });

  test('is asked about a task that was ticked before the run, and that no commit says was done.', async () => {
    const { run } = await phaseWith(plan('All gates pass'), []);
    expect(await run()).toMatchObject({
      outcome: 'question',
      // No later change makes it untrue.
      criteria: [{ outcome: 'met' }, { outcome: 'undecided', proof: { inputs: { only: [], leftOut: [] } } }],
      questions: [
        {
          text: 'Does this exit criterion hold? Task 1.1 is done: Do it',
          context: [expect.any(String), 'It is ticked in the plan, and no commit says that it was done.'],
        },
      ],
    });
  });
});
