import { describe, expect, test } from 'vitest';
import type { Session } from '../../core/agent/driver.ts';
import type { TurnRecord } from '../../core/agent/turn-record.ts';
import type { Event } from '../../core/workflow/state.ts';
import { iterative, phaseReview } from '../../core/workflow/workflow.ts';
import {
  answered,
  committed,
  disputes,
  failed,
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
const bad = finding('P1', 'off by one');
const poor = finding('P2', 'unclear name');
const small = finding('P3', 'typo');
const approved = reviewed('APPROVED');

describe('what comes next in the loop of a task', () => {
  const red2 = [worked, committed('c1'), inScope, red('c1'), worked, committed('c2'), inScope, red('c2')];
  const outside = [worked, committed('c1'), outOfScope, worked, committed('c2'), outOfScope, worked, committed('c3')];
  const fixing = [...goodWork('c1'), reviewed('ISSUES_FOUND', bad)];
  const table: [string, readonly Event[], string][] = [
    ['It begins with work', [], 'work 1.1 first from c0'],
    ['Work is committed', [worked], 'commit onto c0'],
    ['A commit is looked at for its scope', [worked, committed('c1')], 'scope c1'],
    ['Work in scope goes to the gates', [worked, committed('c1'), inScope], 'gate c1'],
    ['Work on green gates goes to review', goodWork('c1'), 'review 1 of c1'],
    ['An approval ends it', [...goodWork('c1'), approved], 'approved c1'],
    ['Red gates go back to the agent', [worked, committed('c1'), inScope, red('c1')], 'work 1.2 gates-red from c1'],
    ['They do so twice', red2, 'work 1.3 gates-red from c2'],
    ['Green at last goes to review', [...red2, ...goodWork('c3')], 'review 1 of c3'],
    ['Red once more asks', [...red2, worked, committed('c3'), inScope, red('c3')], 'asks gate-limit'],
    ['Work out of scope goes back', [worked, committed('c1'), outOfScope], 'work 1.2 out-of-scope from c1'],
    ['Out of scope a third time asks', [...outside, outOfScope], 'asks scope-limit'],
    ['Findings go back to the agent', fixing, 'work 2.1 findings from c1'],
    [
      'A new round counts its attempts anew',
      [...red2, ...goodWork('c3'), reviewed('ISSUES_FOUND', bad)],
      'work 2.1 findings from c3',
    ],
    ['A fix is gated and reviewed again', [...fixing, ...goodWork('c2')], 'review 2 of c2'],
    ['An approved fix ends it', [...fixing, ...goodWork('c2'), approved], 'approved c2'],
    [
      'A finding to be fixed outweighs APPROVED',
      [...goodWork('c1'), reviewed('APPROVED', bad)],
      'work 2.1 findings from c1',
    ],
    ['A P2 is fixed', [...goodWork('c1'), reviewed('ISSUES_FOUND', poor)], 'work 2.1 findings from c1'],
    ['A P3 alone does not hold the task up', [...goodWork('c1'), reviewed('ISSUES_FOUND', small)], 'approved c1'],
    ['ISSUES_FOUND without a finding stops', [...goodWork('c1'), reviewed('ISSUES_FOUND')], 'stopped bad-output'],
    ['A clarification is asked for', [...goodWork('c1'), reviewed('NEEDS_CLARIFICATION')], 'asks needs-clarification'],
    ['"Done" without a change stops', [worked, noChange('c0')], 'stopped no-change'],
    ['A fix without a change stops', [...fixing, worked, noChange('c1')], 'stopped no-change'],
    ['A worktree that was lost is worked in again', [worked, { type: 'work-lost' }], 'work 1.1 first from c0'],
    ['"The spec is wrong" asks', [says({ status: 'spec-wrong' })], 'asks spec-wrong'],
    ['"The gate is wrong" asks', [says({ status: 'gate-wrong' })], 'asks gate-wrong'],
    ['"A person must decide" asks', [says({ status: 'person-needed' })], 'asks person-needed'],
    ['A failure stops', [failed], 'stopped agent-failed'],
  ];
  test.each(table)('%s.', (_title, events, next) => {
    expect(words(play(task, ...events))).toBe(next);
  });
});

describe('the review of a phase', () => {
  test.each<[string, readonly Event[], string]>([
    ['It begins with the gates', [], 'gate c0'],
    ['Green gates go to review at once', [green('c0')], 'review 1 of c0'],
    ['Red gates are for the agent', [red('c0')], 'work 1.2 gates-red from c0'],
    ['A P2 does not hold the phase up', [green('c0'), reviewed('ISSUES_FOUND', poor)], 'approved c0'],
    ['A P1 does', [green('c0'), reviewed('ISSUES_FOUND', bad)], 'work 2.1 findings from c0'],
  ])('%s.', (_title, events, next) => {
    expect(words(play(phase, ...events))).toBe(next);
  });

  test('A P2 that is not fixed is deferred.', () => {
    const state = play(phase, green('c0'), reviewed('ISSUES_FOUND', poor));
    expect(state.progress.settled).toEqual([{ finding: poor, outcome: 'deferred' }]);
  });
});

describe('findings', () => {
  const fixing = [...goodWork('c1'), reviewed('ISSUES_FOUND', bad, poor, small)];

  test('P1 and P2 are to be fixed, a P3 is deferred.', () => {
    const state = play(task, ...fixing);
    expect(state.progress.open).toEqual([bad, poor]);
    expect(state.progress.settled).toEqual([{ finding: small, outcome: 'deferred' }]);
  });

  test('A finding that is not raised again is fixed; one that is stays open.', () => {
    const state = play(task, ...fixing, ...goodWork('c2'), reviewed('ISSUES_FOUND', poor, small));
    expect(words(state)).toBe('work 3.1 findings from c2');
    expect(state.progress.open).toEqual([poor]);
    expect(state.progress.settled).toEqual([
      { finding: small, outcome: 'deferred' },
      { finding: bad, outcome: 'fixed' },
    ]);
  });

  test('A disputed finding that is not raised again is rejected, with the reason.', () => {
    const again = [disputes('off by one', 'unclear name'), noChange('c1')];
    expect(words(play(task, ...fixing, ...again))).toBe('review 2 of c1');
    const state = play(task, ...fixing, ...again, approved);
    expect(state).toMatchObject({ at: 'approved', progress: { open: [] } });
    expect(state.progress.settled.slice(1)).toEqual([
      { finding: bad, outcome: 'rejected', reason: 'off by one is intended' },
      { finding: poor, outcome: 'rejected', reason: 'unclear name is intended' },
    ]);
  });

  test('A disputed finding that is raised again stays open, and its dispute is over.', () => {
    const state = play(
      task,
      ...fixing,
      disputes('off by one', 'unclear name'),
      noChange('c1'),
      reviewed('ISSUES_FOUND', bad),
    );
    expect(words(state)).toBe('work 3.1 findings from c1');
    expect(state.progress).toMatchObject({ open: [bad], disputes: [] });
  });

  test('The reviewer is told of open findings and disputes, and is shown what came after the last review.', () => {
    const state = play(task, ...fixing, disputes('off by one'), committed('c2'), inScope, green('c2'));
    expect(state).toMatchObject({
      command: { do: 'review', commit: 'c2', since: 'c1', round: 2, open: [bad, poor], verdict: { commit: 'c2' } },
    });
    expect(state.progress.disputes).toEqual([{ finding: 'src/a.ts: off by one', reason: 'off by one is intended' }]);
  });

  test('A dispute of only some findings is no reason to change nothing.', () => {
    expect(words(play(task, ...fixing, disputes('off by one'), noChange('c1')))).toBe('stopped no-change');
  });

  test('Disputing everything does not bring work to review that the gates have refused.', () => {
    const refused = [...fixing, worked, committed('c2'), inScope, red('c2')];
    const state = play(task, ...refused, disputes('off by one', 'unclear name'), noChange('c2'));
    expect(words(state)).toBe('stopped no-change');
  });

  test('Disputing everything does not bring work to review that is out of scope.', () => {
    const refused = [...fixing, worked, committed('c2'), outOfScope];
    const state = play(task, ...refused, disputes('off by one', 'unclear name'), noChange('c2'));
    expect(words(state)).toBe('stopped no-change');
  });
});

describe('stopping and going on', () => {
  test('A loop that stopped for want of a change gives the work out again.', () => {
    const fixing = [...goodWork('c1'), reviewed('ISSUES_FOUND', bad)];
    const state = play(task, ...fixing, worked, noChange('c1'), { type: 'resumed' });
    expect(words(state)).toBe('work 2.1 findings from c1');
  });

  test('A loop that stopped goes on with the very command that failed, and its calls count.', () => {
    const state = play(task, ...goodWork('c1'), failed, { type: 'resumed' });
    expect(words(state)).toBe('review 1 of c1');
    expect(state.progress).toMatchObject({ agentCalls: 2, usage: { inputTokens: 10 } });
  });

  test('Work that was lost after red gates is done again for the same reason.', () => {
    const state = play(task, worked, committed('c1'), inScope, red('c1'), worked, { type: 'work-lost' });
    expect(words(state)).toBe('work 1.2 gates-red from c1');
  });

  test('Work that is lost again and again is not paid for again and again.', () => {
    const lost = [worked, { type: 'work-lost' } as const];
    expect(words(play(task, ...lost, ...lost))).toBe('work 1.1 first from c0');
    expect(words(play(task, ...lost, ...lost, ...lost))).toBe('stopped worktree');
    expect(words(play(task, ...lost, ...lost, ...lost, { type: 'resumed' }, ...lost))).toBe('work 1.1 first from c0');
    const between = [worked, committed('c1'), inScope, red('c1')];
    expect(words(play(task, ...lost, ...lost, ...between, ...lost))).toBe('work 1.2 gates-red from c1');
  });

  test('Calls and usage are added up over the whole loop.', () => {
    const state = play(task, ...goodWork('c1'), reviewed('ISSUES_FOUND', bad), ...goodWork('c2'), approved);
    expect(state.progress).toMatchObject({ agentCalls: 4, usage: { inputTokens: 30, costUsd: 0.5 } });
  });

  test.each<[string, readonly Event[], Event]>([
    ['committed while work is done', [], committed('c1')],
    ['gated while a commit is made', [worked], green('c1')],
    ['reviewed while gates run', [worked, committed('c1'), inScope], approved],
    ['resumed while running', [], { type: 'resumed' }],
    ['answered without a question', [failed], answered('retry')],
    ['work-lost while gates run', [worked, committed('c1'), inScope], { type: 'work-lost' }],
    ['anything after the end', [...goodWork('c1'), approved], worked],
  ])('The event is our bug: %s.', (_title, events, event) => {
    expect(() => play(task, ...events, event)).toThrow(/^Internal error: unexpected event/);
  });
});

describe('agents of a loop', () => {
  const turn: TurnRecord = {
    role: 'implementer',
    round: 1,
    attempt: 1,
    agent: 'claude',
    version: null,
    model: 'opus',
    session: 's1',
    kind: 'first',
    outcome: 'ok',
    steps: 1,
    durationMs: 1,
    promptBytes: 1,
    usage: { costUsd: 1 },
    denied: [],
  };
  const with1: Event = { ...(worked as Extract<Event, { type: 'worked' }>), turns: [turn], session: session('s1') };
  const review = reviewed('ISSUES_FOUND', bad) as Extract<Event, { type: 'reviewed' }>;
  const reviewWith: Event = {
    ...review,
    turns: [{ ...turn, role: 'reviewer', model: 'mini' }],
    session: session('r1', 'mini'),
  };

  test('The implementer goes on with its conversation, the reviewer looks anew.', () => {
    const { sessions } = play(task, with1, committed('c1'), inScope, green('c1'), reviewWith).progress;
    expect(sessions).toEqual({ implementer: session('s1') });
  });

  test('Each role keeps the model that it was begun with.', () => {
    const later: Event = { ...with1, session: session('s2', 'sonnet') };
    const state = play(task, with1, committed('c1'), inScope, green('c1'), reviewWith, later);
    expect(state.progress.models).toEqual({ implementer: 'opus', reviewer: 'mini' });
  });

  test('A call that failed leaves no conversation to go on with, but counts with all that it has cost.', () => {
    const broken: Event = {
      ...failed,
      turns: [{ ...turn, outcome: 'network' }, turn],
      usage: { costUsd: 2 },
      agentCalls: 2,
    } as Event;
    const state = play(task, with1, committed('c1'), inScope, red('c1'), broken);
    expect(state.progress.sessions.implementer).toBeUndefined();
    expect(state.progress.agentCalls).toBe(3);
    expect(state.progress.usage.costUsd).toBe(2);
    expect(state.progress.turns).toHaveLength(3);
    expect(state.progress.models).toEqual({ implementer: 'opus' });
  });

  test('A conversation that broke off is taken up, with what had been written.', () => {
    const broken: Event = {
      type: 'failed',
      failure: { reason: 'agent-network', message: 'cut' },
      agentCalls: 1,
      usage: {},
      turns: [{ ...turn, outcome: 'network' }],
      session: session('s2'),
      interrupted: { commit: 'c9' },
    };
    const stopped = play(task, broken);
    expect(stopped.progress).toMatchObject({ interrupted: { commit: 'c9' }, sessions: { implementer: session('s2') } });
    const again: Event = { type: 'failed', failure: { reason: 'agent-quota', message: 'limit' }, agentCalls: 0 };
    const parked = play(task, broken, { type: 'resumed' }, again);
    expect(parked.progress).toMatchObject({ interrupted: { commit: 'c9' }, sessions: { implementer: session('s2') } });
    const done = play(task, broken, { type: 'resumed' }, with1);
    expect(done.progress).toMatchObject({ interrupted: null, sessions: { implementer: session('s1') } });
  });

  test('A conversation that could not be reached is where it was.', () => {
    const broken: Event = {
      type: 'failed',
      failure: { reason: 'agent-network', message: 'refused' },
      agentCalls: 1,
      turns: [{ ...turn, outcome: 'network', steps: 0 }],
      usage: {},
    };
    const { sessions, interrupted } = play(task, with1, committed('c1'), inScope, red('c1'), broken).progress;
    expect({ sessions, interrupted }).toEqual({ sessions: { implementer: session('s1') }, interrupted: null });
  });

  test('A call that no agent was started for is no attempt.', () => {
    const parked: Event = { type: 'failed', failure: { reason: 'agent-quota', message: 'limit' }, agentCalls: 0 };
    const state = play(task, parked, { type: 'resumed' });
    expect(words(state)).toBe('work 1.1 first from c0');
    expect(state.progress.agentCalls).toBe(0);
  });
});

function session(id: string, model = 'opus'): Session {
  return { id, agent: 'claude', model, reported: {} };
}
