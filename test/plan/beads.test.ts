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
    ['no-epic', 'Issues of no epic', [['bd-9', false, '', '', false]]],
    [
      'bd-1',
      'Login',
      [
        ['bd-1.1', true, '', '', false],
        ['bd-1.2', false, 'bd-1.1', 'specs/10-login.md', false],
        ['bd-1.2.1', false, 'bd-1.1', '', true],
      ],
    ],
  ]);
  expect(plan.phases[1]?.criteria.map(({ kind, text }) => [kind, text])).toEqual([
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
  const opened = tick(content, readPlan(path, content), readPlan(path, content).phases[0]!.tasks[0]!, true);
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

/** What is read of issues, each with its edges: phases with what they wait for, their tasks, `*` where nobody does one now. */
function read(
  ...written: readonly Readonly<{ id: string; status?: string; issue_type?: string; needs?: readonly object[] }>[]
) {
  const lines = written.map(({ needs = [], ...issue }) =>
    JSON.stringify({ title: 'x', status: 'open', issue_type: 'task', ...issue, dependencies: needs }),
  );
  const { phases, problems, unparsed } = readPlan(path, `${lines.join('\n')}\n`);
  return {
    phases: phases.map(({ id, after = [], tasks }) => [
      [id, ...after].join(' < '),
      ...tasks.map((task) => `${task.id}${task.isOptional ? '*' : ''} < ${task.dependsOn.join()}`),
    ]),
    problems: problems.map(({ message }) => message),
    unparsed: unparsed.map(({ reason }) => reason),
  };
}
const epic = (id: string, ...needs: readonly object[]) => ({ id, issue_type: 'epic', needs });
const of = (parent: string): object => edge('parent-child', parent);

test('An epic comes behind those that it, or something in it, waits for.', () => {
  expect(
    read(
      epic('e1'),
      epic('e2', edge('blocks', 'e3')),
      epic('e3'),
      { id: 'a', needs: [of('e1'), edge('blocks', 'b')] },
      { id: 'b', needs: [of('e2')] },
      { id: 'c', needs: [of('e3')] },
    ),
  ).toEqual({
    phases: [
      ['e3', 'c < '],
      ['e2 < e3', 'b < '],
      ['e1 < e2', 'a < '],
    ],
    problems: [],
    unparsed: [],
  });
});

test('Epics that wait for each other are told.', () => {
  const { problems } = read(
    epic('e1'),
    epic('e2'),
    { id: 'a1', needs: [of('e1'), edge('blocks', 'b1')] },
    { id: 'a2', needs: [of('e1')] },
    { id: 'b1', needs: [of('e2')] },
    { id: 'b2', needs: [of('e2'), edge('blocks', 'a2')] },
  );
  expect(problems).toEqual([
    expect.stringContaining('Unexpected phase e2 that waits for phase e1, which waits for it as well'),
    expect.stringContaining('Unexpected dependency of b2 on a2, which belongs to the later phase e1'),
  ]);
});

test('What is put off is done by nobody now, nor is what waits for it, in other epics too; closed issues keep nobody waiting.', () => {
  expect(
    read(
      epic('e1', edge('blocks', 'e2')),
      epic('e2'),
      { id: 'a', needs: [of('e1')] },
      { id: 'a.1', status: 'closed', needs: [of('a')] },
      { id: 'b', status: 'deferred', needs: [of('e2')] },
      { id: 'c', needs: [edge('waits-for', 'gate')] },
      { id: 'gate', issue_type: 'gate' },
      { id: 'd', needs: [edge('blocks', 'e'), edge('blocks', 'gone')] },
      { id: 'e', status: 'closed', needs: [edge('blocks', 'f')] },
      { id: 'f', status: 'blocked' },
      { id: 'g', status: 'tombstone' },
    ),
  ).toEqual({
    phases: [
      ['e2', 'b* < '],
      ['e1 < e2', 'a* < ', 'a.1 < '],
      ['no-epic', 'c* < ', 'd < e', 'e < f', 'f* < '],
    ],
    problems: [expect.stringContaining('Unexpected issue that waits for "gone", which the export does not have')],
    unparsed: ['It is a gate, and no work.', 'It is a tombstone, and no work.'],
  });
});

test('What keeps an issue keeps all below it; levels that nobody means are told.', () => {
  const chain = Array.from({ length: 60 }, (_, index) => ({
    id: `i${index}`,
    needs: index === 0 ? [edge('blocks', 'z')] : [of(`i${index - 1}`)],
  }));
  const { phases, problems } = read({ id: 'z' }, ...chain);
  expect(phases[0]?.slice(0, 5)).toEqual(['no-epic', 'z < ', 'i0 < z', 'i1 < z', 'i2 < z']);
  expect(problems).toEqual(['Unexpected issue more than 50 levels below another, expected fewer; take some out']);
});

test('What may be begun only after the export was made, or waits for something elsewhere, is put off.', () => {
  const later = { id: 'a', title: 'A', status: 'open', issue_type: 'task', defer_until: '2030-01-01T00:00:00Z' };
  const elsewhere = {
    id: 'b',
    title: 'B',
    status: 'open',
    issue_type: 'task',
    dependencies: [edge('blocks', 'external:x:y')],
  };
  const now = { ...later, id: 'c', defer_until: '2026-01-01T00:00:00Z', updated_at: '2026-01-02T00:00:00Z' };
  const { phases, problems } = readPlan(
    path,
    [later, elsewhere, now].map((one) => `${JSON.stringify(one)}\n`).join(''),
  );
  expect(phases[0]?.tasks.map(({ isOptional }) => isOptional)).toEqual([true, true, undefined]);
  expect(problems).toEqual([]);
});

test('An epic comes behind issues of no epic that keep it, and behind empty epics below what keeps it.', () => {
  expect(read(epic('B', edge('blocks', 'x')), { id: 'b', needs: [of('B')] }, { id: 'x' }).phases).toEqual([
    ['no-epic', 'x < '],
    ['B < no-epic', 'b < '],
  ]);
  expect(
    read(
      epic('B', edge('blocks', 'A')),
      { id: 'b', needs: [of('B')] },
      epic('A'),
      epic('A1', of('A')),
      { id: 'a', needs: [of('A1')] },
      epic('A2', of('A')),
    ).phases,
  ).toEqual([['A1', 'a < '], ['A2'], ['B < A1 < A2', 'b < '], ['A']]);
});
