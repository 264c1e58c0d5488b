import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { revert } from '../../core/plan/edit/change.ts';
import { tick, tickAll } from '../../core/plan/edit/tick.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { withoutOptional } from '../../core/plan/optional.ts';
import { readPlan } from '../../core/plan/read.ts';

const path = '.taskmaster/tasks/tasks.json';
const tasks = [
  { id: 1, title: 'Set up', description: 'The store', status: 'done', dependencies: [], priority: 'high' },
  {
    id: 2,
    title: 'Read it',
    status: 'in-progress',
    dependencies: [1],
    testStrategy: '`npm test` passes',
    acceptanceCriteria: ['src/read.ts exists'],
    relevantFiles: [{ path: 'src/read.ts', description: 'The reader', action: 'create' }],
    subtasks: [
      { id: 1, title: 'Lines', status: 'done', dependencies: [] },
      { id: 2, title: 'Words', status: 'pending', dependencies: [1] },
    ],
  },
  { id: '3', title: 'Write it', status: 'pending', dependencies: ['2.2', 2, '1'], previousStatus: 'review' },
  { id: 4, title: 'Colour', status: 'cancelled', dependencies: [3] },
];
const written = (about: object): string => `${JSON.stringify(about, null, 2)}\n`;
const tagged = written({
  master: { tasks, metadata: { created: '2026-01-01', description: 'What is there' } },
  'feature-login': { tasks: [{ id: 1, title: 'Log in', status: 'review', dependencies: [] }], metadata: {} },
});

function tasksIn(plan: Plan, phase = 'master') {
  return plan.phases.find(({ id }) => id === phase)?.tasks ?? [];
}

test('Each tag is a phase, each of its tasks a task, and subtasks are in its text.', () => {
  const plan = readPlan(path, tagged);
  expect(plan).toMatchObject({ format: 'taskmaster', because: `its place, ${path}`, problems: [], unparsed: [] });
  expect(plan.phases.map(({ id, title, line }) => ({ id, title, line }))).toEqual([
    { id: 'master', title: 'What is there', line: 2 },
    { id: 'feature-login', title: 'feature-login', line: expect.any(Number) },
  ]);
  const seen = tasksIn(plan).map(({ id, title, ticked, status, dependsOn, files, isOptional }) => [
    id,
    title,
    ticked,
    status,
    dependsOn.join(),
    files.join(),
    isOptional ?? false,
  ]);
  expect(seen).toEqual([
    ['1', 'Set up', true, 'done', '', '', false],
    ['2', 'Read it', false, 'in-progress', '1', 'src/read.ts', false],
    ['3', 'Write it', false, 'pending', '2,1', '', false],
    ['4', 'Colour', false, 'cancelled', '3', '', true],
  ]);
  const [, second] = tasksIn(plan);
  expect(second?.text).toContain('"title": "Words"');
  expect(second?.criteria.map(({ kind, text }) => [kind, text])).toEqual([
    ['file', 'src/read.ts exists'],
    ['command', '`npm test` passes'],
  ]);
});

test('The form before tags is one phase; an id is told as it stands there.', () => {
  const plan = readPlan('tasks.json', written({ tasks: [{ ...tasks[0], id: 'TM-12' }], metadata: {} }));
  expect(plan).toMatchObject({ format: 'taskmaster', because: 'a JSON file with "tasks"' });
  expect(plan.phases.map(({ id, tasks: own }) => [id, own.map((task) => task.id)])).toEqual([['master', ['TM-12']]]);
});

test('A task is done by its word, in place; taken back, the file is as it was.', () => {
  const plan = readPlan(path, tagged);
  const [first, second] = tasksIn(plan);
  const done = tick(tagged, plan, second!, true);
  if (!done.ok) throw new Error(done.failure.message);
  const expected = structuredClone(tasks);
  expected[1]!.status = 'done';
  const { master, ...others } = JSON.parse(tagged);
  expect(done.value.content).toBe(written({ master: { ...master, tasks: expected }, ...others }));
  expect(tasksIn(readPlan(path, done.value.content))[1]?.ticked).toBe(true);
  const back = revert(path, done.value.content, done.value.change);
  expect(back.ok && back.value).toBe(tagged);
  const again = tick(tagged, plan, first!, true);
  expect(again.ok && again.value).toMatchObject({ changed: false, content: tagged });
  const open = tick(tagged, plan, first!, false);
  expect(open.ok && open.value.content).toBe(
    tagged.replace(
      '"status": "done",\n        "dependencies": [],\n        "priority"',
      '"status": "pending",\n        "dependencies": [],\n        "priority"',
    ),
  );
});

