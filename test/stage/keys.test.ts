import { describe, expect, test } from 'vitest';
import { resolveOptions, type Options } from '../../core/options.ts';
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
  formatters: [],
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

test('A task is not done again because it comes after another one now, or does not any more.', () => {
  const tasks = [{ id: taskBrief.id, slug: taskBrief.slug, title: taskBrief.title, dependsOn: [] }];
  const later = tasks.map((task) => ({ ...task, after: ['other'] }));
  expect(key({ ...phase, tasks: later })).toBe(key({ ...phase, tasks }));
});

test('A task is done again when a person has said so, once for each time.', () => {
  const tasks = [{ id: taskBrief.id, slug: taskBrief.slug, title: taskBrief.title, dependsOn: [] }];
  const again = (...ids: string[]) => key({ ...phase, tasks: tasks.map((task) => ({ ...task, again: ids })) });
  expect(new Set([key({ ...phase, tasks }), again('squash-1'), again('squash-1', 'squash-2')]).size).toBe(3);
  expect(again('squash-1')).toBe(again('squash-1'));
});

test('A task is not done again because the backlog has another entry: that one waits for the next task.', () => {
  const entry = { id: 'P2-1', severity: 'P2', title: 'Slow', location: 'src/a.ts:1' };
  expect(keyWith({ findings: [entry] })).toBe(keyWith({}));
});

describe('how a task is done', () => {
  const toml = { ...phase, plan: { id: 'demo', path: 'docs/implementation-plan.toml' } };
  test('A task that is done in rounds has the key that it had before there was another way.', () => {
    expect(key(phase)).toBe('99f78ebe704ab91a6aec46e182d363d21e89d572726c5cf028cbf4c8608bec19');
  });

  test('Tests come first where the plan is an implementation-plan.toml, unless an option says otherwise.', () => {
    expect(key(toml)).not.toBe(key(phase));
    expect(key(withOptions(toml, { workflow: 'iterative' }))).toBe(key(phase));
    expect(key(withOptions(phase, { workflow: 'tdd' }))).toBe(key(toml));
  });

  test('What only such a task goes by is of no concern to others.', () => {
    const own = { styleGuides: ['docs/house.md'], testGates: ['unit'] };
    expect(key(withOptions(phase, own))).toBe(key(phase));
    expect(key(withOptions(toml, own))).not.toBe(key(toml));
    expect(key({ ...toml, formatters: ['format'] })).not.toBe(key(toml));
    expect(key({ ...phase, formatters: ['format'] })).toBe(key(phase));
  });
});

test('How often something may be tried has nothing done again.', () => {
  const toml = { ...phase, plan: { id: 'demo', path: 'docs/implementation-plan.toml' } };
  const limits = { gateRetries: 0, maxReviewRounds: 1, maxStyleRounds: 1 };
  expect(key(withOptions(phase, limits))).toBe(key(phase));
  expect(key(withOptions(toml, limits))).toBe(key(toml));
});

function withOptions(of: PhaseRecord, own: Partial<Options>): PhaseRecord {
  return { ...of, options: { ...of.options, ...own } };
}

function key(of: PhaseRecord): string {
  return taskKey(of, taskBrief, []);
}
