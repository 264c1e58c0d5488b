import { describe, expect, test } from 'vitest';
import { findingId, type Finding, type Founded, type Severity } from '../../core/review/finding.ts';
import type { Unfounded } from '../../core/review/look-up.ts';
import type { Event, State } from '../../core/workflow/state.ts';
import { correctedSpecs } from '../../core/workflow/spec-defect.ts';
import { iterative, phaseReview } from '../../core/workflow/workflow.ts';
import {
  answered,
  committed,
  finding,
  goodWork,
  green,
  inScope,
  noChange,
  outOfScope,
  play,
  red,
  reviewed,
  says,
  words,
  worked,
} from './sample.ts';

const task = iterative({ gateRetries: 2, maxReviewRounds: 3 });
const phase = phaseReview({ gateRetries: 2, maxReviewRounds: 3 });
const long = iterative({ gateRetries: 2, maxReviewRounds: 10 });
const approved = reviewed('APPROVED');

function quoted(title: string, quote: string, own: Partial<Finding> = {}): Finding {
  return { ...finding('P1', title), quote, ...own };
}

const sum = quoted('The sum is off by one', 'return sum - 1;');
const lock = quoted('The lock is never given back', 'lock(file);');
const name = quoted('The name says nothing', 'const x = 1;', { severity: 'P2' });
const issues = (...findings: readonly Finding[]): Event => reviewed('ISSUES_FOUND', ...findings);

function disputing(one: Finding): Event {
  return says({ disputes: [{ finding: findingId(one), reason: 'intended' }] });
}

/** A round with work, and a review that finds this. */
function turn(n: number, one: Finding): readonly Event[] {
  return [...goodWork(`c${n}`), issues(one)];
}

/** A review finds more than fits, and all of it is worked at. */
function fixing(all: readonly Finding[]): readonly Event[] {
  const turns = Array.from({ length: Math.ceil(all.length / 40) }, () => [worked, committed('c2')]);
  return [...goodWork('c1'), issues(...all), answered('guide', 'all of them'), ...turns.flat(), inScope, green('c2')];
}

/** What the agent works at: ids of the findings. */
function told(state: State): readonly string[] {
  if (state.at !== 'running' || state.command.do !== 'work') throw new Error(`no work, but ${words(state)}`);
  const { because } = state.command;
  return because.why === 'findings' || because.why === 'guidance' ? because.findings.map(findingId) : [];
}

