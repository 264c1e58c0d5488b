import { describe, expect, test } from 'vitest';
import type { Sighting } from '../../core/cheat/sighting.ts';
import { honestyRecord } from '../../core/workflow/flags.ts';
import { isSafe } from '../../core/workflow/question.ts';
import type { Event, State } from '../../core/workflow/state.ts';
import { iterative, tdd } from '../../core/workflow/workflow.ts';
import {
  answered,
  committed,
  finding,
  goodWork,
  green,
  inScope,
  play,
  reviewed,
  says,
  words,
  worked,
} from './sample.ts';

const workflow = iterative({ gateRetries: 2, maxReviewRounds: 3 });

function sighting(id: string): Sighting {
  const message = 'Unexpected skipped test, expected it to run';
  return { id, cheat: 'skipped-test', path: 'test/a.test.ts', line: 2, side: 'head', message, quote: "it.skip('a')" };
}

const breach = sighting('C-1');
const flag = sighting('C-2');

function scoped(own: { breaches?: Sighting[]; flags?: Sighting[] }): Event {
  return { type: 'scoped', outside: [], ...own };
}

const cheats = [scoped({ breaches: [breach] })];
const limit = ['c1', 'c2', 'c3'].flatMap((commit) => [worked, committed(commit), ...cheats]);

function judges(
  verdict: 'APPROVED' | 'ISSUES_FOUND' | 'NEEDS_CLARIFICATION',
  answer: 'honest' | 'not',
  id = flag.id,
): Event {
  const event = reviewed(verdict, ...(answer === 'not' ? [finding('P1', 'made to look done')] : []));
  if (event.type !== 'reviewed') throw new Error('no review');
  return { ...event, answer: { ...event.answer, flags: [{ id, answer, why: 'so' }] } };
}

function commandOf(state: State) {
  return state.at === 'running' ? state.command : undefined;
}

test('An agent whose change cheats is told where, and works again; after the tries for scope a person is asked.', () => {
  const state = play(workflow, worked, committed('c1'), ...cheats);
  expect(words(state)).toBe('work 1.2 out-of-scope from c1');
  expect(commandOf(state)).toMatchObject({ because: { paths: [], breaches: [breach] } });
  const asking = play(workflow, ...limit);
  expect(asking).toMatchObject({
    at: 'asking',
    question: {
      reason: 'scope-limit',
      context: [
        expect.stringContaining(
          "test/a.test.ts:2 Unexpected skipped test, expected it to run [skipped-test]\nit.skip('a')",
        ),
      ],
      options: [{ name: 'allow' }, { name: 'guide' }, { name: 'retry' }, { name: 'abandon' }],
      default: 'abandon',
    },
  });
});

test('What a person allows goes to the gates, is not raised again, and the reviewer is told.', () => {
  const allowed = [...limit, answered('allow', 'it needs a printer')];
  expect(words(play(workflow, ...allowed))).toBe('gate c3');
  const state = play(workflow, ...allowed, green('c3'));
  expect(commandOf(state)).toMatchObject({
    do: 'review',
    allowed: [{ ...breach, by: 'ada', words: 'it needs a printer' }],
  });
  const fixed = [...allowed, green('c3'), reviewed('ISSUES_FOUND', finding('P1', 'slow')), worked, committed('c4')];
  expect(words(play(workflow, ...fixed, ...cheats))).toBe('gate c4');
  const another = play(workflow, ...fixed, scoped({ breaches: [breach, sighting('C-3')] }));
  expect(commandOf(another)).toMatchObject({ because: { why: 'out-of-scope', breaches: [{ id: 'C-3' }] } });
  expect(honestyRecord(another.progress)).toEqual({ allowed: [{ ...breach, by: 'ada', words: 'it needs a printer' }] });
});

