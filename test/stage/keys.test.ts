import { expect, test } from 'vitest';
import { resolveOptions } from '../../core/options.ts';
import { taskKey } from '../../core/stage/keys.ts';
import type { PhaseRecord } from '../../core/stage/phase-record.ts';
import { taskBrief } from '../brief/sample.ts';

const options = resolveOptions([]);
if (!options.ok) throw new Error(options.failure.message);

const phase: PhaseRecord = {
  version: 1,
  run: 'r',
  project: 'demo',
  checkout: '/w',
  projectRoot: 'demo',
  plan: { id: 'demo', path: 'plan.md' },
  phase: { id: '1', slug: '1', title: 'One' },
  base: 'b',
  polished: 'b',
  state: '/s',
  earlier: [],
  bound: [],
  gates: [],
  tasks: [],
  options: options.value,
  agents: {},
  briefs: {},
  standIn: '/s/stand-in',
  packages: '',
};

function keyWith(own: Partial<typeof taskBrief>): string {
  return taskKey(phase, { ...taskBrief, ...own }, []);
}

test('A task is done again when its acceptance or the rules of the project have changed.', () => {
  expect(keyWith({ acceptance: ['It works.'] })).not.toBe(keyWith({}));
  expect(keyWith({ rules: [{ path: 'AGENTS.md', text: 'Be kind.' }] })).not.toBe(keyWith({}));
});

test('A task is not done again because another one has a new title.', () => {
  expect(taskBrief.siblings).not.toEqual([]);
  expect(keyWith({ siblings: taskBrief.siblings.map((one) => ({ ...one, title: 'New' })) })).toBe(keyWith({}));
});

test('A task is not done again because the backlog has another entry: that one waits for the next task.', () => {
  const entry = { id: 'P2-1', severity: 'P2', title: 'Slow', location: 'src/a.ts:1' };
  expect(keyWith({ findings: [entry] })).toBe(keyWith({}));
});