describe('fixes in the review of a phase', () => {
  const found = [green('c0'), issues(sum, lock)];

  test('come one by one, each with a turn and a commit; then all of them are judged and reviewed.', () => {
    expect(told(play(phase, ...found))).toEqual([findingId(sum)]);
    const first = [...found, worked, committed('c1')];
    expect(words(play(phase, ...first))).toBe('work 2.2 findings from c1');
    expect(told(play(phase, ...first))).toEqual([findingId(lock)]);
    const second = [...first, worked, committed('c2')];
    expect(words(play(phase, ...second))).toBe('scope c2');
    expect(words(play(phase, ...second, inScope, green('c2')))).toBe('review 2 of c2');
    expect(play(phase, ...second, inScope, green('c2'), approved)).toMatchObject({
      at: 'approved',
      progress: { settled: [{ outcome: 'fixed' }, { outcome: 'fixed' }], queue: [] },
    });
  });

  test('of a task come together.', () => {
    expect(told(play(task, ...goodWork('c1'), issues(sum, lock)))).toHaveLength(2);
  });

  test('of trivial findings that a person wants fixed come together, after the others.', () => {
    const guided = [green('c0'), issues(sum, { ...name, kind: 'spec-defect' }, { ...lock, kind: 'spec-defect' })];
    const state = play(phase, ...guided, answered('fix-code'), answered('fix-code'));
    expect(told(state)).toEqual([findingId(sum)]);
    expect(state.progress.queue.map((batch) => batch.map(findingId))).toEqual([[findingId(lock)], [findingId(name)]]);
  });

  test('go on after one that is disputed; the others are judged.', () => {
    const dispute = disputing(sum);
    const state = play(phase, ...found, dispute, noChange('c0'));
    expect(told(state)).toEqual([findingId(lock)]);
    const end = play(phase, ...found, dispute, noChange('c0'), worked, committed('c1'), inScope, green('c1'));
    expect(end).toMatchObject({ command: { do: 'review', disputes: [{ finding: findingId(sum) }] } });
  });

  test('go on when the last one is disputed after others were made, and to review at once when all are.', () => {
    const last = [...found, worked, committed('c1'), disputing(lock), noChange('c1')];
    expect(words(play(phase, ...last))).toBe('scope c1');
    const all = [...found, disputing(sum), noChange('c0'), disputing(lock), noChange('c0')];
    expect(words(play(phase, ...all))).toBe('review 2 of c0');
    expect(play(phase, ...all).progress.disputes).toHaveLength(2);
  });

  test('stop at one that is neither made nor disputed, and go on with just this one.', () => {
    const stopped = [...found, worked, committed('c1'), worked, noChange('c1')];
    expect(words(play(phase, ...stopped))).toBe('stopped no-change');
    const state = play(phase, ...stopped, { type: 'resumed' });
    expect(told(state)).toEqual([findingId(lock)]);
    expect(words(state)).toBe('work 2.2 findings from c1');
  });

  test('that turn the gates red or leave the scope are mended as one.', () => {
    const both = [...found, worked, committed('c1'), worked, committed('c2')];
    expect(words(play(phase, ...both, inScope, red('c2')))).toBe('work 2.3 gates-red from c2');
    expect(words(play(phase, ...both, outOfScope))).toBe('work 2.3 out-of-scope from c2');
    const mended = [...both, inScope, red('c2'), ...goodWork('c3')];
    expect(words(play(phase, ...mended))).toBe('review 2 of c3');
    const twice = [...both, inScope, red('c2'), worked, committed('c3'), inScope, red('c3')];
    expect(words(play(phase, ...twice))).toBe('work 2.4 gates-red from c3');
    expect(words(play(phase, ...twice, worked, committed('c4'), inScope, red('c4')))).toBe('asks gate-limit');
  });

  test('are bounded by the rounds, and then a person is asked; with guidance all that is left is told at once.', () => {
    const round = (n: number): Event[] => [
      ...[1, 2].flatMap((one) => [worked, committed(`c${n}${one}`)]),
      inScope,
      green(`c${n}2`),
      issues(sum, lock),
    ];
    const asked = [...found, ...round(1), ...round(2)];
    expect(words(play(phase, ...asked))).toBe('asks review-limit');
    const guided = play(phase, ...asked, answered('guide', 'so'));
    expect(told(guided)).toEqual([findingId(sum), findingId(lock)]);
    expect(guided.progress.queue).toEqual([]);
    expect(words(play(phase, ...asked, answered('guide', 'so'), worked, committed('c9')))).toBe('scope c9');
  });
});