test('On one line as on many, with any line endings and a byte order mark, all other bytes stay.', () => {
  for (const content of [
    JSON.stringify(JSON.parse(tagged)),
    tagged.replaceAll('\n', '\r\n'),
    `\uFEFF${tagged}`,
    JSON.stringify(JSON.parse(tagged), null, '\t'),
  ]) {
    const plan = readPlan(path, content);
    const all = tasksIn(plan);
    expect(all.map(({ id }) => id)).toEqual(['1', '2', '3', '4']);
    const done = tickAll(content, plan, [all[1]!, all[2]!], true);
    if (!done.ok) throw new Error(done.failure.message);
    const wanted = JSON.parse(content.replace('\uFEFF', ''));
    for (const one of [wanted.master.tasks[1], wanted.master.tasks[2]]) one.status = 'done';
    expect(JSON.parse(done.value.content.replace('\uFEFF', ''))).toEqual(wanted);
    const back = revert(path, done.value.content, done.value.change);
    expect(back.ok && back.value).toBe(content);
  }
});

test('What has changed meanwhile is refused, and without a status there is no place for a tick.', () => {
  const plan = readPlan(path, tagged);
  const [, second] = tasksIn(plan);
  const changed = tick(tagged.replace('"Read it"', '"Read all"'), plan, second!, true);
  expect(changed).toMatchObject({ ok: false, failure: { reason: 'plan-changed' } });
  const bare = written({ tasks: [{ id: 1, title: 'a' }] });
  const barePlan = readPlan(path, bare);
  const none = tick(bare, barePlan, tasksIn(barePlan)[0]!, true);
  expect(none.ok && none.value).toMatchObject({ changed: false, noPlace: ['1'] });
});

test.each([
  ['{ "master": { "tasks": [ } }', 1, 'Unexpected text, expected JSON'],
  ['{\n  "tasks": [1,]\n}', 2, 'Unexpected text, expected JSON'],
  ['{ "tasks": [] } // no', 1, 'Unexpected text, expected JSON'],
  ['', 1, 'Unexpected text, expected JSON'],
  [`{ "tasks": ${'['.repeat(200)}`, 1, 'Unexpected nesting, expected at most 100 levels'],
  ['{ "tasks": [\n{ "title": "a" }] }', 2, 'Unexpected task without an id'],
  ['{ "tasks": [{ "id": 1, "title": "a" },\n{ "id": 1, "title": "b" }] }', 2, 'Unexpected second task 1'],
  ['{ "tasks": [{ "id": 1, "title": "a", "dependencies": [7] }] }', 1, 'Unexpected dependency'],
  ['{ "master": 1 }', 1, 'Unexpected plan without a phase'],
])('%j is told by line, and nothing is thrown.', (content, line, message) => {
  expect(readPlan(path, content).problems).toContainEqual(
    expect.objectContaining({ at: expect.objectContaining({ line }), message: expect.stringContaining(message) }),
  );
});

