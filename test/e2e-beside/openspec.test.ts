import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { lint } from '../../core/lint/lint.ts';
import { requirementForm } from '../../core/lint/rules/requirement-form.ts';
import { tickAll } from '../../core/plan/edit/tick.ts';
import type { Task } from '../../core/plan/plan.ts';
import { readPlan } from '../../core/plan/read.ts';
import { useTool, type Beside } from './tools.ts';

/** What stands in a `tasks.md`, by what is odd in it. */
const own: Readonly<Record<string, string>> = {
  'two groups': '## 1. Form\n\n- [x] 1.1 Make it\n- [ ] 1.2 Send it\n\n## 2. Docs\n- [ ] 2.1 Say so\n',
  'boxes below boxes': '## 1. Form\n\n- [ ] 1.1 Make it\n  - [x] In one file\n  - [ ] With a test\n',
  'stars as bullets': '## 1. Form\n\n* [X] 1.1 Make it\n* [ ] 1.2 Send it\n',
  'no ids': '## 1. Form\n\n- [ ] Make it\n- [x] Send it\n',
  'no groups': '# Tasks\n\n- [ ] Make it\n- [x] Send it\n- [x] Say so\n',
  'boxes in code': '## 1. Form\n\n- [ ] 1.1 Make it\n\n```md\n- [x] like this\n- [ ] and this\n```\n',
  'carriage returns': '## 1. Form\r\n\r\n- [x] 1.1 Make it\r\n- [ ] 1.2 Send it\r\n',
  'other lists': '## 1. Form\n\n- not a task\n1. nor this\n- [ ] 1.1 Make it\n',
  'all done': '## 1. Form\n\n- [x] 1.1 Make it\n',
  'numbered boxes': '## 1. Form\n\n- [ ] 1.1 Make it\n1. [ ] 1.2 Send it\n',
};

/** Real ones, where a folder of them is named. */
const corpus = process.env['PHASEWRIGHT_CORPUS'];
const folder = corpus === undefined ? undefined : join(corpus, 'openspec');
const real = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.md'));

const plans = new Map([
  ...Object.entries(own),
  ...real.map((name) => [name, readFileSync(join(folder ?? '', name), 'utf8')] as const),
]);

for (const [name, text] of plans)
  test(`OpenSpec counts the tasks as we do, and sees our ticks: ${name}.`, () => {
    const tool = useTool('@fission-ai/openspec', 'openspec');
    const path = 'openspec/changes/add-login/tasks.md';
    writeChange(tool);
    tool.write(path, text);
    const plan = readPlan(path, text);
    const tasks = plan.phases.flatMap((phase) => phase.tasks);
    const total = tasks.flatMap(boxesOf).length;
    expect(countedBy(tool)).toEqual({ total, done: tasks.flatMap(boxesOf).filter((box) => box !== ' ').length });

    const done = tickAll(text, plan, tasks, true);
    if (!done.ok) throw new Error(done.failure.message);
    tool.write(path, done.value.content);
    expect(countedBy(tool)).toEqual({ total, done: total });
    expect(JSON.parse(tool.run('validate', 'add-login', '--json'))).toMatchObject({
      items: [{ valid: true, issues: [] }],
    });
  }, 120_000);

/** What stands in the boxes that OpenSpec counts for a task: its own, or where it is a heading those below it. */
function boxesOf({ text, ticked }: Task): string[] {
  if (!text.startsWith('#')) return [ticked ? 'x' : ' '];
  return [...text.matchAll(/^\s*[-*]\s*\[([ xX])\]/gm)].map(([, box = '']) => box);
}

const deltas: Readonly<Record<string, string>> = {
  'all that is asked for':
    '## ADDED Requirements\n\n### Requirement: In\nIt SHALL be.\n\n#### Scenario: S\n- **WHEN** a\n- **THEN** b\n',
  'no SHALL': '## ADDED Requirements\n\n### Requirement: In\nIt is.\n\n#### Scenario: S\n- **WHEN** a\n- **THEN** b\n',
  MUST: '## ADDED Requirements\n\n### Requirement: In\nIt MUST be.\n\n#### Scenario: S\n- **WHEN** a\n- **THEN** b\n',
  'no scenario': '## ADDED Requirements\n\n### Requirement: In\nIt SHALL be.\n',
  'no scenario in a change': '## MODIFIED Requirements\n\n### Requirement: In\nIt SHALL be.\n',
  'something removed': '## REMOVED Requirements\n\n### Requirement: In\n**Reason**: x\n**Migration**: y\n',
};

for (const [name, delta] of Object.entries(deltas))
  test(`What OpenSpec says of the form of a requirement we say: ${name}.`, () => {
    const tool = useTool('@fission-ai/openspec', 'openspec');
    const path = 'openspec/changes/add-login/specs/login/spec.md';
    writeChange(tool);
    tool.write('openspec/changes/add-login/tasks.md', own['two groups'] ?? '');
    tool.write(path, delta);
    const theirs = tool.judge('validate', 'add-login', '--strict');
    const files = [{ path, content: delta }];
    const input = { plan: null, phases: [], files, whole: [path], exists: () => true };
    const found = lint(input, () => ({ severity: 'warning', options: {} }), [requirementForm]);
    expect({ isFine: found.length === 0 }).toEqual({ isFine: theirs.isFine });
  }, 60_000);

function writeChange(tool: Beside): void {
  tool.write(
    'openspec/changes/add-login/proposal.md',
    '## Why\n\nPeople have to log in before they see anything of their own.\n\n## What Changes\n\n- A form\n',
  );
  tool.write(
    'openspec/changes/add-login/specs/login/spec.md',
    '## ADDED Requirements\n\n### Requirement: Login\n\nThe system SHALL let people in.\n\n#### Scenario: In\n\n- **WHEN** the name is known\n- **THEN** they are in\n',
  );
}

const listSchema = z.object({
  changes: z.tuple([z.object({ completedTasks: z.number(), totalTasks: z.number() })]),
});

function countedBy(tool: Beside): { total: number; done: number } {
  const [change] = listSchema.parse(JSON.parse(tool.run('list', '--json'))).changes;
  return { total: change.totalTasks, done: change.completedTasks };
}