test('Only a person allows, and what is not of the task is not allowed with it.', () => {
  const asking = play(workflow, ...limit);
  if (asking.at !== 'asking') throw new Error('nothing asked');
  expect(isSafe(asking.question, 'allow')).toBe(false);
  const outside: Event = { type: 'scoped', outside: ['b.ts'], breaches: [breach] };
  const mixed = ['c1', 'c2', 'c3'].flatMap((commit) => [worked, committed(commit), outside]);
  const allowed = play(workflow, ...mixed, answered('allow'));
  expect(commandOf(allowed)).toMatchObject({ because: { why: 'out-of-scope', paths: ['b.ts'] } });
  expect(commandOf(allowed)).not.toHaveProperty('because.breaches');
  expect(words(play(workflow, ...mixed, answered('allow'), worked, committed('c4'), ...cheats))).toBe('gate c4');
  const plain = [{ type: 'scoped', outside: ['b.ts'] } as const];
  expect(play(workflow, ...['c1', 'c2', 'c3'].flatMap((at) => [worked, committed(at), ...plain]))).toMatchObject({
    question: { options: [{ name: 'guide' }, { name: 'retry' }, { name: 'abandon' }] },
  });
});

describe('an agent that stops where it was told to undo something', () => {
  const first = [worked, committed('c1'), ...cheats];
  const defect = { path: 'specs/a.md', line: 3, title: 'cannot be tested', quote: 'q', fix: 'say when' };
  const ends: readonly (readonly [string, Event])[] = [
    ['a gate is wrong', says({ status: 'gate-wrong', question: 'Why?' })],
    ['a spec is wrong', says({ status: 'spec-wrong' })],
    ['a line of a spec is wrong', says({ status: 'spec-wrong', defect })],
    ['a person is needed', says({ status: 'person-needed' })],
    ['there are two ways', says({ status: 'person-needed', options: ['skip it', 'mock it'] })],
  ];

  test.each(ends)('saying that %s, is offered what one that goes on doing it is.', (_title, stop) => {
    const state = play(workflow, ...first, stop);
    if (state.at !== 'asking') throw new Error('nothing asked');
    expect(state.question.options.map(({ name }) => name)).toContain('allow');
    expect(state.question.context.join('\n')).toContain("it.skip('a')");
    expect(isSafe(state.question, 'allow')).toBe(false);
    const next = play(workflow, ...first, stop, answered('allow', 'so be it'));
    expect(words(next)).toBe('gate c1');
    expect(next.progress.allowed).toEqual([{ ...breach, by: 'ada', words: 'so be it' }]);
  });

  test('for another reason is offered nothing of that.', () => {
    const state = play(workflow, says({ status: 'gate-wrong' }));
    expect(state).toMatchObject({ question: { options: [{ name: 'guide' }, { name: 'retry' }, { name: 'abandon' }] } });
  });

  test('at the second look as well, where there is one.', () => {
    const steps = tdd({ gateRetries: 1, maxStyleRounds: 2 }, true);
    const state = play(steps, ...first, says({ status: 'gate-wrong' }), says({ status: 'gate-wrong' }));
    expect(state).toMatchObject({ question: { reason: 'gate-wrong', options: [{ name: 'allow' }, {}, {}, {}] } });
  });
});

test('What may be honest is asked of the reviewer until one finds it so, and is in the record.', () => {
  const first = [worked, committed('c1'), scoped({ flags: [flag] }), green('c1')];
  expect(commandOf(play(workflow, ...first))).toMatchObject({ do: 'review', flags: [flag] });
  expect(honestyRecord(play(workflow, ...first).progress)).toEqual({ flags: [{ ...flag, answer: null, why: '' }] });
  const again = (one: Event): State =>
    play(workflow, ...first, one, worked, committed('c2'), scoped({ flags: [flag] }), green('c2'));
  expect(commandOf(again(judges('ISSUES_FOUND', 'not')))).toMatchObject({ flags: [flag] });
  const honest = play(workflow, ...first, judges('APPROVED', 'honest'));
  expect(words(honest)).toBe('approved c1');
  expect(honestyRecord(honest.progress)).toEqual({ flags: [{ ...flag, answer: 'honest', why: 'so' }] });
});