test('Keys that objects have by themselves are keys like any other.', () => {
  const plan = readPlan(
    path,
    '{ "__proto__": { "tasks": [{ "id": 1, "title": "a", "__proto__": { "x": 1 } }] }, "constructor": 1 }',
  );
  expect(plan.phases.map(({ id }) => id)).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('Whatever is in a file and however it is laid out, a task is done in its own word and taken back to the byte.', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  const task = fc.record({ title: text, details: text, status: fc.constantFrom('pending', 'done', 'review') });
  const about = fc.record({
    tasks: fc.array(task, { minLength: 1, maxLength: 5 }),
    tag: text,
    indent: fc.constantFrom('', '\t', '    '),
  });
  fc.assert(
    fc.property(about, fc.nat(), fc.boolean(), (made, at, done) => {
      const list = made.tasks.map((one, index) => ({ ...one, id: index + 1, dependencies: [] }));
      const content = JSON.stringify(
        { [made.tag]: { tasks: list, metadata: { '{"status":': '"' } } },
        null,
        made.indent,
      );
      const plan = readPlan(path, content);
      const own = plan.phases[0]?.tasks ?? [];
      const index = at % list.length;
      const edit = tick(content, plan, own[index]!, done);
      if (!edit.ok) throw new Error(edit.failure.message);
      const wanted = list.map((one, place) =>
        place === index && (one.status === 'done') !== done ? { ...one, status: done ? 'done' : 'pending' } : one,
      );
      expect(edit.value.content).toBe(
        JSON.stringify({ [made.tag]: { tasks: wanted, metadata: { '{"status":': '"' } } }, null, made.indent),
      );
      const back = revert(path, edit.value.content, edit.value.change);
      expect(back.ok && back.value).toBe(content);
    }),
  );
});

test('What is deferred or blocked is done by nobody now, nor is what waits for it; what is cancelled keeps nobody waiting.', () => {
  const list = ['pending', 'deferred', 'pending', 'pending', 'cancelled', 'pending', 'blocked', 'done'];
  const needs = [[], [], [2], [3, 1], [], [5], [], [2]];
  const states = list.map((status, index) => ({ id: index + 1, title: 'x', status, dependencies: needs[index] }));
  const plan = readPlan(path, JSON.stringify({ tasks: states }));
  expect(plan.phases[0]?.tasks.filter(({ isOptional }) => isOptional).map(({ id }) => id)).toEqual([
    '2',
    '3',
    '4',
    '5',
    '7',
  ]);
  expect(withoutOptional(plan).phases[0]?.tasks.map(({ id, dependsOn }) => [id, dependsOn.join()])).toEqual([
    ['1', ''],
    ['6', ''],
    ['8', ''],
  ]);
});

test('What only subtasks wait for is left out where it closes a circle, and told.', () => {
  const list = [
    { id: 7, title: 'A', dependencies: [], subtasks: [sub(1, ['8.1']), sub(2, [])] },
    { id: 8, title: 'B', dependencies: [7] },
  ];
  const plan = readPlan(path, JSON.stringify({ tasks: list }));
  expect(plan.phases[0]?.tasks.map(({ id, dependsOn }) => [id, ...dependsOn])).toEqual([['7'], ['8', '7']]);
  expect(plan.problems).toMatchObject([{ rule: 'dependency', severity: 'warning' }]);
});

test('Of two tasks that are alike on one line, the one that is meant is done; ids of other tags are not known.', () => {
  const list = { tasks: [{ id: 1, title: 'A', status: 'pending', dependencies: [] }] };
  const text = JSON.stringify({ master: list, next: list });
  const plan = readPlan(path, text);
  const done = tick(text, plan, plan.phases[1]!.tasks[0]!, true);
  expect(done.ok && readPlan(path, done.value.content).phases.map((phase) => phase.tasks[0]?.ticked)).toEqual([
    false,
    true,
  ]);
  const across = JSON.stringify({ master: list, next: { tasks: [{ id: 2, title: 'B', dependencies: [1] }] } });
  expect(readPlan(path, across).problems).toMatchObject([{ rule: 'dependency' }]);
});

const sub = (id: number, dependencies: readonly unknown[], status = 'pending') => ({
  id,
  title: 's',
  status,
  dependencies,
});

test('A task waits for what its open subtasks wait for; these name each other as well.', () => {
  const list = [
    { id: 1, title: 'A', dependencies: ['1.1'], subtasks: [sub(1, []), sub(2, [1, '2.1']), sub(3, ['3'], 'done')] },
    { id: 2, title: 'B', dependencies: [] },
    { id: 3, title: 'C', dependencies: ['2.1'], subtasks: [sub(4, [1])] },
  ];
  const plan = readPlan(path, JSON.stringify({ tasks: list }));
  expect(plan.problems).toEqual([]);
  expect(plan.phases[0]?.tasks.map(({ id, dependsOn }) => [id, ...dependsOn])).toEqual([
    ['1', '2'],
    ['2'],
    ['3', '2', '1'],
  ]);
});
