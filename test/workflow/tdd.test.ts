import { describe, expect, test } from 'vitest';
import { findingId } from '../../core/review/finding.ts';
import { formattingTests, tdd } from '../../core/workflow/workflow.ts';
import type { Event } from '../../core/workflow/state.ts';
import {
  answered,
  arbitrated,
  committed,
  disputes,
  finding,
  formatted,
  goodWork,
  green,
  inScope,
  noChange,
  outOfScope,
  play,
  red,
  redTests,
  reviewed,
  says,
  words,
  worked,
} from './sample.ts';

const limits = { gateRetries: 2, maxStyleRounds: 3 };
const task = tdd(limits, true);
const untested = tdd(limits, false);

const accepted = reviewed('APPROVED');
const ugly = finding('P2', 'no default exports');
const violated = reviewed('ISSUES_FOUND', ugly);
const redWork = (commit: string): readonly Event[] => [worked, committed(commit), inScope, redTests(commit, true)];

const designed = [...goodWork('c1'), accepted];
const tested = [...designed, ...redWork('c2'), accepted];
const written = [...tested, ...goodWork('c3'), accepted];

describe('what comes next in a task whose tests come first', () => {
  const vacuous = [...designed, worked, committed('c2'), inScope, redTests('c2', false)];
  const thrice = [1, 2].flatMap((time) => [worked, committed(`d${time}`), inScope, redTests(`d${time}`, false)]);
  const table: [string, readonly Event[], string][] = [
    ['The designer begins', [], 'work 1.1 first from c0'],
    ['What compiles is reviewed for its style', goodWork('c1'), 'review 1 of c1'],
    ['What does not compile goes back', [worked, committed('c1'), inScope, red('c1')], 'work 1.2 gates-red from c1'],
    ['An accepted design goes to the tester', designed, 'work 2.1 first from c1'],
    ['A designer may find nothing to design', [worked, noChange('c0')], 'work 2.1 first from c0'],
    ['Tests that are red as they should be are reviewed', [...designed, ...redWork('c2')], 'review 2 of c2'],
    ['Green tests go back to the tester, who is not the last to see them', vacuous, 'work 2.2 gates-red from c2'],
    ['Tests that stay green are a question', [...vacuous, ...thrice], 'asks gate-limit'],
    [
      'Red gates are not red tests',
      [...designed, worked, committed('c2'), inScope, red('c2')],
      'work 2.2 gates-red from c2',
    ],
    ['A tester has to write something', [...designed, worked, noChange('c1')], 'stopped no-change'],
    ['Accepted tests go to the implementer', tested, 'work 3.1 first from c2'],
    [
      'Tests that are red no longer count as proof',
      [...tested, worked, committed('c3'), inScope, red('c3')],
      'work 3.2 gates-red from c3',
    ],
    ['Green tests are reviewed', [...tested, ...goodWork('c3')], 'review 3 of c3'],
    ['What is accepted is formatted', written, 'format c3'],
    ['Nothing to format ends it', [...written, formatted('c3')], 'approved c3'],
    ['What formatters change is judged again', [...written, formatted('c4')], 'gate c4'],
    ['Green still, it ends, and nobody reviews it twice', [...written, formatted('c4'), green('c4')], 'approved c4'],
    ['Red by now, it goes back', [...written, formatted('c4'), red('c4')], 'work 3.2 gates-red from c4'],
    [
      'A formatter that fails is heard',
      [...written, formatted('c3', 'demo:lint-fix')],
      'work 4.1 format-failed from c3',
    ],
    [
      'What was done about it is judged, reviewed and formatted',
      [...written, formatted('c3', 'demo:lint-fix'), ...goodWork('c4'), accepted],
      'format c4',
    ],
    ['Out of scope goes back once', [worked, committed('c1'), outOfScope], 'work 1.2 out-of-scope from c1'],
    [
      'Out of scope again is a question',
      [worked, committed('c1'), outOfScope, worked, committed('c2'), outOfScope],
      'asks scope-limit',
    ],
  ];
  test.each(table)('%s.', (_title, events, next) => {
    expect(words(play(task, ...events))).toBe(next);
  });

  test('A task that names no tests has no tester, and the implementer may find it all done.', () => {
    expect(words(play(untested, ...designed))).toBe('work 2.1 first from c1');
    const rested = [...designed, worked, noChange('c1')];
    expect(words(play(untested, ...rested))).toBe('scope c1');
    expect(words(play(untested, ...rested, inScope, green('c1')))).toBe('format c1');
    expect(words(play(untested, worked, noChange('c0'), worked, noChange('c0')))).toBe('stopped no-change');
  });

  test('Formatters that go on failing are a question, and an answer counts their failures anew.', () => {
    const failing = (number: number): readonly Event[] => [
      formatted(`c${number}`, 'demo:lint-fix'),
      ...goodWork(`c${number + 1}`),
      accepted,
    ];
    const events = [...written, ...failing(3), ...failing(4), formatted('c5', 'demo:lint-fix')];
    expect(words(play(task, ...events))).toBe('asks gate-limit');
    const again = [
      ...events,
      answered('guide', 'leave it'),
      ...goodWork('c6'),
      accepted,
      formatted('c6', 'demo:lint-fix'),
    ];
    expect(words(play(task, ...again))).toMatch(/^work .* format-failed/);
  });
});