test('The last word of a reviewer counts, and what is allowed later comes to what was allowed before.', () => {
  const first = [worked, committed('c1'), scoped({ flags: [flag] }), green('c1'), judges('ISSUES_FOUND', 'not')];
  const second = [worked, committed('c2'), scoped({ flags: [flag] }), green('c2'), judges('APPROVED', 'honest')];
  expect(honestyRecord(play(workflow, ...first, ...second).progress).flags).toMatchObject([{ answer: 'honest' }]);
  const another = ['c4', 'c5', 'c6'].flatMap((commit) => [
    worked,
    committed(commit),
    scoped({ breaches: [breach, sighting('C-3')] }),
  ]);
  const fix = [green('c3'), reviewed('ISSUES_FOUND', finding('P1', 'slow'))];
  const both = play(workflow, ...limit, answered('allow'), ...fix, ...another, answered('allow'));
  expect(both.progress.allowed.map(({ id }) => id)).toEqual([breach.id, 'C-3']);
});

test('Who has questions about something else has answered its flags all the same.', () => {
  const first = [worked, committed('c1'), scoped({ flags: [flag] }), green('c1')];
  const clarified = play(workflow, ...first, judges('NEEDS_CLARIFICATION', 'honest'), answered('clarify', 'yes'));
  expect(commandOf(clarified)).not.toHaveProperty('flags');
});

function leaving(event: Event, unasked: number): Event {
  if (event.type !== 'reviewed') throw new Error('no review');
  return { ...event, answer: { ...event.answer, unasked } };
}

describe('flags that do not fit into one review', () => {
  const flags = [sighting('C-2'), sighting('C-3')];
  const first = [worked, committed('c1'), scoped({ flags }), green('c1')];

  test('are asked of further reviews of the same commit, and nothing is approved before.', () => {
    const state = play(workflow, ...first, leaving(judges('APPROVED', 'honest', 'C-2'), 1));
    expect(words(state)).toBe('review 1 of c1');
    expect(commandOf(state)).toMatchObject({ flags: [{ id: 'C-3' }], answered: ['C-2'] });
    const whole = play(
      workflow,
      ...first,
      leaving(judges('APPROVED', 'honest', 'C-2'), 1),
      judges('APPROVED', 'honest', 'C-3'),
    );
    expect(words(whole)).toBe('approved c1');
  });

  test('are asked of further reviews also where one of the first is not honest; then that one is mended.', () => {
    const begun = [...first, leaving(judges('ISSUES_FOUND', 'not', 'C-2'), 1)];
    expect(commandOf(play(workflow, ...begun))).toMatchObject({ do: 'review', flags: [{ id: 'C-3' }] });
    const state = play(workflow, ...begun, judges('APPROVED', 'honest', 'C-3'));
    expect(commandOf(state)).toMatchObject({ because: { findings: [{ title: 'made to look done' }] } });
  });

  test('are a question where they are more than a few reviews can be asked about.', () => {
    const state = play(workflow, ...first, leaving(judges('APPROVED', 'honest', 'C-2'), 81));
    expect(state).toMatchObject({
      at: 'asking',
      question: {
        reason: 'review-limit',
        text: expect.stringContaining('81'),
        options: [{ name: 'guide' }, { name: 'approve' }, { name: 'abandon' }],
      },
    });
    expect(words(play(workflow, ...first, leaving(judges('APPROVED', 'honest', 'C-2'), 80)))).toBe('review 1 of c1');
  });
});

test('Events of an older release tell neither, and nothing is asked about.', () => {
  const state = play(workflow, ...goodWork('c1'));
  expect(inScope).toEqual({ type: 'scoped', outside: [] });
  expect(commandOf(state)).not.toHaveProperty('flags');
  expect(commandOf(state)).not.toHaveProperty('allowed');
  expect(honestyRecord(state.progress)).toEqual({});
});
