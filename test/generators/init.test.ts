import { readNxJson, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { expect, test } from 'vitest';
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
