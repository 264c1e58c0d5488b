import { expect, test } from 'vitest';
import { layOutGraph, type GraphNode, type GraphSizes } from '../../core/report/graph-layout.ts';

const sizes: GraphSizes = {
  width: 100,
  node: { width: 20, height: 10 },
  gap: { across: 5, layers: 20, rows: 2 },
};

function node(name: string, ...dependsOn: string[]): GraphNode {
  return { name, dependsOn };
}

function places(nodes: readonly GraphNode[]): Record<string, [number, number]> {
  return Object.fromEntries(layOutGraph(nodes, sizes).nodes.map((one) => [one.node.name, [one.x, one.y]]));
}

test('A node lies one layer below the last of those that it depends on, each layer in the middle.', () => {
  const nodes = [node('a'), node('b', 'a'), node('c', 'a'), node('d', 'c', 'a')];

  expect(places(nodes)).toEqual({ a: [40, 0], b: [27.5, 30], c: [52.5, 30], d: [40, 60] });
  expect(layOutGraph(nodes, sizes).height).toBe(70);
});

test('A node that was listed before what it depends on lies below it all the same.', () => {
  expect(places([node('late', 'early'), node('early')])).toEqual({ early: [40, 0], late: [40, 30] });
});

test('A layer that is too wide goes on in rows of the same length, and nothing is wider than the picture.', () => {
  const nodes = Array.from({ length: 6 }, (_, index) => node(`n${index}`));
  const all = Object.values(places(nodes));

  expect(all.map(([, y]) => y)).toEqual([0, 0, 0, 12, 12, 12]);
  expect(Math.max(...all.map(([x]) => x + 20))).toBeLessThanOrEqual(100);
});

test('Nodes lie below the middle of what they depend on, so that lines do not cross.', () => {
  const nodes = [node('a'), node('b'), node('below-b', 'b'), node('below-a', 'a')];
  const { 'below-a': a, 'below-b': b } = places(nodes);

  expect(a![0]).toBeLessThan(b![0]);
});

test('A line that others imply is not drawn.', () => {
  const { edges } = layOutGraph([node('a'), node('b', 'a'), node('c', 'a', 'b', 'elsewhere')], sizes);

  expect(edges.map(({ from, to }) => `${from.node.name}→${to.node.name}`)).toEqual(['a→b', 'b→c']);
});

test('Nodes in a circle, which no plan should have, are placed as well.', () => {
  expect(Object.keys(places([node('a', 'b'), node('b', 'a')]))).toHaveLength(2);
});

test('Nothing has no height.', () => {
  expect(layOutGraph([], sizes)).toEqual({ nodes: [], edges: [], height: 0 });
});

test('Ten thousand nodes behind one are placed at once.', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => node(`n${index}`, 'first'));
  const began = process.cpuUsage();

  expect(layOutGraph([node('first'), ...many], sizes).edges).toHaveLength(10_000);
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(2000);
});
