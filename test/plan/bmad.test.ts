import { expect, test } from 'vitest';
import { revert } from '../../core/plan/edit/change.ts';
import { tick, tickAll } from '../../core/plan/edit/tick.ts';
import { readPlan } from '../../core/plan/read.ts';

const path = '_bmad-output/implementation-artifacts/sprint-status.yaml';
const text = `# generated: 2026-01-02
project: app
story_location: "{project-root}/docs/stories"

# STATUS: backlog, ready-for-dev, in-progress, review, done
development_status:
  # Epic 1
  epic-1: in-progress
  1-1-form: done
  1-2-send-it: ready-for-dev   # next
  1-3-colour: backlog
  "1-4-old": "archived"
  epic-1-retrospective: optional

  3-1-lost: backlog
  epic-2: done
  2-1-docs: review
action_items: []
`;

test('Each epic is a phase, each story below it a task that cites its file once that is written.', () => {
  const plan = readPlan(path, text);
  expect(plan).toMatchObject({ format: 'bmad', because: `its place, ${path}`, problems: [] });
  expect(
    plan.phases.map(({ id, title, claims, tasks }) => [
      id,
      title,
      claims[0]?.says,
      tasks.map((task) => [task.id, task.title, task.ticked, task.status, task.spec, task.isOptional ?? false]),
    ]),
  ).toEqual([
    [
      '1',
      'epic-1',
      'open',
      [
        ['1.1', 'form', true, 'done', 'docs/stories/1-1-form.md', false],
        ['1.2', 'send it', false, 'ready-for-dev', 'docs/stories/1-2-send-it.md', false],
        ['1.3', 'colour', false, 'backlog', '', false],
        ['1.4', 'old', false, 'archived', '', true],
      ],
    ],
    ['2', 'epic-2', 'done', [['2.1', 'docs', false, 'review', 'docs/stories/2-1-docs.md', false]]],
  ]);
  expect(plan.unparsed.map(({ line }) => line)).toEqual([13, 15]);
  expect(readPlan('status.yaml', text).because).toBe('"development_status" on line 6');
});

test('A story is done by its word, in place, with what stands behind it; taken back, the file is as it was.', () => {
  for (const content of [text, text.replaceAll('\n', '\r\n')]) {
    const plan = readPlan(path, content);
    const [first, second, third] = plan.phases[0]?.tasks ?? [];
    const done = tickAll(content, plan, [second!, third!], true);
    if (!done.ok) throw new Error(done.failure.message);
    expect(done.value.content).toBe(
      content
        .replace('send-it: ready-for-dev   # next', 'send-it: done   # next')
        .replace('colour: backlog', 'colour: done'),
    );
    const back = revert(path, done.value.content, done.value.change);
    expect(back.ok && back.value).toBe(content);
    const open = tick(content, plan, first!, false);
    expect(open.ok && open.value.content).toBe(content.replace('1-1-form: done', '1-1-form: ready-for-dev'));
  }
});

test('A line that has changed meanwhile is refused; without epics nothing is a plan.', () => {
  const plan = readPlan(path, text);
  const changed = tick(text.replace('# next', '# now'), plan, plan.phases[0]!.tasks[1]!, true);
  expect(changed).toMatchObject({ ok: false, failure: { reason: 'plan-changed', at: { line: 10 } } });
  expect(readPlan(path, 'development_status: {}\n').problems).toMatchObject([{ rule: 'no-phases' }]);
});

const specOf = (location: string): string | undefined =>
  readPlan(
    `app/${path}`,
    `story_location: "${location}"\ndevelopment_status:\n  epic-1: in-progress\n  1-1-form: drafted\n`,
  ).phases[0]?.tasks[0]?.spec;

test('Stories of an absolute folder are looked for below the one that BMAD makes, wherever that is.', () => {
  expect(specOf('/home/u/proj/_bmad-output/stories')).toBe('app/_bmad-output/stories/1-1-form.md');
  expect(specOf('C:\\\\proj\\\\_bmad-output\\\\stories')).toBe('app/_bmad-output/stories/1-1-form.md');
  expect(specOf('/home/u/stories')).toBe('app/_bmad-output/implementation-artifacts/1-1-form.md');
});
