import { describe, expect, test } from 'vitest';
import { isSafe } from '../../core/workflow/question.ts';
import type { Event, State } from '../../core/workflow/state.ts';
import { polishing } from '../../core/workflow/workflow.ts';
import { answered, committed, finding, inScope, play, reviewed, words, worked } from './sample.ts';

const polish = polishing({ gateRetries: 1, maxReviewRounds: 1 });
const gap = finding('P1', 'nothing says what a part holds');
const demands = ['− exit criterion: All gates pass.', '+ exit criterion: `true` passes.'];

/** The gates on a commit of a polisher that has changed what is demanded. */
function judged(commit: string, changes: readonly string[] = demands): Event {
  const verdict = { commit, tree: `tree of ${commit}`, green: true, gates: [], changedFiles: [] };
  return { type: 'gated', verdict: { ...verdict, demands: [...changes] } };
}

function question(state: State) {
  if (state.at !== 'asking') throw new Error(`no question, but ${words(state)}`);
  return state.question;
}

describe('What is demanded otherwise than before', () => {
  test.each<[string, readonly Event[]]>([
    ['once the reader is content', [judged('c0'), reviewed('APPROVED')]],
    [
      'after a person has approved at the limit of rounds',
      [judged('c0'), reviewed('ISSUES_FOUND', gap), answered('approve')],
    ],
    [
      'after a person has approved in place of a clarification',
      [judged('c0'), reviewed('NEEDS_CLARIFICATION', gap), answered('approve')],
    ],
  ])('is asked about %s.', (_, events) => {
    const asked = question(play(polish, ...events));
    expect(asked).toMatchObject({ reason: 'changed-demands', context: demands, default: 'abandon' });
    expect(isSafe(asked, 'approve')).toBe(false);
    expect(words(play(polish, ...events, answered('approve')))).toBe('approved c0');
    expect(words(play(polish, ...events, answered('abandon')))).toBe('abandoned c0');
  });

  test('is asked about again when the words that a person wanted demand something else, too.', () => {
    const guided = [
      judged('c0'),
      reviewed('APPROVED'),
      answered('guide', 'as it was'),
      worked,
      committed('c1'),
      inScope,
    ];
    expect(words(play(polish, ...guided, judged('c1', []), reviewed('APPROVED')))).toBe('approved c1');
    const again = play(polish, ...guided, judged('c1'), reviewed('APPROVED'));
    expect(words(again)).toBe('asks changed-demands');
    expect(question(again).id).not.toBe(question(play(polish, judged('c0'), reviewed('APPROVED'))).id);
  });

  test('is no question where nothing changes.', () => {
    expect(words(play(polish, judged('c0', []), reviewed('APPROVED')))).toBe('approved c0');
  });
});

test('What a reader asks about stays open: it goes to the backlog when a person takes the texts as they are.', () => {
  const asked = [judged('c0', []), reviewed('NEEDS_CLARIFICATION', gap)];
  expect(play(polish, ...asked, answered('approve')).progress.settled).toEqual([
    { finding: gap, outcome: 'deferred', reason: 'taken as it is by ada' },
  ]);
  expect(play(polish, ...asked, answered('guide', 'text'))).toMatchObject({
    command: { because: { text: 'text', findings: [gap] } },
  });
});
