import { describe, expect, test } from 'vitest';
import { readPlan } from '../../../core/plan/read.ts';
import { asWorkedOn } from '../../../core/plan/undivided.ts';
import { earlierFirst, earlierPhases } from '../../../core/stage/decide/earlier.ts';

const path = 'specs/91-impl-plan.md';

/** A plan with phases 1, 2, … of these lines; each has one open task beside them. */
function plan(...phases: readonly string[]) {
  const content = phases.map((lines, index) => `## Phase ${index + 1} — Part\n\n${lines}\n`).join('\n');
  return { path, content, model: readPlan(path, content) };
}

const open = '- [ ] Do it';
const ticked = '- [x] Do it';

function states(
  from: ReturnType<typeof plan>,
  id: string,
  handedOver: readonly string[] = [],
  undivided: readonly string[] = [],
): string[] {
  const phase = from.model.phases.find((one) => one.id === id)!;
  const about = {
    handedOver: new Set(handedOver),
    undivided: new Map(undivided.map((one) => [one, 'work'] as const)),
    research: undefined,
  };
  return earlierPhases(from, phase, about).map((one) => `${one.phase.id} ${one.state}`);
}

describe('The phases before one', () => {
  test('are all before it in the plan, each as far as it is.', () => {
    const parts = plan(open, ticked, 'Only words.', `**Status**: DONE\n\n${open}`, open, open, open);
    expect(states(parts, '6', ['1'])).toEqual(['1 handed-over', '2 ticked', '3 without-tasks', '4 claimed', '5 open']);
  });

  test('are to be divided where they say what there is to do, and not that it is done.', () => {
    const parts = plan('Only words.', 'Only words.', '**Status**: DONE\n\nOnly words.', open);
    expect(states(parts, '4', ['1'], ['1', '2', '3'])).toEqual(['1 handed-over', '2 undivided', '3 claimed']);
  });

  test('are those that it says it depends on, if it does.', () => {
    const parts = plan(open, open, open, `**Depends on**: Phase 1, Phase 3\n\n${open}`, open);
    expect(states(parts, '4')).toEqual(['1 open', '3 open']);
    expect(states(parts, '3')).toEqual(['1 open', '2 open']);
    expect(states(parts, '1')).toEqual([]);
  });

  test('are all before it where it depends on what the plan does not have.', () => {
    expect(states(plan(open, `**Depends on**: Phase 9\n\n${open}`), '2')).toEqual(['1 open']);
  });

  test('are open where their claims contradict each other.', () => {
    expect(states(plan(`**Status**: done, but the criterion is NOT met\n\n${open}`, open), '2')).toEqual(['1 open']);
    expect(states(plan(`**Status**: DONE\n\n**Status**: not started\n\n${open}`, open), '2')).toEqual(['1 open']);
  });
});

/** The command that a person is told, in short. */
const command = (one: { id: string }, flag = ''): string => `land ${one.id}${flag && ` ${flag}`}`;

function refusal(from: ReturnType<typeof plan>, id: string, isSkipped = false) {
  const phase = from.model.phases.find((one) => one.id === id)!;
  const { undivided } = asWorkedOn(from.model, from.content);
  const earlier = earlierPhases(from, phase, { handedOver: new Set(), undivided, research: undefined });
  return earlierFirst(from.model, phase, { earlier, research: undefined, takenBack: new Map(), isSkipped, command });
}

describe('A phase waits', () => {
  test('for the first one before it with open tasks, and is told both ways on.', () => {
    expect(refusal(plan(ticked, '- [ ] T001 First\n- [ ] T002 Second', open, open), '4')).toEqual({
      reason: 'earlier-phase',
      message:
        'Unexpected phase 4 before phase 2, which is not handed over and has 2 open tasks (T001, T002); open too: phase 3. ' +
        'Land it first: land 2; or go on all the same: land 4 --skip-earlier',
      at: { path, line: 7, column: 1 },
    });
  });

  test('also for one that nobody has divided into tasks yet.', () => {
    const words = 'The parts are read:\n\n1. the first file\n2. the second file';
    expect(refusal(plan(words, open), '2')?.message).toBe(
      'Unexpected phase 2 before phase 1, which is not handed over and has not been divided into tasks yet. ' +
        'Land it first: land 1; or, if there is nothing left to do, say in it that it is done (**Status**: done); ' +
        'or go on all the same: land 2 --skip-earlier',
    );
    expect(refusal(plan(`${words}\n\n**Status**: done`, open), '2')).toBeUndefined();
    expect(refusal(plan('To be written.', open), '2')).toBeUndefined();
  });

  test('not for one of prose alone, which may be background.', () => {
    const words = 'This follows the study of last year; its results are in the wiki, and nothing is to be done here.';
    expect(refusal(plan(words, open), '2')).toBeUndefined();
  });

  test('whose tasks are called as people know them, and not all of them.', () => {
    const many = Array.from({ length: 8 }, (_, index) => `- [ ] Write part ${index}`).join('\n');
    expect(refusal(plan(many, open), '2')?.message).toContain(
      '8 open tasks ("Write part 0", "Write part 1", "Write part 2", "Write part 3", "Write part 4", "Write part 5" …).',
    );
  });

  test('not where somebody says to go on, and not for ticks.', () => {
    expect(refusal(plan(open, open), '2', true)).toBeUndefined();
    expect(refusal(plan(ticked, open), '2')).toBeUndefined();
    expect(refusal(plan(open, open), '1')).toBeUndefined();
  });
});
