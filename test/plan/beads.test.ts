import { expect, test } from 'vitest';
import { tick } from '../../core/plan/edit/tick.ts';
import { readPlan } from '../../core/plan/read.ts';

const path = '.beads/issues.jsonl';
const edge = (type: string, to: string): object => ({
  issue_id: 'x',
  depends_on_id: to,
  type,
  created_at: '2026-01-01',
});
const issues: readonly object[] = [
  { _type: 'memory', id: 'bd-m', title: 'Something to know' },
  {
    _type: 'issue',
    id: 'bd-1',
    title: 'Login',
    status: 'open',
    issue_type: 'epic',
    acceptance_criteria: '- `npm test` passes\n- It reads well',
  },
  { id: 'bd-1.1', title: 'Form', status: 'closed', issue_type: 'task', dependencies: [edge('parent-child', 'bd-1')] },
  {
    id: 'bd-1.2',
    title: 'Send it',
    status: 'in_progress',
    issue_type: 'feature',
    spec_id: 'specs/10-login.md',
    dependencies: [
      edge('parent-child', 'bd-1'),
      edge('blocks', 'bd-1.1'),
      edge('related', 'bd-9'),
      edge('blocks', 'bd-9'),
    ],
  },
  {
    id: 'bd-1.2.1',
    title: 'By hand',
    status: 'deferred',
    issue_type: 'chore',
    dependencies: [edge('parent-child', 'bd-1.2')],
  },
  { id: 'bd-9', title: 'Mend it', status: 'open', issue_type: 'bug' },
  { id: 'bd-7', title: 'Hello', status: 'open', issue_type: 'message' },
];
const content = `${issues.map((issue) => JSON.stringify(issue)).join('\n')}\n`;

test('An epic is a phase with all that is below it, and what has none is one together; edges that block are waited for.', () => {
  const plan = readPlan(path, content);
  expect(plan).toMatchObject({ format: 'beads', because: `its place, ${path}`, problems: [] });
  expect(
    plan.phases.map(({ id, title, tasks }) => [
      id,
      title,
      tasks.map((task) => [task.id, task.ticked, task.dependsOn.join(), task.spec, task.isOptional ?? false]),
    ]),
  ).toEqual([
    [
      'bd-1',
      'Login',
      [
        ['bd-1.1', true, '', '', false],
        ['bd-1.2', false, 'bd-1.1', 'specs/10-login.md', false],
        ['bd-1.2.1', false, '', '', true],
      ],
    ],
    ['no-epic', 'Issues of no epic', [['bd-9', false, '', '', false]]],
  ]);
  expect(plan.phases[0]?.criteria.map(({ kind, text }) => [kind, text])).toEqual([
    ['command', '`npm test` passes'],
    ['judgement', 'It reads well'],
  ]);
  expect(plan.unparsed.map(({ line }) => line)).toEqual([1, 7]);
});

test('What is exported again counts as it stands below; its file is never written.', () => {
  const again = `${content}${JSON.stringify({ ...issues[5], status: 'closed' })}\n`;
  const plan = readPlan(path, again);
  const task = plan.phases[1]?.tasks[0];
  expect(task).toMatchObject({ id: 'bd-9', ticked: true, line: 8 });
  const opened = tick(content, readPlan(path, content), readPlan(path, content).phases[1]!.tasks[0]!, true);
  expect(opened.ok && opened.value).toMatchObject({ changed: false, noPlace: ['bd-9'] });
});

test('A line that is no JSON is told with its place, and the others are read.', () => {
  const plan = readPlan('issues.jsonl', `${content}{ "id": "bd-10", }\n\n{ "title": "no id" }\n`);
  expect(plan.because).toBe('"issue_type" on line 2');
  expect(plan.problems).toMatchObject([{ rule: 'plan-syntax', at: { line: 8, column: 18 } }]);
  expect(plan.unparsed.at(-1)).toMatchObject({ line: 10, reason: 'It has no id, so it is no task.' });
  expect(plan.phases).toHaveLength(2);
});

test('Issues that are each other’s parents are of no epic, and end nothing.', () => {
  const circle = [
    { id: 'a', title: 'a', issue_type: 'task', status: 'open', dependencies: [edge('parent-child', 'b')] },
    { id: 'b', title: 'b', issue_type: 'task', status: 'open', dependencies: [edge('parent-child', 'a')] },
  ];
  const plan = readPlan(path, circle.map((one) => JSON.stringify(one)).join('\n'));
  expect(plan.phases.map(({ id, tasks }) => [id, tasks.length])).toEqual([['no-epic', 2]]);
});
