import { expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';
import type { Phase, Plan } from '../../core/plan/plan.ts';
import { asWorkedOn, divide } from '../../core/plan/undivided.ts';
import { edit } from './edit/edits.ts';

/** The phase of that id, if it could be divided. */
function undividedPhase(plan: Plan, text: string, id = '1'): Phase | undefined {
  const { plan: shown, undivided } = asWorkedOn(plan, text);
  return undivided.has(id) ? shown.phases.find((phase) => phase.id === id) : undefined;
}

const tasks = [
  { title: 'Read a line', dependsOn: [] },
  { title: 'Write a | line', dependsOn: [] },
  { title: 'Copy', dependsOn: [1, 2] },
];
const impl = `# Plan

## Phase 1 — Read

| # | Task | Status |
| --- | --- | --- |
| 1.1 | Read | done |

## Phase 2 — Copy

Lines are read from the standard input, one by one, and written again as they were.

**Exit criteria**

- \`npm test\` passes.
`;

test('A phase without tasks gets a table below its heading, and nothing else is touched.', () => {
  const plan = readPlan('specs/91-impl-plan.md', impl);
  const phase = undividedPhase(plan, impl, '2');
  expect(phase).toMatchObject({ id: '2', tasks: [] });
  const { content, change } = edit(divide(plan, impl, phase!, tasks));
  expect(change).toHaveLength(1);
  const read = readPlan(plan.path, content).phases[1];
  expect(read?.tasks.map(({ id, title, dependsOn }) => ({ id, title, dependsOn }))).toEqual([
    { id: '2.1', title: 'Read a line', dependsOn: [] },
    { id: '2.2', title: 'Write a | line', dependsOn: [] },
    { id: '2.3', title: 'Copy', dependsOn: ['2.1', '2.2'] },
  ]);
  expect(read?.criteria.map(({ text }) => text)).toEqual(['`npm test` passes.']);
  const added = content.split('\n').filter((line) => !impl.split('\n').includes(line));
  expect(added).toHaveLength(5);
});

test('A heading that is underlined keeps its line; endings stay as they are.', () => {
  const text =
    '# Plan\r\n\r\nPhase 1 — Copy\r\n---\r\n\r\nLines are read from the standard input, one by one, and written again as they were.\r\n';
  const plan = readPlan('specs/91-impl-plan.md', text);
  const { content } = edit(divide(plan, text, undividedPhase(plan, text, '1')!, tasks));
  expect(content).toMatch(/^# Plan\r\n\r\nPhase 1 — Copy\r\n---\r\n\r\n\| # \| Task/);
  expect(content.replaceAll('\r\n', '')).not.toContain('\n');
});

test('A spec in which no phase can be read is one phase, with its tasks as boxes at the end.', () => {
  const text = '# Copy lines\n\n## Approach\n\n1. Read.\n2. Write.\n';
  const plan = readPlan('docs/copy.md', text);
  expect(plan.phases).toEqual([]);
  const phase = undividedPhase(plan, text);
  expect(phase).toMatchObject({ id: '1', title: 'Copy lines', tasks: [] });
  const { content } = edit(divide(plan, text, phase!, tasks));
  expect(content).toBe(`${text}\n## Tasks\n\n- [ ] Read a line\n- [ ] Write a | line\n- [ ] Copy\n`);
});

test.each<[string, string, string, string | undefined]>([
  ['a phase that has tasks', 'specs/91-impl-plan.md', impl, '1'],
  ['a phase that is not there', 'specs/91-impl-plan.md', impl, '3'],
  ['a phase that is not written yet', 'specs/91-impl-plan.md', '# Plan\n\n## Phase 1 — Copy\n\nTo be written.\n', '1'],
  ['an empty file', 'docs/copy.md', '\n', undefined],
  ['a file that ends in a fence', 'docs/copy.md', '# A\n\n```\n', undefined],
  ['a TOML plan', 'implementation-plan.toml', 'title = "a"\n', undefined],
])('There is nothing to divide in %s.', (_, path, text, asked) => {
  expect(undividedPhase(readPlan(path, text), text, asked)).toBeUndefined();
});

test.each<[string, 'work' | 'prose' | undefined, string]>([
  [
    'prose',
    'prose',
    'This follows the study of last year; its results are in the wiki, and nothing is to be done here.',
  ],
  ['a list', 'work', 'It reads:\n\n1. lines\n2. files'],
  [
    'prose and exit criteria',
    'work',
    'Lines are read from the standard input, one by one, and written again as they were.\n\n**Exit criteria**\n\n- `npm test` passes.',
  ],
  ['exit criteria and few words', 'work', 'A parser of words.\n\n**Exit criteria**: `npm test` passes.'],
  ['exit criteria and no word of what to do', 'work', '**Exit criteria**\n\n- `npm test` passes.'],
  ['few words', undefined, 'To be written.'],
])('What there is to divide in a phase of %s is %s.', (_, kind, body) => {
  const text = `# Plan\n\n## Phase 1 — Copy\n\n${body}\n\n## Phase 2 — Paste\n\n| # | Task |\n| - | - |\n| 2.1 | Paste |\n`;
  const plan = readPlan('specs/91-impl-plan.md', text);
  expect(plan.phases[0]?.tasks).toEqual([]);
  expect([...asWorkedOn(plan, text).undivided]).toEqual(kind ? [['1', kind]] : []);
});

test('Many phases without tasks are looked at in one go.', () => {
  const text = Array.from({ length: 20_000 }, (_, index) => `## Phase ${index} — a\n\n- b\n\nTo be written.\n`).join(
    '\n',
  );
  const plan = readPlan('specs/91-impl-plan.md', text);
  const bare = { ...plan, phases: plan.phases.map((phase) => ({ ...phase, tasks: [] })) };
  const started = process.cpuUsage();
  expect(asWorkedOn(bare, text).undivided.size).toBe(20_000);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(4000);
});

test('A place where the tasks would not be read as those of the phase is refused.', () => {
  const text =
    '# Plan\n\n## Phase 1 — Copy\n\nLines are read from the standard input, one by one, and written again as they were.\n\n## Phase 2 — Paste\n\n| # | Task |\n| --- | --- |\n| 2.1 | Paste |\n';
  const plan = readPlan('specs/91-impl-plan.md', text);
  const phase = { ...undividedPhase(plan, text, '1')!, line: 11 };
  expect(divide(plan, text, phase, tasks)).toMatchObject({ ok: false, failure: { reason: 'broken-plan' } });
});
