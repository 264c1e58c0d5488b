import { describe, expect, test } from 'vitest';
import type { Brief } from '../../core/brief/brief.ts';
import { taskBriefs } from '../../core/brief/task-briefs.ts';
import { readPlan } from '../../core/plan/read.ts';
import type { GatheredMemo } from '../../core/spec/gather.ts';
import { taskBrief, wholePhase } from './sample.ts';

const nothing = { specs: [], rules: [], gates: [] };

/** Briefs of the first phase of a table whose rows are `id | title | spec | depends on`. */
function briefsOf(rows: readonly string[], specs: readonly { path: string; content: string }[] = []): Brief[] {
  const table = ['| # | Task | Spec | Depends on |', '| --- | --- | --- | --- |', ...rows.map((row) => `| ${row} |`)];
  const plan = readPlan(
    'specs/91-impl-plan.md',
    `# Plan\n\n## Phase 1: One\n\n${table.join('\n')}\n\n**Exit criteria**: it works.\n`,
  );
  expect(plan.problems).toEqual([]);
  return taskBriefs(plan, plan.phases[0]!, { ...nothing, specs });
}

function standings(brief: Brief | undefined): string[] {
  return brief?.siblings.map(({ id, standing }) => `${id} ${standing}`) ?? [];
}

test('A brief has what the plan says of its task, and the rules and gates.', () => {
  expect(taskBrief).toMatchObject({
    id: '2',
    acceptance: ['A parcel of 2000 g costs 549 cents', 'A parcel of 31501 g is refused with TooHeavy'],
    antiPatterns: ['Money as a floating-point number'],
    requirements: ['R-4'],
    constraints: ['CC-2'],
    tests: ['postage_of_two_kilograms', 'too_heavy_is_refused'],
    gates: ['lint', 'test'],
    rules: [{ path: 'AGENTS.md' }],
  });
});

test('The brief of a phase has what its tasks say, each statement once.', () => {
  expect(wholePhase).toMatchObject({
    id: 'phase 1',
    antiPatterns: ['Money as a floating-point number'],
    tests: ['postage_of_two_kilograms', 'too_heavy_is_refused'],
    siblings: [],
    files: [],
  });
  expect(wholePhase.text).toContain('title = "Labels"');
});

function memo(name: string, path: string, line: number): GatheredMemo {
  return { path: `docs/${name}.md`, content: 'Outcome: PASS\n', by: [{ path, line, column: 1, text: '' }] };
}

describe('memos', () => {
  const specs = [
    { path: 'specs/10-data.md', content: '# Data\n' },
    { path: 'specs/20-output.md', content: '# Output\n' },
    { path: 'specs/research/study-all.md', content: '# All\n' },
  ];
  const rows = '| 1.1 | Read | 10 |\n| 1.2 | Write | 20 |\n| 1.3 | Log | research/study-all.md |\n';
  const text = `# Plan\n\n## Phase 1: One\n\nAs spike-all has it.\n\n| # | Task | Spec |\n| --- | --- | --- |\n${rows}`;
  const plan = readPlan('specs/91-impl-plan.md', text);

  function namesIn(memos: readonly GatheredMemo[]): unknown {
    const briefs = taskBriefs(plan, plan.phases[0]!, { ...nothing, specs, memos });
    return briefs.map((brief) => brief.memos?.map(({ path }) => path));
  }

  test('bind the tasks whose specs name them, the task whose row does, or all where the phase does.', () => {
    expect(namesIn([memo('a', 'specs/20-output.md', 1)])).toEqual([undefined, ['docs/a.md'], undefined]);
    expect(namesIn([memo('a', 'specs/91-impl-plan.md', 9)])).toEqual([['docs/a.md'], undefined, undefined]);
    expect(namesIn([memo('a', 'specs/91-impl-plan.md', 5)])).toEqual([['docs/a.md'], ['docs/a.md'], ['docs/a.md']]);
  });

  test('that are cited as specs are told as these, to whom they are.', () => {
    const all = { ...memo('a', 'specs/91-impl-plan.md', 5), path: 'specs/research/study-all.md' };
    expect(namesIn([all])).toEqual([[all.path], [all.path], undefined]);
  });

  test('are part of a brief as they are now, in few words.', () => {
    const [before, after] = ['Outcome: PASS\n', 'Outcome: PASS\nDecision: GO\n'].map((content) => {
      const memos = [{ ...memo('a', 'specs/91-impl-plan.md', 5), content }];
      return taskBriefs(plan, plan.phases[0]!, { ...nothing, specs, memos })[0]?.memos?.[0];
    });
    expect(before?.says).toBe('outcome PASS');
    expect(after?.says).toBe('outcome PASS, decision GO');
    expect(after?.digest).not.toBe(before?.digest);
  });

  test('that there are none of leave no word in a brief, so that it is the one that it always was.', () => {
    expect(Object.keys(taskBriefs(plan, plan.phases[0]!, { ...nothing, specs, memos: [] })[0] ?? {})).not.toContain(
      'memos',
    );
  });
});

describe('siblings', () => {
  test('are those that a task builds on, those that build on it, and those beside it, in plan order.', () => {
    const briefs = briefsOf(['1.1 | Read | | none', '1.2 | Write | | 1.1', '1.3 | Show | | 1.2', '1.4 | Log | | 1.1']);
    expect(standings(briefs[0])).toEqual(['1.2 after', '1.3 after', '1.4 after']);
    expect(standings(briefs[2])).toEqual(['1.1 before', '1.2 before', '1.4 beside']);
  });

  test('that are ticked are that, and nothing waits on the far side of them.', () => {
    const rows = ['- [ ] 1.1 Read', '- [x] 1.2 Write', '- [ ] 1.3 Show'];
    const plan = readPlan('docs/todo.md', `# Todo\n\n## Phase 1: One\n\n${rows.join('\n')}\n`);
    const briefs = taskBriefs(plan, plan.phases[0]!, nothing);
    expect(standings(briefs[2])).toEqual(['1.1 beside', '1.2 ticked']);
  });

  test('have the headings of what they cite.', () => {
    const specs = [{ path: 'specs/10-data.md', content: '# Data\n\n## 2 Rows\n\nA row.\n' }];
    const briefs = briefsOf(['1.1 | Read | 10 § 2 | none', '1.2 | Write | 10 | 1.1'], specs);
    expect(briefs[1]?.siblings[0]?.specs).toEqual(['2 Rows']);
    expect(briefs[0]?.siblings[0]?.specs).toEqual(['specs/10-data.md']);
  });

  test('of a task in a large phase are only those that it names and that name it.', () => {
    const rows = Array.from(
      { length: 10_000 },
      (_, index) => `1.${index + 1} | Step | | ${index === 0 ? 'none' : `1.${index}`}`,
    );
    const briefs = briefsOf(rows);
    expect(standings(briefs[5000])).toEqual(['1.5000 before', '1.5002 after']);
  });
});