describe('style', () => {
  const violatedOnce = [...goodWork('c1'), violated];
  const violatedThrice = [...violatedOnce, ...goodWork('c2'), violated, ...goodWork('c3'), violated];

  test('A violation goes to the one who wrote it, and the gates and the next review follow.', () => {
    expect(words(play(task, ...violatedOnce))).toBe('work 2.1 findings from c1');
    const state = play(task, ...violatedOnce);
    expect(state).toMatchObject({ command: { because: { findings: [ugly] } } });
    expect(words(play(task, ...violatedOnce, worked, committed('c2'), inScope))).toBe('gate c2');
    expect(words(play(task, ...violatedOnce, ...goodWork('c2')))).toBe('review 2 of c2');
  });

  test('The next review is shown what is open and what was disputed, and what it lets go is rejected with the reason.', () => {
    const disputed = [...violatedOnce, disputes('no default exports'), noChange('c1')];
    expect(play(task, ...disputed)).toMatchObject({
      command: { do: 'review', open: [ugly], disputes: [{ reason: 'no default exports is intended' }] },
    });
    const { progress } = play(task, ...disputed, accepted);
    expect(progress.settled).toMatchObject([{ outcome: 'rejected', reason: 'no default exports is intended' }]);
  });

  test('After the third review an arbiter decides, who is told both sides.', () => {
    expect(words(play(task, ...violatedThrice.slice(0, -1), violated))).toBe('arbitrate c3');
    const disputed = [
      ...violatedOnce,
      ...goodWork('c2'),
      violated,
      disputes('no default exports'),
      noChange('c2'),
      violated,
    ];
    expect(play(task, ...disputed)).toMatchObject({
      command: {
        do: 'arbitrate',
        rounds: 3,
        open: [ugly],
        disputes: [{ reason: 'no default exports is intended' }],
        answered: [findingId(ugly)],
      },
    });
    const late = finding('P2', 'names are words');
    const last = reviewed('ISSUES_FOUND', ugly, late);
    expect(play(task, ...violatedThrice.slice(0, -1), last)).toMatchObject({
      command: { do: 'arbitrate', open: [ugly, late], answered: [findingId(ugly)] },
    });
  });

  test('What the arbiter lets pass is for later, and the next step begins, with reviews of its own.', () => {
    const state = play(task, ...violatedThrice, arbitrated(true));
    expect(words(state)).toBe('work 4.1 first from c3');
    expect(state.progress).toMatchObject({
      open: [],
      settled: [{ finding: ugly, outcome: 'deferred', reason: 'accepted by the arbiter: a matter of looks' }],
    });
    const again = [...redWork('d1'), reviewed('ISSUES_FOUND', finding('P2', 'tests are named by what they show'))];
    expect(words(play(task, ...violatedThrice, arbitrated(true), ...again))).toBe('work 5.1 findings from d1');
  });

  test('What the arbiter does not let pass is a question, and guidance goes to the writer.', () => {
    const state = play(task, ...violatedThrice, arbitrated(false));
    expect(state).toMatchObject({
      question: { reason: 'review-limit', context: ['a matter of looks', expect.any(String)] },
    });
    expect(words(play(task, ...violatedThrice, arbitrated(false), answered('guide', 'name it')))).toBe(
      'work 4.1 guidance from c3',
    );
    expect(words(play(task, ...violatedThrice, arbitrated(false), answered('approve')))).toBe('work 5.1 first from c3');
  });

  test('A reviewer who insists on what was rejected is answered by the arbiter.', () => {
    const quoted = { ...ugly, quote: 'export default function', isOnly: true };
    const raised = reviewed('ISSUES_FOUND', quoted);
    const let1 = [...goodWork('c1'), raised, disputes('no default exports'), noChange('c1')];
    const other = reviewed('ISSUES_FOUND', finding('P2', 'names are words'));
    const events = [...let1, other, ...goodWork('c2'), raised];
    expect(words(play(task, ...events))).toBe('arbitrate c2');
    expect(play(task, ...events)).toMatchObject({
      command: { open: [{ title: 'no default exports' }], disputes: [{}] },
    });
    expect(words(play(task, ...events, arbitrated(true)))).toMatch(/^work .* first from c2$/);
  });
});

describe('a step that ends with a problem', () => {
  const stuck = says({ status: 'person-needed', summary: 'No clock to test with', question: 'Which one?' });

  test('is tried again with its notes, once, before it is a question.', () => {
    const state = play(task, stuck);
    expect(words(state)).toBe('work 1.2 first from c0');
    expect(state).toMatchObject({ command: { because: { notes: 'No clock to test with\nWhich one?' } } });
    expect(words(play(task, stuck, stuck))).toBe('asks person-needed');
  });

  test('takes none of its tries at the gates, and the next step has a second look of its own.', () => {
    const twice = [1, 2].flatMap((time) => [worked, committed(`c${time}`), inScope, red(`c${time}`)]);
    expect(words(play(task, stuck, ...twice))).toBe('work 1.4 gates-red from c2');
    expect(words(play(task, stuck, ...designed, stuck))).toBe('work 2.2 first from c1');
  });

  test('keeps what it was about.', () => {
    const state = play(task, ...goodWork('c1'), violated, stuck);
    expect(state).toMatchObject({ command: { because: { why: 'findings', findings: [ugly] } } });
  });
});

