import { logger, readNxJson, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import initGenerator from '../../generators/init/generator.ts';

/** The options of our plugin in `nx.json`; undefined where it is not registered. */
function registered(tree: Tree): unknown {
  const plugins = readNxJson(tree)?.plugins ?? [];
  const ours = plugins.filter((plugin) => typeof plugin !== 'string' && plugin.plugin === 'phasewright');
  expect(ours.length).toBeLessThan(2);
  const [plugin] = ours;
  return typeof plugin === 'object' ? plugin.options : undefined;
}

test('Without names the plugin is registered with its defaults.', async () => {
  const tree = createTreeWithEmptyWorkspace();
  await initGenerator(tree, {});
  expect(registered(tree)).toEqual({});
});

test('Agents that are known by their names are written as names, others as programs.', async () => {
  const tree = createTreeWithEmptyWorkspace();
  await initGenerator(tree, { implementer: 'claude', reviewer: 'node {phaseWorktree}/agent.mjs' });
  expect(registered(tree)).toEqual({
    implementer: 'claude',
    reviewer: { driver: 'command', command: ['node', '{phaseWorktree}/agent.mjs'] },
  });
});

test('Doing it twice changes nothing.', async () => {
  const tree = createTreeWithEmptyWorkspace();
  await initGenerator(tree, { implementer: 'codex' });
  await initGenerator(tree, { implementer: 'claude' });
  expect(registered(tree)).toEqual({ implementer: 'codex' });
});

test('Systems whose plans are there are looked at from now on; later ones are told, and change nothing.', async () => {
  const tree = createTreeWithEmptyWorkspace();
  tree.write('specs/001-login/tasks.md', '## Phase 1: Log in\n\n- [ ] T001 Make the form\n');
  tree.write('specs/002-notes/tasks.md', '# Tasks\n\n- [ ] Whatever\n');
  tree.write('libs/a/.kiro/specs/login/tasks.md', '- [ ] 1. Log in\n');
  tree.write('docs/tasks.md', '# No plan\n');
  await initGenerator(tree, {});
  expect(registered(tree)).toEqual({ formats: ['speckit', 'kiro'] });
  tree.write('.taskmaster/tasks/tasks.json', '{ "tasks": [] }\n');
  const told = vi.spyOn(logger, 'info').mockImplementation(() => undefined);
  onTestFinished(() => told.mockRestore());
  await initGenerator(tree, {});
  expect(registered(tree)).toEqual({ formats: ['speckit', 'kiro'] });
  expect(told.mock.calls).toEqual([
    [expect.stringMatching(/not looked at.*\n {2}taskmaster: \.taskmaster\/tasks\/tasks\.json$/s)],
  ]);
});

test('Whoever names systems has those.', async () => {
  const tree = createTreeWithEmptyWorkspace();
  tree.write('specs/001-login/tasks.md', '# Tasks\n');
  await initGenerator(tree, { formats: ['gsd'] });
  expect(registered(tree)).toEqual({ formats: ['gsd'] });
});
