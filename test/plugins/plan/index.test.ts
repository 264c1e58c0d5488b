import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateNodesContextV2, TargetConfiguration } from '@nx/devkit';
import { describe, expect, test } from 'vitest';
import { createNodes } from '../../../plugins/plan/index.ts';
import { writeFiles, type Texts } from '../../git/scratch.ts';
import { temporaryFolder } from '../../host/temporary.ts';

const plan = '## Phase 1: Start\n\n- [ ] 1.1 Read\n';

/** Root of each inferred project → what is inferred for it. */
type Projects = Record<string, { name?: string; targets: Record<string, TargetConfiguration> }>;

function workspace(texts: Texts): string {
  const root = temporaryFolder();
  writeFiles(root, { 'nx.json': '{}', ...texts });
  return root;
}

/** Calls the plugin as Nx does, with the files that its glob would find. */
async function infer(root: string, files: readonly string[], options: unknown = {}): Promise<Projects> {
  const context: CreateNodesContextV2 = { workspaceRoot: root, nxJsonConfiguration: {} };
  const nodes = await createNodes[1](['nx.json', ...files], options as object, context);
  return Object.assign({}, ...nodes.map(([, result]) => result.projects)) as Projects;
}

function plansOf(projects: Projects, root: string): unknown {
  return projects[root]?.targets['implement-phase']?.options.plans;
}

describe('the project of a plan', () => {
  const files = {
    'package.json': JSON.stringify({ name: 'root', workspaces: ['packages/*', '!packages/left-out'] }),
    'packages/a/package.json': '{}',
    'packages/a/specs/91-impl-plan.md': plan,
    'packages/left-out/package.json': '{}',
    'packages/left-out/implementation-plan.toml': '',
    'apps/b/project.json': '{}',
    'apps/b/deep/down/implementation-plan.toml': '',
    'apps/b/test/fixture/package.json': '{}',
    'apps/b/test/fixture/specs/91-impl-plan.md': plan,
    'specs/delivery/impl-plan.md': plan,
  };
  const plans = Object.keys(files).filter((path) => /impl/.test(path));

  test('is the nearest one above it, else the one at the root.', async () => {
    const projects = await infer(workspace(files), plans);
    expect(Object.keys(projects).toSorted()).toEqual(['.', 'apps/b', 'packages/a']);
    expect(plansOf(projects, 'packages/a')).toEqual(['packages/a/specs/91-impl-plan.md']);
    expect(plansOf(projects, 'apps/b')).toEqual([
      'apps/b/deep/down/implementation-plan.toml',
      'apps/b/test/fixture/specs/91-impl-plan.md',
    ]);
    expect(plansOf(projects, '.')).toEqual([
      'packages/left-out/implementation-plan.toml',
      'specs/delivery/impl-plan.md',
    ]);
  });

  test('has a name also when nothing else gives it one.', async () => {
    expect((await infer(workspace(files), plans))['.']?.name).toBe('root');
    const bare = workspace({ 'specs/91-impl-plan.md': plan });
    expect((await infer(bare, ['specs/91-impl-plan.md']))['.']?.name).toBe(bare.split('/').at(-1));
    const named = workspace({ 'project.json': '{"name": "mine"}', 'specs/91-impl-plan.md': plan });
    expect((await infer(named, ['specs/91-impl-plan.md']))['.']).not.toHaveProperty('name');
  });

  test.each<[string, Texts]>([
    ['npm, with a list', { 'package.json': '{"workspaces": ["./libs/*/"]}' }],
    ['yarn, with an object', { 'package.json': '{"workspaces": {"packages": ["libs/*"]}}' }],
    ['pnpm', { 'pnpm-workspace.yaml': 'catalog:\n  x: 1\npackages:\n  - "libs/*"\n  - other\nmore: 1\n' }],
  ])('may be a package of the workspace, as %s has it.', async (_title, manifest) => {
    const root = workspace({ ...manifest, 'libs/c/package.json': '{}', 'libs/c/specs/91-impl-plan.md': plan });
    expect(Object.keys(await infer(root, ['libs/c/specs/91-impl-plan.md']))).toEqual(['libs/c']);
  });
});

describe('which plans', () => {
  test('Without one nothing is inferred.', async () => {
    expect(await infer(workspace({}), [])).toEqual({});
  });

  test('A checklist counts when it is named, and once though it is named twice or found as well.', async () => {
    const root = workspace({ 'todo.md': '- [ ] a\n', 'implementation-plan.toml': '' });
    const checklists = ['./todo.md', 'todo.md', 'implementation-plan.toml'];
    expect(plansOf(await infer(root, ['implementation-plan.toml'], { checklists }), '.')).toEqual([
      'implementation-plan.toml',
      'todo.md',
    ]);
  });

  test('In a folder with two impl plans the one in delivery counts.', async () => {
    const root = workspace({ 'specs/91-impl-plan.md': plan, 'specs/delivery/impl-plan.md': plan });
    expect(plansOf(await infer(root, ['specs/91-impl-plan.md', 'specs/delivery/impl-plan.md']), '.')).toEqual([
      'specs/delivery/impl-plan.md',
    ]);
  });
});