/** What a person can choose after these events. */
function asked(events: readonly Event[]): readonly string[] {
  const state = play(task, ...events);
  return state.at === 'asking' ? state.question.options.map(({ name }) => name) : [];
}

describe('tests that are held to be wrong', () => {
  const stop = says({ status: 'gate-wrong', summary: 'The test adds in yen.', question: 'Is that meant?' });
  const stopped = [...tested, stop, stop];

  test('are mended by the tester where a person agrees, from what the tester had left.', () => {
    const state = play(task, ...stopped, answered('tests-wrong', 'It is euros.'));
    expect(words(state)).toBe('work 4.1 guidance from c2');
    expect(state).toMatchObject({
      command: { because: { text: expect.stringMatching(/It is euros\.[^]*The test adds in yen\.\nIs that meant\?/) } },
      progress: { step: 1, from: 'c1', passed: [{ role: 'designer' }], sessions: { implementer: undefined } },
    });
  });

  test('are shown to be red again, and then the code is written anew.', () => {
    const reopened = [...stopped, answered('tests-wrong')];
    const mended = [...reopened, worked, committed('c4'), inScope];
    expect(words(play(task, ...mended, redTests('c4', false)))).toBe('work 4.2 gates-red from c4');
    const again = [...mended, redTests('c4', true)];
    expect(words(play(task, ...again))).toBe('review 4 of c4');
    expect(words(play(task, ...again, accepted))).toBe('work 5.1 first from c4');
    const whole = [...again, accepted, ...goodWork('c5'), accepted, formatted('c5')];
    expect(words(play(task, ...whole))).toBe('approved c5');
    expect(play(task, ...whole).progress.passed.map(({ commit }) => commit)).toEqual(['c1', 'c4']);
  });

  test('drop what was open and in dispute of the code that is written anew.', () => {
    const violatedCode = [...tested, ...goodWork('c3'), violated, stop, stop];
    const { progress } = play(task, ...violatedCode, answered('tests-wrong'));
    expect(progress).toMatchObject({ open: [], disputes: [], commit: 'c2', reviewed: 'c2', verdict: null });
  });

  test('are a choice where the code cannot be made green or keeps changing them, and nowhere before there are tests.', () => {
    const reds = ['c3', 'c4', 'c5'].flatMap((commit) => [worked, committed(commit), inScope, red(commit)]);
    expect(asked([...tested, ...reds])).toEqual(['guide', 'tests-wrong', 'retry', 'abandon']);
    const unformatted = ['c3', 'c4', 'c5'].flatMap((commit) => [
      ...goodWork(commit),
      accepted,
      formatted(commit, 'a:fix'),
    ]);
    expect(asked([...tested, ...unformatted])).toEqual(['guide', 'tests-wrong', 'retry', 'abandon']);
    const outs = ['c3', 'c4'].flatMap((commit) => [worked, committed(commit), outOfScope]);
    expect(asked([...tested, ...outs])).toContain('tests-wrong');
    expect(asked(stopped)).toEqual(['guide', 'tests-wrong', 'retry', 'abandon']);
    expect(asked([...designed, stop, stop])).toEqual(['guide', 'retry', 'abandon']);
    expect(asked([stop, stop])).toEqual(['guide', 'retry', 'abandon']);
  });
});

describe('formatters after the tester', () => {
  const tidy = formattingTests(task);
  const reviewedTests = [...designed, ...redWork('c2'), accepted];

  test('have their turn before the code is written; what they change is judged again and not reviewed.', () => {
    expect(words(play(tidy, ...reviewedTests))).toBe('format c2');
    expect(words(play(tidy, ...reviewedTests, formatted('c2')))).toBe('work 3.1 first from c2');
    const changed = [...reviewedTests, formatted('f2')];
    expect(words(play(tidy, ...changed))).toBe('gate f2');
    const state = play(tidy, ...changed, redTests('f2', true));
    expect(words(state)).toBe('work 3.1 first from f2');
    expect(state.progress.passed.at(-1)).toMatchObject({ role: 'tester', commit: 'f2' });
    expect(words(play(tidy, ...changed, redTests('f2', false)))).toMatch(/^work 2\.\d gates-red from f2$/);
  });

  test('have their turn after the last step all the same, and after no other.', () => {
    const whole = [...reviewedTests, formatted('c2'), ...goodWork('c3'), accepted];
    expect(words(play(tidy, ...whole))).toBe('format c3');
    expect(words(play(tidy, ...whole, formatted('c3')))).toBe('approved c3');
    expect(words(play(tidy, ...designed))).toBe('work 2.1 first from c1');
  });
});
