import { describe, expect, test } from 'vitest';
import { readPlan } from '../../../core/plan/read.ts';

/** How the last of three items is read. */
function read(title: string) {
  const { phases, problems } = readPlan('todo.md', `- [ ] T001 a\n- [ ] T002 b\n- [ ] ${title}\n`);
  const { dependsOn, dependsBy } = phases[0]!.tasks[2]!;
  return { dependsOn, dependsBy, problems };
}

describe('Dependencies in the words of an item', () => {
  test.each<[string, string[]]>([
    ['T003 c (depends on T001)', ['T001']],
    ['T003 c (depends on T001, needs T002)', ['T001', 'T002']],
    ['T003 c (after T001)', ['T001']],
    ['T003 c [depends on: T001]', ['T001']],
    ['T003 c（依赖 T001）', ['T001']],
    ['T003 c, depends on T001', ['T001']],
    ['T003 c — depends on T001 and T002.', ['T001', 'T002']],
    ['T003 c\n  depends on T001', ['T001']],
  ])('are read from %j.', (title, ids) => {
    expect(read(title)).toEqual({ dependsOn: ids, dependsBy: 'writing', problems: [] });
  });

  test.each(['T003 c (depends on the schema)', 'T003 c [blocked by Ada]', 'T003 c (after T001 has landed)'])(
    'are a warning where they cannot be followed: %j.',
    (title) => {
      const { dependsBy, problems } = read(title);
      expect(dependsBy).toBe('order');
      const column = `- [ ] ${title}`.search(/[([](?!\s)(?:depends|blocked|after)/) + 1;
      expect(problems).toMatchObject([{ rule: 'dependency', severity: 'warning', at: { line: 3, column } }]);
    },
  );

  test.each([
    'T003 c (after lunch)',
    'T003 c (needs Node 24)',
    'T003 c (requires 2.0)',
    'T003 c (afterwards T001)',
    'T003 c [after T001](notes.md)',
    'T003 say what it depends on the way',
  ])('are prose in %j.', (title) => {
    expect(read(title)).toEqual({ dependsOn: ['T002'], dependsBy: 'order', problems: [] });
  });

  test.each(['Deps', 'Dep', 'Requires', 'Blocked by', '前置', '依赖任务'])('have a column "%s" in a table.', (name) => {
    const text = `## Phase 1: a\n\n| # | Task | ${name} |\n|---|---|---|\n| 1 | a | – |\n| 2 | b | – |\n`;
    const [, second] = readPlan('specs/91-impl-plan.md', text).phases[0]!.tasks;
    expect(second).toMatchObject({ dependsOn: [], dependsBy: 'writing' });
  });
});
