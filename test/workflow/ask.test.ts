import { describe, expect, test } from 'vitest';
import { isSafe } from '../../core/workflow/question.ts';
import type { Event, State } from '../../core/workflow/state.ts';
import { iterative } from '../../core/workflow/workflow.ts';
import {
  answered,
  committed,
  failed,
  finding,
  goodWork,
  inScope,
  outOfScope,
  play,
  red,
  reviewed,
  says,
  words,
  worked,
} from './sample.ts';

const task = iterative({ gateRetries: 1, maxReviewRounds: 2 });
const resumed: Event = { type: 'resumed' };
const bad = finding('P1', 'off by one');
const poor = finding('P2', 'unclear name');

const gateLimit = [worked, committed('c1'), inScope, red('c1'), worked, committed('c2'), inScope, red('c2')];
const scopeLimit = ['c1', 'c2', 'c3'].flatMap((commit) => [worked, committed(commit), outOfScope]);
const reviewLimit = [
  ...goodWork('c1'),
  reviewed('ISSUES_FOUND', bad),
  ...goodWork('c2'),
  reviewed('ISSUES_FOUND', bad, poor),
];
const clarification = [...goodWork('c1'), reviewed('NEEDS_CLARIFICATION')];
const personNeeded = [says({ status: 'person-needed', question: 'Which?' })];
const tradeOff = [says({ status: 'person-needed', question: 'Which?', options: ['take a', 'take b'] })];
const failures = [failed, resumed, failed, resumed, failed];
const reviewFailures = [...goodWork('c1'), ...failures];

function question(state: State) {
  if (state.at !== 'asking') throw new Error(`no question, but ${words(state)}`);
  return state.question;
}

test('Tests of the base that are missed can be allowed, which is kept, and the gates judge again.', () => {
  const complaints = [
    { kind: 'fewer-tests' as const, message: 'demo:test has run 6 tests', tests: ['demo:test'], fewer: 6 },
  ];
  const missing = (commit: string): Event => {
    const event = red(commit);
    if (event.type !== 'gated') throw new Error('no verdict');
    const gates = event.verdict.gates.map((gate) => ({ ...gate, outcome: 'passed' as const }));
    return { ...event, verdict: { ...event.verdict, gates, complaints } };
  };
  const events = [worked, committed('c1'), inScope, missing('c1'), worked, committed('c2'), inScope, missing('c2')];
  expect(question(play(task, ...events)).options.map(({ name }) => name)).toEqual([
    'allow',
    'guide',
    'retry',
    'abandon',
  ]);
  const state = play(task, ...events, answered('allow', 'it is gone'));
  expect(words(state)).toBe('gate c2');
  expect(state.progress.allowed).toMatchObject([{ path: 'demo:test', fewer: 6, by: 'ada', words: 'it is gone' }]);
});

