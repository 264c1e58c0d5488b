import type { Answer, Question } from './question.ts';
import { work } from './next.ts';
import type { PassedStep, Progress, State } from './state.ts';
import { stepOf, type Workflow } from './workflow.ts';

/** What a person chooses who holds the tests to be wrong that somebody else has to make pass. */
export const testsWrong = {
  name: 'tests-wrong',
  does: 'have the tests mended by the tester, with your words as guidance; then the code is written anew against them',
};

/** The tester's step, where it is done with and a later one depends on it. */
export function testerOf({ passed }: Pick<Progress, 'passed'>): PassedStep | undefined {
  return passed.find(({ role }) => role === 'tester');
}

/**
 * The tester's step begins again from what the tester had left, with rounds of its own that are counted on. What was written
 * against these tests is not taken along: nothing could be red with it, and whoever fills the bodies begins from the new tests.
 */
export function reopenTests(workflow: Workflow, before: Progress, question: Question, { text }: Answer): State {
  const tester = testerOf(before);
  if (!tester) throw new Error(`Internal error: workflow ${workflow.name} has no tests to be mended here`);
  const step = workflow.steps.findIndex(({ role }) => role === 'tester');
  const { commit, from } = tester;
  const round = before.round + 1;
  const said = question.context.join('\n');
  return work(
    {
      ...before,
      step,
      from,
      commit,
      passed: before.passed.slice(0, before.passed.indexOf(tester)),
      round,
      firstRound: round,
      roundLimit: before.round + stepOf(workflow, step).review.maxRounds,
      attempt: 1,
      fixTurns: 0,
      scopeTries: 0,
      formatTries: 0,
      failures: 0,
      secondLooks: 0,
      formatted: null,
      reviewed: commit,
      verdict: null,
      open: [],
      queue: [],
      disputes: [],
      defects: [],
      flags: [],
      interrupted: null,
      // Whoever fills the bodies is told of the task anew, with other tests in it.
      sessions: { ...before.sessions, implementer: undefined },
    },
    {
      why: 'guidance',
      text: [text, 'The tests are held to be wrong, and a person agrees. This was said of them:', said]
        .join('\n\n')
        .trim(),
      findings: [],
    },
  );
}