describe('a dispute', () => {
  const found = [...goodWork('c1'), issues(sum)];
  const dispute: Event = {
    ...(says({ disputes: [{ finding: findingId(sum), reason: 'intended' }] }) as Extract<Event, { type: 'worked' }>),
    unproven: [{ finding: findingId(sum), problem: 'it has no evidence' }],
  };

  test('without evidence does not count: nothing done is nothing done.', () => {
    expect(words(play(task, ...found, dispute, noChange('c1')))).toBe('stopped no-change');
  });

  test('without evidence does not reach the reviewer, and what is raised no more is not called rejected.', () => {
    const other = [...found, dispute, committed('c2'), inScope, green('c2')];
    expect(play(task, ...other)).toMatchObject({ command: { do: 'review', disputes: [], open: [sum] } });
    expect(play(task, ...other, approved).progress.settled).toEqual([{ finding: sum, outcome: 'fixed' }]);
  });

  test('with evidence that is let stand is settled, told to the next reviewer, and not opened again.', () => {
    const evidence = { kind: 'spec', path: 'specs/a.md', line: 3, quote: 'minus one' } as const;
    const proven = says({ disputes: [{ finding: findingId(sum), reason: 'intended', evidence }] });
    const round = [...found, proven, noChange('c1'), issues(lock), worked, committed('c2'), inScope, green('c2')];
    const rejected = { finding: sum, outcome: 'rejected', reason: 'intended', evidence };
    expect(play(task, ...round)).toMatchObject({ command: { do: 'review', settled: [rejected] } });
    const again = { ...sum, id: findingId(sum), title: 'Off by one: the sum', line: 70 };
    expect(play(task, ...round, reviewed('APPROVED', again))).toMatchObject({
      at: 'approved',
      progress: {
        settled: [
          { ...rejected, again: [again] },
          { finding: lock, outcome: 'fixed' },
        ],
      },
    });
    const other = { ...name, quote: 'const y = 2;' };
    expect(told(play(long, ...round, issues(again, other)))).toEqual([findingId(other)]);
  });

  test('that was let stand, and that another reviewer finds nothing beside, is for a person; nothing is approved.', () => {
    const proven = says({ disputes: [{ finding: findingId(sum), reason: 'intended' }] });
    const round = [...found, proven, noChange('c1'), issues(lock), worked, committed('c2'), inScope, green('c2')];
    const asked = [...round, issues({ ...sum, id: findingId(sum) })];
    expect(play(task, ...asked)).toMatchObject({
      at: 'asking',
      question: {
        reason: 'review-limit',
        text: expect.stringContaining('what was rejected'),
        context: ['P1 src/a.ts:3 The sum is off by one\nrejected: intended'],
      },
    });
    expect(told(play(task, ...asked, answered('guide', 'mend it')))).toEqual([findingId(sum)]);
    expect(play(task, ...asked, answered('approve'))).toMatchObject({
      at: 'approved',
      progress: {
        settled: [
          { finding: lock, outcome: 'fixed' },
          { outcome: 'deferred', reason: 'taken as it is by ada' },
        ],
      },
    });
  });

  test('hides nothing else: another fault on a line that stands elsewhere as well is open.', () => {
    const read = quoted('The error of readFile is swallowed', '} catch {', { line: 10, severity: 'P0' });
    const write = { ...read, line: 80, title: 'The error of writeFile is swallowed' };
    const disputed = [
      ...goodWork('c1'),
      issues(read),
      says({ disputes: [{ finding: findingId(read), reason: 'no' }] }),
      noChange('c1'),
    ];
    const round = [...disputed, issues(lock), worked, committed('c2'), inScope, green('c2'), issues(write)];
    expect(play(long, ...round)).toMatchObject({ at: 'running', progress: { open: [{ line: 80 }] } });
  });
});

