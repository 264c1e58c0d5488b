import { expect, test } from 'vitest';
import type { Entry } from '../../core/journal/journal.ts';
import { loopStory, raisedIn } from '../../core/report/loop-story.ts';
import type { Verdict } from '../../core/result/records.ts';
import type { Finding } from '../../core/review/finding.ts';
import type { Command, Event } from '../../core/workflow/state.ts';
import { iterative } from '../../core/workflow/workflow.ts';
import { second } from './sample.ts';

const commit = 'a1b2c3d4'.repeat(5);
const finding: Finding = { severity: 'P1', path: 'src/a.ts', line: 3, title: 'Too long', fix: 'Cut it' };
const about = { stage: 'task-1.1', workflow: iterative({ gateRetries: 2, maxReviewRounds: 5 }) };

const work = (round: number, attempt = 1): Command => ({
  do: 'work',
  because: { why: 'first' },
  round,
  attempt,
  from: commit,
});
const commits = (round: number): Command => ({ do: 'commit', onto: commit, round, because: { why: 'first' } });
const review = (round: number): Command => ({
  do: 'review',
  commit,
  round,
  since: null,
  verdict: null,
  open: [],
  disputes: [],
  clarification: null,
});
const worked: Event = { type: 'worked', answer: { status: 'done', summary: 'I wrote it.' }, usage: {} };
const committed: Event = { type: 'committed', commit, changed: ['src/a.ts'] };
const scoped: Event = { type: 'scoped', outside: [] };

/** A round without trouble, as far as its review. */
const round = (number: number): (readonly [Command, Event])[] => [
  [work(number), worked],
  [commits(number), committed],
  [{ do: 'scope', commit }, scoped],
  [
    { do: 'gate', commit },
    { type: 'gated', verdict: verdict(true) },
  ],
];
const rejected: Event = reviewed('ISSUES_FOUND', [finding]);

test('Each command is a step with its times, its round and how it ended.', () => {
  const { steps } = loopStory(journal(...round(1), [review(1), rejected]), about);

  expect(steps.map(({ doing, round: of, role, outcome }) => [doing, of, role, outcome])).toEqual([
    ['work', 1, 'implementer', 'done'],
    ['other', 1, null, 'done'],
    ['other', 1, null, 'done'],
    ['gates', 1, null, 'green'],
    ['review', 1, 'reviewer', 'ISSUES_FOUND'],
  ]);
  expect(steps[0]).toMatchObject({ started: second(10), ended: second(20) });
});

test('A command that was cut short is no step: nobody knows when it ended.', () => {
  const begun = journal(...round(1)).concat(entry('intent', review(1), 300), entry('intent', review(1), 9000));

  expect(loopStory(begun, about).steps).toHaveLength(4);
});

test('A round tells what was judged and how, and what each agent said.', () => {
  const { rounds } = loopStory(
    journal(...round(1), [review(1), rejected], ...round(2), [review(2), approved()]),
    about,
  );

  expect(rounds).toEqual([
    {
      stage: 'task-1.1',
      round: 1,
      commit,
      attempts: 1,
      gates: { passed: 1, failed: 0, green: true, trouble: null },
      verdict: 'ISSUES_FOUND',
      implementer: 'I wrote it.',
      reviewer: 'So it is.',
      findings: [finding],
    },
    expect.objectContaining({ round: 2, verdict: 'APPROVED', findings: [] }),
  ]);
  expect([...raisedIn(rounds).values()]).toEqual([1]);
});

test('Red gates are told with the attempts that they took.', () => {
  const { rounds } = loopStory(
    journal(
      [work(1), worked],
      [commits(1), committed],
      [{ do: 'scope', commit }, scoped],
      [
        { do: 'gate', commit },
        { type: 'gated', verdict: { ...verdict(false), trouble: 'Nothing was collected.' } },
      ],
      [work(1, 2), worked],
    ),
    about,
  );

  expect(rounds).toMatchObject([
    { attempts: 2, gates: { passed: 0, failed: 1, green: false, trouble: 'Nothing was collected.' }, verdict: null },
  ]);
});

test('A finding that is being fixed is open.', () => {
  expect(loopStory(journal(...round(1), [review(1), rejected]), about).open).toEqual([finding]);
  expect(loopStory(journal(...round(1), [review(1), approved()]), about).open).toEqual([]);
});

test('A spec that is held to be wrong is open until a person has decided.', () => {
  const wrong: Finding = { ...finding, kind: 'spec-defect' };
  const asked = journal(...round(1), [review(1), reviewed('ISSUES_FOUND', [wrong])]);
  expect(loopStory(asked, about).open).toEqual([wrong]);
});

test('What a person answered stands beside what was asked.', () => {
  const asks: Event = {
    type: 'worked',
    answer: { status: 'person-needed', summary: 'x', question: 'Which one?' },
    usage: {},
  };
  const answer = { question: 'task-1.1-abc', choice: 'guide', text: 'The first.', by: 'Ada', at: second(40) };
  const entries = journal([work(1), asks]).concat(entry('result', { type: 'answered', answer }, 40));

  expect(loopStory(entries, about).answered).toMatchObject([
    { question: { text: 'The agent stopped: a person must decide.' }, answer },
  ]);
});

test('A journal that leads nowhere is told as far as it goes.', () => {
  const wrong = journal([work(1), committed], [work(1), worked]);

  expect(loopStory(wrong, about)).toMatchObject({ open: [], answered: [], steps: [{}, {}] });
});

function approved(): Event {
  return reviewed('APPROVED', []);
}

function reviewed(word: 'APPROVED' | 'ISSUES_FOUND', findings: Finding[]): Event {
  return { type: 'reviewed', answer: { verdict: word, commit, nonce: 'n', summary: 'So it is.', findings }, usage: {} };
}

function verdict(green: boolean): Verdict {
  const outcome = green ? 'passed' : 'failed';
  const gate = { project: 'shop', target: 'test', outcome, cached: false, durationMs: 1, output: '' } as const;
  return { commit, tree: commit, green, gates: [gate], changedFiles: [] };
}

/** Commands and what came of them, ten seconds each. */
function journal(...pairs: readonly (readonly [Command, Event])[]): Entry[] {
  return pairs.flatMap(([command, event], index) => [
    entry('intent', command, index * 20 + 10),
    entry('result', event, index * 20 + 20),
  ]);
}

function entry(kind: Entry['kind'], data: unknown, at: number): Entry {
  return { version: 1, sequence: 0, previous: '', kind, at: second(at), data, hash: '' };
}