describe('what each answer does', () => {
  test.each<[string, string, readonly Event[], string]>([
    ['gate-limit', 'retry', gateLimit, 'work 1.1 gates-red from c2'],
    ['gate-limit', 'guide', gateLimit, 'work 1.1 guidance from c2'],
    ['gate-limit', 'abandon', gateLimit, 'abandoned c2'],
    ['scope-limit', 'retry', scopeLimit, 'work 1.1 out-of-scope from c3'],
    ['scope-limit', 'guide', scopeLimit, 'work 1.1 guidance from c3'],
    ['scope-limit', 'abandon', scopeLimit, 'abandoned c3'],
    ['review-limit', 'guide', reviewLimit, 'work 3.1 guidance from c2'],
    ['review-limit', 'approve', reviewLimit, 'approved c2'],
    ['review-limit', 'abandon', reviewLimit, 'abandoned c2'],
    ['needs-clarification', 'clarify', clarification, 'review 1 of c1'],
    ['needs-clarification', 'guide', clarification, 'work 1.1 guidance from c1'],
    ['needs-clarification', 'approve', clarification, 'approved c1'],
    ['needs-clarification', 'abandon', clarification, 'abandoned c1'],
    ['person-needed', 'retry', personNeeded, 'work 1.1 first from c0'],
    ['person-needed', 'guide', personNeeded, 'work 1.1 guidance from c0'],
    ['person-needed', 'abandon', personNeeded, 'abandoned c0'],
    ['trade-off', 'option-1', tradeOff, 'work 1.1 guidance from c0'],
    ['trade-off', 'option-2', tradeOff, 'work 1.1 guidance from c0'],
    ['trade-off', 'guide', tradeOff, 'work 1.1 guidance from c0'],
    ['trade-off', 'retry', tradeOff, 'work 1.1 first from c0'],
    ['trade-off', 'abandon', tradeOff, 'abandoned c0'],
    ['agent-failed', 'retry', failures, 'work 1.1 first from c0'],
    ['agent-failed', 'guide', failures, 'work 1.1 guidance from c0'],
    ['agent-failed', 'skip', failures, 'abandoned c0'],
    ['agent-failed', 'retry', reviewFailures, 'review 1 of c1'],
    ['agent-failed', 'skip', reviewFailures, 'abandoned c1'],
  ])('%s, answered with %s.', (reason, choice, events, next) => {
    const asked = question(play(task, ...events));
    expect(asked.reason).toBe(reason);
    expect(asked.options.map((option) => option.name)).toContain(choice);
    expect(words(play(task, ...events, answered(choice)))).toBe(next);
  });

  test('Guidance reaches the agent in the words of the person, with what is still to be fixed.', () => {
    const state = play(task, ...reviewLimit, answered('guide', 'count from one'));
    expect(state).toMatchObject({ command: { because: { text: 'count from one', findings: [bad, poor] } } });
  });

  describe('of a reviewer with questions', () => {
    const wrong = { ...finding('P1', 'the spec says two things'), kind: 'spec-defect' } as const;
    const small = finding('P3', 'long line');
    const asked = [...goodWork('c1'), reviewed('NEEDS_CLARIFICATION', bad, small, wrong)];

    test('What it has found stands in the question, and what is small is put off.', () => {
      const state = play(task, ...asked);
      expect(question(state).context).toEqual([
        'looked at it',
        'P1 src/a.ts:3 off by one',
        'P1 src/a.ts:3 the spec says two things',
      ]);
      expect(state.progress).toMatchObject({ open: [bad], settled: [{ finding: small, outcome: 'deferred' }] });
    });

    test('With guidance the agent is told of it, a person is asked about the spec first, and then all of it is reviewed.', () => {
      const guided = [...asked, answered('guide', 'count from one')];
      expect(question(play(task, ...guided)).reason).toBe('spec-defect');
      const going = play(task, ...guided, answered('fix-code'));
      expect(going).toMatchObject({
        command: { because: { text: 'count from one', findings: [bad, wrong], decided: [{ choice: 'fix-code' }] } },
      });
      const next = play(task, ...guided, answered('fix-code'), ...goodWork('c2'));
      expect(next).toMatchObject({ command: { do: 'review', commit: 'c2', since: null, open: [bad, wrong] } });
    });

    test('After an answer to it the next reviewer is shown what it had found, and what that leaves out is no fix.', () => {
      const again = [...asked, answered('clarify', 'it is meant so')];
      expect(play(task, ...again)).toMatchObject({
        command: { do: 'review', commit: 'c1', since: null, open: [bad, wrong], clarification: 'it is meant so' },
      });
      const left = play(task, ...again, reviewed('APPROVED'));
      expect(left).toMatchObject({ at: 'approved' });
      expect(left.progress.settled.slice(1)).toMatchObject([
        { finding: bad, outcome: 'rejected', reason: expect.stringContaining('it is meant so') },
        { finding: wrong, outcome: 'rejected' },
      ]);
      expect(question(play(task, ...again, reviewed('ISSUES_FOUND', wrong))).reason).toBe('spec-defect');
    });

    test('An approval sends all of it to the backlog.', () => {
      const { settled, defects } = play(task, ...asked, answered('approve')).progress;
      expect(settled.map((one) => [one.finding.title, one.outcome])).toEqual([
        ['long line', 'deferred'],
        ['off by one', 'deferred'],
        ['the spec says two things', 'deferred'],
      ]);
      expect(defects).toEqual([]);
    });

    test('What was open before is not closed by questions, and its change is reviewed with the next.', () => {
      const later = [
        ...goodWork('c1'),
        reviewed('ISSUES_FOUND', bad),
        ...goodWork('c2'),
        reviewed('NEEDS_CLARIFICATION'),
      ];
      expect(play(task, ...later).progress).toMatchObject({ open: [bad], settled: [] });
      const next = play(task, ...later, answered('guide', 'so'), ...goodWork('c3'));
      expect(next).toMatchObject({ command: { do: 'review', commit: 'c3', since: 'c1' } });
      const clarified = play(task, ...later, answered('clarify', 'so'), reviewed('APPROVED'));
      expect(clarified.progress.settled).toEqual([{ finding: bad, outcome: 'fixed' }]);
    });
  });

  test('What the agent offered reaches it as it was offered, with the words of the person behind it.', () => {
    expect(question(play(task, ...tradeOff)).options.slice(0, 2)).toMatchObject([
      { name: 'option-1', does: 'take a' },
      { name: 'option-2', does: 'take b' },
    ]);
    const chosen = (...said: Parameters<typeof answered>) => play(task, ...tradeOff, answered(...said));
    expect(chosen('option-2')).toMatchObject({ command: { because: { text: 'take b' } } });
    expect(chosen('option-2', 'and test it')).toMatchObject({
      command: { because: { text: 'take b\n\nand test it' } },
    });
  });

  test('After "retry" an agent may fail as often as before.', () => {
    const retried = [...failures, answered('retry'), failed, resumed, failed];
    expect(words(play(task, ...retried))).toBe('stopped agent-failed');
    expect(words(play(task, ...retried, resumed, failed))).toBe('asks agent-failed');
  });

  test('Work in between, and trouble of a provider, are no failures in a row.', () => {
    const quota: Event = { type: 'failed', failure: { reason: 'agent-quota', message: 'no more' }, agentCalls: 1 };
    const twice = [failed, resumed, failed, resumed];
    expect(words(play(task, ...twice, quota))).toBe('stopped agent-quota');
    expect(words(play(task, ...twice, worked, committed('c1'), inScope, red('c1'), failed))).toBe(
      'stopped agent-failed',
    );
    expect(words(play(task, ...twice, quota, resumed, failed))).toBe('asks agent-failed');
  });

  test('An approval by a person sends what is open to the backlog, with the name.', () => {
    const state = play(task, ...reviewLimit, answered('approve'));
    expect(state.progress.open).toEqual([]);
    expect(state.progress.settled).toEqual([
      { finding: bad, outcome: 'deferred', reason: 'taken as it is by ada' },
      { finding: poor, outcome: 'deferred', reason: 'taken as it is by ada' },
    ]);
  });

  test('Giving up says who did, or why in their words.', () => {
    expect(play(task, ...gateLimit, answered('abandon'))).toMatchObject({
      reason: expect.stringContaining('abandoned by ada'),
    });
    expect(play(task, ...gateLimit, answered('abandon', 'too dear'))).toMatchObject({ reason: 'too dear' });
  });

  test('After "retry" the gates may be red as often as before.', () => {
    const retried = [...gateLimit, answered('retry'), worked, committed('c3'), inScope, red('c3')];
    expect(words(play(task, ...retried))).toBe('work 1.2 gates-red from c3');
    expect(words(play(task, ...retried, worked, committed('c4'), inScope, red('c4')))).toBe('asks gate-limit');
  });

  test('After "guide" there are as many rounds of review as before.', () => {
    const guided = [...reviewLimit, answered('guide', 'so'), ...goodWork('c3'), reviewed('ISSUES_FOUND', bad)];
    expect(words(play(task, ...guided))).toBe('work 4.1 findings from c3');
    expect(words(play(task, ...guided, ...goodWork('c4'), reviewed('ISSUES_FOUND', bad)))).toBe('asks review-limit');
  });

  test('An answer that is not an option is our bug.', () => {
    expect(() => play(task, ...gateLimit, answered('approve'))).toThrow('Internal error: "approve" is not an option');
  });
});

