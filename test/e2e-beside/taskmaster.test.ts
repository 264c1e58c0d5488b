import { expect, test } from 'vitest';
import { z } from 'zod';
import { tick } from '../../core/plan/edit/tick.ts';
import { readPlan } from '../../core/plan/read.ts';
import { useTool, type Beside } from './tools.ts';

const path = '.taskmaster/tasks/tasks.json';
const metadata = { created: '2026-01-01T00:00:00.000Z', updated: '2026-01-01T00:00:00.000Z', description: 'All' };
const task = (id: number | string, more: object = {}): object => ({
  id,
  title: `Task ${id}`,
  description: 'What it is',
  details: '',
  testStrategy: '`npm test` passes',
  status: 'pending',
  dependencies: [],
  priority: 'medium',
  subtasks: [],
  ...more,
});
const subtask = (id: number, more: object = {}): object => ({
  id,
  title: `Part ${id}`,
  description: 'A part',
  details: '',
  status: 'pending',
  dependencies: [],
  ...more,
});
const tagged = (...tasks: readonly object[]): object => ({ master: { tasks, metadata } });

const plans: Readonly<Record<string, object>> = {
  'one task': tagged(task(1)),
  'a chain': tagged(task(1, { status: 'done' }), task(2, { dependencies: [1] }), task(3, { dependencies: [2] })),
  'ids that are texts': tagged(task('1'), task('2', { dependencies: ['1'] })),
  'ids of both kinds': tagged(task(1), task(2, { dependencies: ['1'] }), task(3, { dependencies: [1, '2'] })),
  subtasks: tagged(task(1, { subtasks: [subtask(1, { status: 'done' }), subtask(2, { dependencies: [1] })] })),
  'a dependency on a subtask': tagged(task(1, { subtasks: [subtask(1)] }), task(2, { dependencies: ['1.1'] })),
  'all states': tagged(
    ...['pending', 'in-progress', 'review', 'done', 'deferred', 'cancelled', 'blocked'].map((status, index) =>
      task(index + 1, { status }),
    ),
  ),
  'two tags': { master: { tasks: [task(1)], metadata }, login: { tasks: [task(1), task(2)], metadata } },
  'the form before tags': { tasks: [task(1), task(2, { status: 'done' })], metadata },
  'further fields': tagged(task(1, { previousStatus: 'review', acceptanceCriteria: ['It works'], complexity: 3 })),
};

for (const [name, about] of Object.entries(plans))
  test(`Task Master lists the tasks as we do, and sees what we write as done: ${name}.`, () => {
    const tool = useTool('task-master-ai', 'task-master');
    const content = `${JSON.stringify(about, null, 2)}\n`;
    tool.write(path, content);
    const plan = readPlan(path, content);
    const master = plan.phases.find(({ id }) => id === 'master')?.tasks ?? [];
    const listed = listedBy(tool);
    expect(master.map(({ id, title, status }) => ({ id, title, status }))).toEqual(
      listed.map(({ id, title, status }) => ({ id, title, status })),
    );
    expect(master.map(({ ticked }) => ticked)).toEqual(listed.map(({ status }) => status === 'done'));

    tool.write(path, content);
    const open = master.find(({ ticked }) => !ticked);
    if (!open) throw new Error('Nothing is open.');
    const done = tick(content, plan, open, true);
    if (!done.ok) throw new Error(done.failure.message);
    tool.write(path, done.value.content);
    expect(listedBy(tool)).toEqual(listed.map((one) => (one.id === open.id ? { ...one, status: 'done' } : one)));
    tool.run('validate-dependencies');
  }, 120_000);

const listSchema = z.object({
  tasks: z.array(z.object({ id: z.coerce.string(), title: z.string(), status: z.string() })),
});

function listedBy(tool: Beside): { id: string; title: string; status: string }[] {
  const said = tool.run('list', '--json');
  // Behind it stands what else it has to say.
  return listSchema.parse(JSON.parse(said.slice(0, said.indexOf('\n}\n') + 2))).tasks;
}