describe('no plan and no option breaks the graph of the workspace', () => {
  test.each<[string, string]>([
    ['empty', ''],
    ['of noise', '\0\uFFFD\uD800|||\n## Phase\n| # | Task |\n|--|\n| | |'],
    [
      'with two tasks of one id and a cycle',
      '## Phase 1: a\n| # | Task | Depends on |\n|--|--|--|\n| 1 | a | 1 |\n| 1 | b | 2 |\n',
    ],
  ])('A plan that is %s.', async (_title, text) => {
    const root = workspace({ 'specs/91-impl-plan.md': text, 'implementation-plan.toml': text });
    const projects = await infer(root, ['specs/91-impl-plan.md', 'implementation-plan.toml']);
    expect(Object.keys(projects['.']?.targets ?? {})).toContain('spec-lint');
  });

  test('A folder that is named like a plan, a plan that is gone, and one that may not be read.', async () => {
    const root = workspace({ 'implementation-plan.toml': '' });
    mkdirSync(join(root, 'specs/91-impl-plan.md'), { recursive: true });
    chmodSync(join(root, 'implementation-plan.toml'), 0);
    const projects = await infer(root, [
      'specs/91-impl-plan.md',
      'implementation-plan.toml',
      'gone/implementation-plan.toml',
    ]);
    expect(plansOf(projects, '.')).toHaveLength(3);
  });

  test.each([
    [null],
    [7],
    ['text'],
    [[]],
    [{ checklists: 'todo.md', gates: 'test' }],
    [{ checklists: [7, null, '', '.', '..', '../outside.md', '/etc/passwd', 'a\0b'], gates: [7, {}] }],
    [{ checklists: {}, gates: {} }],
    [{ unknown: true }],
  ])('Options like %j.', async (options) => {
    const root = workspace({ 'specs/91-impl-plan.md': plan });
    const projects = await infer(root, ['specs/91-impl-plan.md'], options);
    expect(plansOf(projects, '.')).toContain('specs/91-impl-plan.md');
  });

  test.each<[string, Texts]>([
    ['no JSON', { 'package.json': '{' }],
    ['null', { 'package.json': 'null' }],
    ['a list', { 'package.json': '[]' }],
    ['odd workspaces', { 'package.json': '{"workspaces": [7, "", "/", "./", "[", "!x", "{a,b", null]}' }],
    ['workspaces that are only taken back', { 'package.json': '{"workspaces": ["!packages/*"]}' }],
    ['a name that is none', { 'package.json': '{"name": 7, "workspaces": null}' }],
    ['an odd pnpm-workspace.yaml', { 'pnpm-workspace.yaml': 'packages: [a, b]\n' }],
  ])('A manifest of the workspace that is %s.', async (_title, manifest) => {
    const root = workspace({ ...manifest, 'packages/a/package.json': '{}', 'packages/a/specs/91-impl-plan.md': plan });
    expect(Object.keys(await infer(root, ['packages/a/specs/91-impl-plan.md']))).toEqual(['.']);
  });

  test('A manifest that is a folder.', async () => {
    const root = workspace({ 'specs/91-impl-plan.md': plan, 'package.json/x': '', 'pnpm-workspace.yaml/x': '' });
    expect(Object.keys(await infer(root, ['specs/91-impl-plan.md']))).toEqual(['.']);
  });
});

describe('a phase worktree', () => {
  const record = {
    version: 1,
    run: 'r',
    project: 'a',
    checkout: '/x',
    projectRoot: 'packages/a',
    plan: { id: 'a', path: 'packages/a/specs/91-impl-plan.md' },
    phase: { id: '1', slug: '1', title: 'Start' },
    base: 'b',
    polished: 'p',
    state: '/s',
    earlier: [],
    bound: [],
    gates: ['test'],
    formatters: [],
    tasks: [{ id: '1.1', slug: '1.1', title: 'Read', dependsOn: [] }],
    standIn: '/s/stand-in',
    packages: '',
    briefs: { '1.1': 'd' },
    agents: {},
    options: {},
  };

  test('has the graph of its phase, and nothing of a checkout.', async () => {
    const root = workspace({ '.phasewright/phase.json': JSON.stringify(record), 'specs/91-impl-plan.md': plan });
    const projects = await infer(root, ['specs/91-impl-plan.md']);
    expect(Object.keys(projects)).toEqual(['packages/a']);
    expect(Object.keys(projects['packages/a']!.targets)).toEqual([
      'spec-lint',
      'task-1.1',
      'squash',
      'review',
      'gates',
      'exit-criteria',
    ]);
  });

  test('may be of the root project.', async () => {
    const root = workspace({ '.phasewright/phase.json': JSON.stringify({ ...record, projectRoot: '' }) });
    expect(Object.keys(await infer(root, []))).toEqual(['.']);
  });

  test.each(['', '{', 'null', '{"version": 2}', JSON.stringify({ ...record, tasks: 'none' })])(
    'is none when its marker is %j.',
    async (marker) => {
      const root = workspace({ '.phasewright/phase.json': marker, 'specs/91-impl-plan.md': plan });
      expect(Object.keys((await infer(root, ['specs/91-impl-plan.md']))['.']!.targets)).toContain('implement-phase');
    },
  );
});