describe('a question', () => {
  test.each([
    ['gate-limit', gateLimit, ['demo:test failed\nexpected 1 to be 2']],
    ['scope-limit', scopeLimit, ['package.json']],
    ['review-limit', reviewLimit, ['P1 src/a.ts:3 off by one', 'P2 src/a.ts:3 unclear name']],
    ['needs-clarification', clarification, ['looked at it']],
    ['person-needed', personNeeded, ['did it', 'Which?']],
    ['trade-off', tradeOff, ['did it', 'Which?']],
    ['agent-failed', failures, ['gone']],
    ['spec-wrong', [says({ status: 'spec-wrong', options: ['a'] })], ['did it', 'a']],
  ])('%s tells what is needed to answer it, and its default lets nothing through.', (_reason, events, context) => {
    const asked = question(play(task, ...events));
    expect(asked.context).toEqual(context);
    expect(asked.default).toMatch(/^(?:abandon|skip)$/);
    expect(isSafe(asked, asked.default)).toBe(true);
  });

  test('Its id is the same when the loop is replayed.', () => {
    expect(question(play(task, ...gateLimit)).id).toBe(question(play(task, ...gateLimit)).id);
    expect(question(play(task, ...gateLimit)).id).toMatch(/^task-1-[0-9a-f]{6}$/);
  });

  test('An agent that stops again with the same words asks anew: the answer before was to the question before.', () => {
    const again = [...personNeeded, answered('retry'), ...personNeeded];
    expect(question(play(task, ...again)).id).not.toBe(question(play(task, ...personNeeded)).id);
  });
});