describe('a spec that is wrong', () => {
  const wrong = quoted('The spec asks for two things at once', 'Zero is refused.', {
    path: 'specs/10-data.md',
    kind: 'spec-defect',
  });

  test('is a question before either side changes, with all that a person needs.', () => {
    const state = play(task, ...goodWork('c1'), issues(sum, wrong));
    expect(state).toMatchObject({
      at: 'asking',
      question: {
        reason: 'spec-defect',
        context: [
          'P1 specs/10-data.md:3 The spec asks for two things at once',
          'It says: Zero is refused.',
          'Fix: do it so',
        ],
        options: [{ name: 'fix-spec' }, { name: 'fix-code' }, { name: 'defer' }, { name: 'abandon' }],
        default: 'abandon',
      },
      progress: { open: [sum] },
    });
  });

  test.each<[string, string, string[], string[]]>([
    ['fix-spec', 'work 2.1 findings from c1', [findingId(wrong)], ['specs/10-data.md']],
    ['fix-code', 'work 2.1 findings from c1', [findingId(wrong)], []],
  ])('is work after %s, with the words of the person.', (choice, next, ids, specs) => {
    const state = play(task, ...goodWork('c1'), issues(wrong), answered(choice, 'zero is fine'));
    expect(words(state)).toBe(next);
    expect(told(state)).toEqual(ids);
    expect(state).toMatchObject({ command: { because: { decided: [{ choice, text: 'zero is fine' }] } } });
    expect(correctedSpecs(state.progress)).toEqual(specs);
  });

  test('is left for later by a person, never by an agent, and does not come back in the same words.', () => {
    const later = [...goodWork('c1'), issues(sum, wrong), answered('defer', 'next month')];
    expect(told(play(task, ...later))).toEqual([findingId(sum)]);
    const settled = { finding: wrong, outcome: 'deferred', reason: 'left for later by ada: next month' };
    expect(play(task, ...later).progress.settled).toEqual([settled]);
    expect(play(task, ...later, ...goodWork('c2'), issues({ ...wrong, id: findingId(wrong) }))).toMatchObject({
      at: 'approved',
      progress: { settled: [settled, { finding: sum, outcome: 'fixed' }] },
    });
  });

  test('ends the loop when the person gives up.', () => {
    expect(words(play(task, ...goodWork('c1'), issues(wrong), answered('abandon')))).toBe('abandoned c1');
  });

  test('is asked about once: raised again it is a finding like any other, as the person has decided.', () => {
    const again = [...goodWork('c1'), issues(wrong), answered('fix-code'), ...goodWork('c2'), issues(wrong)];
    expect(words(play(task, ...again))).toBe('work 3.1 findings from c2');
  });

  test('is asked about one by one where there are several, and then all goes on.', () => {
    const other = { ...wrong, title: 'No error is named', quote: 'It fails.' };
    const both = [...goodWork('c1'), issues(wrong, other)];
    const first = play(task, ...both);
    const second = play(task, ...both, answered('defer'));
    expect([words(first), words(second)]).toEqual(['asks spec-defect', 'asks spec-defect']);
    expect(first.at === 'asking' && second.at === 'asking' && first.question.id !== second.question.id).toBe(true);
    expect(words(play(task, ...both, answered('defer'), answered('defer')))).toBe('approved c1');
  });

  test('that an implementer finds is the same question; its answer is guidance for the work.', () => {
    const { severity: _, kind: __, ...defect } = wrong;
    const stop = says({ status: 'spec-wrong', defect });
    expect(words(play(task, stop))).toBe('asks spec-defect');
    const state = play(task, stop, answered('fix-spec', 'zero is fine'));
    expect(words(state)).toBe('work 1.1 guidance from c0');
    expect(told(state)).toEqual([findingId(wrong)]);
    expect(state).toMatchObject({
      command: { because: { decided: [{ choice: 'fix-spec', path: wrong.path, text: 'zero is fine' }] } },
    });
    const later = play(task, stop, answered('defer'));
    expect(told(later)).toEqual([]);
    expect(later.progress.settled).toMatchObject([{ outcome: 'deferred', finding: { kind: 'spec-defect' } }]);
  });

  test('that an implementer does not place is the question that it was.', () => {
    expect(words(play(task, says({ status: 'spec-wrong' })))).toBe('asks spec-wrong');
  });

  test('takes no answer that it has no option for.', () => {
    expect(() => play(task, ...goodWork('c1'), issues(wrong), answered('approve'))).toThrow(
      /Internal error: "approve"/,
    );
  });
});

describe('a reviewer', () => {
  const unfounded: readonly Unfounded[] = [{ finding: sum, problem: 'src/a.ts has no line "return sum - 1;"' }];
  const doubtful = (verdict: 'APPROVED' | 'ISSUES_FOUND', ...findings: readonly Finding[]): Event => {
    const event = reviewed(verdict, ...findings) as Extract<Event, { type: 'reviewed' }>;
    return { ...event, answer: { ...event.answer, unfounded } };
  };

  test('is not believed in what is not there, which is kept and not fixed.', () => {
    const state = play(task, ...goodWork('c1'), doubtful('ISSUES_FOUND', lock));
    expect(told(state)).toEqual([findingId(lock)]);
    expect(state.progress.settled).toMatchObject([
      { finding: sum, outcome: 'unfounded', reason: unfounded[0]!.problem },
    ]);
  });

  test('who has nothing but what is not there has approved nothing: the commit is reviewed anew.', () => {
    const state = play(task, ...goodWork('c1'), doubtful('ISSUES_FOUND'));
    expect(words(state)).toBe('stopped bad-output');
    expect(state).toMatchObject({ failure: { message: expect.stringContaining('has no line') } });
    expect(words(play(task, ...goodWork('c1'), doubtful('ISSUES_FOUND'), { type: 'resumed' }))).toBe('review 1 of c1');
  });

  test('whose only finding to be fixed is not there has approved nothing either; what was put off is kept.', () => {
    const small = { ...name, severity: 'P3' } as const;
    const state = play(task, ...goodWork('c1'), doubtful('ISSUES_FOUND', small));
    expect(words(state)).toBe('stopped bad-output');
    const kept = [
      { finding: small, outcome: 'deferred' },
      { finding: sum, outcome: 'unfounded' },
    ];
    expect(state.progress.settled).toMatchObject(kept);
    const anew = play(task, ...goodWork('c1'), doubtful('ISSUES_FOUND', small), { type: 'resumed' }, approved);
    expect(anew).toMatchObject({ at: 'approved', progress: { settled: kept } });
    expect(words(play(task, ...goodWork('c1'), doubtful('APPROVED', small)))).toBe('approved c1');
  });

  test.each(['APPROVED', 'ISSUES_FOUND'] as const)(
    'who says %s, and of an open finding that it stands on a line that is not there, has not closed it.',
    (verdict) => {
      const state = play(task, ...goodWork('c1'), issues(sum, lock), ...goodWork('c2'), doubtful(verdict));
      expect(told(state)).toEqual([findingId(sum)]);
      expect(state.progress).toMatchObject({ open: [sum], settled: [{ finding: lock, outcome: 'fixed' }] });
    },
  );

  test('whose review does not count has taken nothing for fixed.', () => {
    const second = [...goodWork('c1'), issues(lock), ...goodWork('c2'), doubtful('ISSUES_FOUND')];
    expect(play(task, ...second)).toMatchObject({ at: 'stopped', progress: { open: [lock] } });
    const anew = play(task, ...second, { type: 'resumed' });
    expect(anew).toMatchObject({ command: { do: 'review', commit: 'c2', since: 'c1', open: [lock] } });
  });

  test('whose review does not count takes back no rejection, and what it said of one is noted.', () => {
    const rejected = [...goodWork('c1'), issues(sum), disputing(sum), noChange('c1'), issues(lock), ...goodWork('c2')];
    const event = issues({ ...sum, id: findingId(sum), line: 9 }) as Extract<Event, { type: 'reviewed' }>;
    const ghost = {
      finding: { ...lock, severity: 'P0', title: 'Nothing is closed' } as const,
      problem: 'no such line',
    };
    const beside = { ...event, answer: { ...event.answer, unfounded: [ghost] } };
    const settled = [{ finding: sum, outcome: 'rejected', again: [{ line: 9 }] }, { outcome: 'unfounded' }];
    const stopped = play(task, ...rejected, beside);
    expect(stopped).toMatchObject({ at: 'stopped', progress: { open: [lock], settled } });
    const anew = play(task, ...rejected, beside, { type: 'resumed' }, approved);
    expect(anew.progress.settled).toMatchObject([...settled, { finding: lock, outcome: 'fixed' }]);
  });

  test('who finds the same in other words each round has found one thing, and then a person is asked about it.', () => {
    const titles = [
      'The sum is off by one',
      'Off by one in the sum',
      'The sum is still off by one',
      'By one the sum is off',
    ];
    const rounds = titles.flatMap((title, n) => [...goodWork(`c${n}`), issues({ ...sum, title, line: n + 1 })]);
    const asked = play(task, ...rounds.slice(0, 15));
    expect(words(asked)).toBe('asks review-limit');
    expect(asked.progress.open.map(findingId)).toEqual([findingId(sum)]);
    expect(asked.progress.settled).toEqual([]);
  });

  test('who never approves is bounded, whatever is found.', () => {
    const found = ['a', 'b', 'c'].map((one) => ({ ...sum, title: one.repeat(9), quote: one }));
    const rounds = found.flatMap((one, n) => [...goodWork(`c${n}`), issues(one)]);
    expect(words(play(task, ...rounds))).toBe('asks review-limit');
  });

  test('who raises again what was let pass on the same line may do so once; then a person is asked.', () => {
    const once = [...turn(1, sum), ...turn(2, lock), ...turn(3, sum)];
    expect(words(play(long, ...once))).toBe('work 4.1 findings from c3');
    const twice = [...once, ...turn(4, lock), ...turn(5, sum)];
    expect(play(long, ...twice)).toMatchObject({
      at: 'asking',
      question: {
        reason: 'review-limit',
        text: expect.stringContaining('had let pass'),
        context: ['P1 src/a.ts:3 The sum is off by one'],
      },
    });
    const moved = { ...sum, quote: 'return sum - 2;' };
    expect(words(play(long, ...once, ...turn(4, lock), ...turn(5, moved)))).toBe('work 6.1 findings from c5');
  });

  const many = (count: number, severity: Severity = 'P1'): Finding[] =>
    Array.from({ length: count }, (_, n) => ({ ...sum, severity, path: `src/${n}.ts` }));

  test('orders at most ten turns in a round: the worst have their own, and the last one has the rest.', () => {
    const state = play(phase, green('c0'), issues(...many(30), { ...lock, severity: 'P0' }));
    expect(told(state)).toEqual([findingId(lock)]);
    expect(state.progress.queue.map((batch) => batch.length)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 22]);
  });

  test.each([task, phase])(
    'who finds more than forty things to be fixed now has a person asked ($name).',
    (workflow) => {
      const begun = workflow === task ? goodWork('c1') : [green('c0')];
      expect(words(play(workflow, ...begun, issues(...many(40))))).toMatch(/^work/);
      const asked = [...begun, issues(...many(41))];
      expect(play(workflow, ...asked)).toMatchObject({
        at: 'asking',
        question: { reason: 'review-limit', text: expect.stringContaining('41 things'), default: 'abandon' },
      });
      expect(play(workflow, ...asked, answered('approve')).progress.settled).toHaveLength(41);
      const guided = play(workflow, ...asked, answered('guide', 'all of them'));
      expect(told(guided)).toHaveLength(40);
      expect(guided.progress.queue.map((batch) => batch.length)).toEqual([1]);
    },
  );

  test('is shown no more than fits, and closes nothing else; the next one is shown the rest, of the same commit.', () => {
    const all = many(60);
    expect(play(task, ...fixing(all))).toMatchObject({
      command: { do: 'review', since: 'c1', open: all.slice(0, 40) },
    });
    const next = play(task, ...fixing(all), approved);
    expect(next).toMatchObject({ command: { do: 'review', round: 2, commit: 'c2', since: 'c1', open: all.slice(40) } });
    expect(next.progress.settled).toHaveLength(40);
    const end = play(task, ...fixing(all), approved, approved);
    expect(end).toMatchObject({ at: 'approved', progress: { open: [], round: 2 } });
    expect(end.progress.settled).toEqual(all.map((one) => ({ finding: one, outcome: 'fixed' })));
  });

  test('has nothing fixed before all have been shown, and then only what still stands.', () => {
    const all = many(100);
    const first = [...fixing(all), issues(lock, { ...all[3]!, id: findingId(all[3]!) })];
    expect(play(long, ...first)).toMatchObject({ command: { do: 'review', open: all.slice(40, 80) } });
    expect(play(long, ...first, approved)).toMatchObject({ command: { do: 'review', open: all.slice(80) } });
    const end = play(long, ...first, approved, issues({ ...all[90]!, id: findingId(all[90]!) }));
    expect(new Set(told(end))).toEqual(new Set([lock, all[3]!, all[90]!].map(findingId)));
    expect(words(end)).toBe('work 3.1 findings from c2');
  });

  test.each<[string, Partial<Founded>]>([
    ['the same', { isOnly: true, line: 9 }],
    ['the same, of a line that may stand elsewhere as well', { line: 9 }],
    ['another one, in words that are like it', { title: 'Some sum is off by one', quote: 'return n - 1;', line: 80 }],
  ])('who raises what it was not shown has it fixed, whatever the next one says of that commit: %s.', (_, own) => {
    const all = many(60);
    const raised = { ...all[50]!, severity: 'P0', ...own } as const;
    const first = [...fixing(all), issues(raised)];
    const end = play(long, ...first, approved);
    expect(words(end)).toBe('work 3.1 findings from c2');
    expect(end.progress.open).toMatchObject([{ severity: 'P0', path: raised.path, line: raised.line }]);
    expect(end.progress.settled.filter(({ finding: { severity } }) => severity === 'P0')).toEqual([]);
    expect(words(play(long, ...first, approved, worked, committed('c3'), inScope, green('c3'), approved))).toBe(
      'approved c3',
    );
  });

  test('who raises something like what it was not shown has not raised that: the next one is shown it.', () => {
    const all = many(60);
    const other = { ...all[50]!, title: 'Some sum is off by one', quote: 'return n - 1;', line: 80 };
    const next = play(long, ...fixing(all), issues(other));
    expect(next).toMatchObject({ command: { do: 'review', open: all.slice(40) } });
    expect(next.progress.open).toHaveLength(21);
    const asking = play(long, ...fixing(all), reviewed('NEEDS_CLARIFICATION', other));
    expect(asking.progress.open).toHaveLength(61);
  });

  test('who is shown the rest and has nothing but what is not there has not approved it.', () => {
    const all = many(41);
    const end = play(task, ...fixing(all), issues(lock), doubtful('ISSUES_FOUND'));
    expect(words(end)).toBe('stopped bad-output');
    expect(end.progress.open).toEqual([all[40], lock]);
  });

  test('who insists on what was rejected, and was not shown all, leaves the rest to be shown.', () => {
    const all = many(41);
    const insists = issues({ ...sum, id: findingId(sum) });
    const rejected = [...goodWork('c1'), issues(sum), disputing(sum), noChange('c1')];
    const asked = [...rejected, ...fixing(all).slice(4), insists];
    expect(words(play(long, ...asked))).toBe('asks review-limit');
    const guided = [...asked, answered('guide', 'mend it')];
    expect(told(play(long, ...guided))).toEqual([findingId(sum)]);
    expect(play(long, ...guided, ...goodWork('c3'))).toMatchObject({ command: { open: [all[40], sum] } });
  });

  test('with questions who was not shown all: guidance is about what was shown, and another one sees the rest.', () => {
    const all = many(60);
    const asks = reviewed('NEEDS_CLARIFICATION', lock);
    const guided = play(task, ...fixing(all), approved, asks, answered('guide', 'mend the lock'));
    expect(told(guided)).toEqual([...all.slice(40), lock].map(findingId));
    const first = play(task, ...fixing(all), asks, answered('guide', 'mend the lock'));
    expect(told(first)).toEqual(all.slice(0, 40).map(findingId));
    expect(first.progress.queue.flat()).toEqual([lock]);
    const clarified = play(task, ...fixing(all), issues(name), asks, answered('clarify', 'so'));
    expect(clarified).toMatchObject({ command: { do: 'review', open: [...all.slice(40), lock], clarification: 'so' } });
  });

  test('with questions and wrong specs: neither the decision nor red gates after it order again what was not shown.', () => {
    const all = many(60);
    const wrongs = ['specs/a.md', 'specs/b.md'].map((path) => ({ ...lock, kind: 'spec-defect' as const, path }));
    const asks = reviewed('NEEDS_CLARIFICATION', ...wrongs);
    const decided = [...fixing(all), asks, answered('guide', 'so'), answered('fix-code'), answered('fix-spec', 'zero')];
    const state = play(long, ...decided);
    const due = [...all.slice(0, 40), ...wrongs].map(findingId);
    expect([...told(state), ...state.progress.queue.flat().map(findingId)]).toEqual(due);
    expect(state.progress.open).toHaveLength(62);
    const done = [...decided, worked, committed('c3'), worked, committed('c4'), inScope];
    const stuck = [...done, red('c4'), worked, committed('c5'), inScope, red('c5'), worked, committed('c6'), inScope];
    const guided = play(long, ...stuck, red('c6'), answered('guide', 'so'));
    expect(told(guided)).toEqual(due.slice(0, 40));
    expect(guided.progress.queue).toEqual([]);
    const next = play(long, ...done, green('c4'));
    expect(next).toMatchObject({ command: { do: 'review', open: all.slice(0, 40) } });
    expect(play(long, ...done, green('c4'), approved)).toMatchObject({ command: { open: [...all.slice(40), {}, {}] } });
  });

  test('with questions who was not shown all: a turn that disputes all that it is about needs no change.', () => {
    const all = many(60);
    const guided = [...fixing(all), reviewed('NEEDS_CLARIFICATION'), answered('guide', 'so')];
    const disputed = all.slice(0, 40).map((one) => ({ finding: findingId(one), reason: 'intended' }));
    expect(words(play(long, ...guided, says({ disputes: disputed }), noChange('c2')))).toBe('review 2 of c2');
    expect(words(play(long, ...guided, says({ disputes: disputed.slice(1) }), noChange('c2')))).toBe(
      'stopped no-change',
    );
  });

  test.each<[string, readonly Event[]]>([
    ['at once', []],
    ['after it asked again', [reviewed('NEEDS_CLARIFICATION'), answered('clarify', 'it is meant so')]],
  ])('who says an open finding again with questions, and drops it %s, has had it answered, not fixed.', (_, more) => {
    const asks = reviewed('NEEDS_CLARIFICATION', { ...sum, id: findingId(sum), line: 9 });
    const asked = [...turn(1, sum), ...goodWork('c2'), asks, answered('clarify', 'it is meant so'), ...more];
    const reason = expect.stringContaining('it is meant so');
    const { settled } = play(task, ...asked, approved).progress;
    expect(settled).toEqual([{ finding: { ...sum, line: 9 }, outcome: 'rejected', reason }]);
    const other = [
      ...goodWork('c1'),
      issues(sum, lock),
      ...goodWork('c2'),
      asks,
      answered('clarify', 'it is meant so'),
    ];
    expect(play(task, ...other, approved).progress.settled).toMatchObject([
      { finding: lock, outcome: 'fixed' },
      { finding: { title: sum.title }, outcome: 'rejected' },
    ]);
  });

  test('defers what is not of this phase, and it is not lost.', () => {
    const other = { ...sum, severity: 'P0', kind: 'out-of-phase' } as const;
    expect(play(phase, green('c0'), issues(other))).toMatchObject({
      at: 'approved',
      progress: { settled: [{ finding: other, outcome: 'deferred' }] },
    });
  });
});
