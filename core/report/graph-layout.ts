/** A node of a graph, and those that it came after. */
export interface GraphNode {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

export interface Placed<Node> {
  readonly node: Node;
  readonly x: number;
  readonly y: number;
}

export interface GraphLayout<Node> {
  readonly nodes: readonly Placed<Node>[];
  /** From the node that came first. */
  readonly edges: readonly { readonly from: Placed<Node>; readonly to: Placed<Node> }[];
  readonly height: number;
}

export interface GraphSizes {
  readonly width: number;
  readonly node: { readonly width: number; readonly height: number };
  readonly gap: { readonly across: number; readonly layers: number; readonly rows: number };
}

/**
 * Places a graph in layers, one below the other: a node lies below all that it depends on, near the middle of them. A
 * layer that is too wide goes on in further rows, so the picture is never wider than it may be. Linear in nodes and edges.
 */
export function layOutGraph<Node extends GraphNode>(nodes: readonly Node[], sizes: GraphSizes): GraphLayout<Node> {
  const placed = new Map<string, Placed<Node>>();
  let y = 0;
  for (const layer of layersOf(nodes)) {
    const rows = rowsOf(inOrder(layer, placed), sizes);
    for (const row of rows) {
      for (const one of placeRow(row, y, sizes)) placed.set(one.node.name, one);
      y += sizes.node.height + sizes.gap.rows;
    }
    y += sizes.gap.layers - sizes.gap.rows;
  }
  const edges = [...placed.values()].flatMap((to) =>
    direct(to.node, placed).map((name) => ({ from: placed.get(name)!, to })),
  );
  return { nodes: [...placed.values()], edges, height: Math.max(0, y - sizes.gap.layers) };
}

/** The longest way to each node, as layers from the top. A dependency that is not among the nodes counts for nothing. */
function layersOf<Node extends GraphNode>(nodes: readonly Node[]): Node[][] {
  const depths = new Map<string, number>();
  const layers: Node[][] = [];
  for (const node of inDependencyOrder(nodes)) {
    const depth = Math.max(-1, ...node.dependsOn.map((name) => depths.get(name) ?? -1)) + 1;
    depths.set(node.name, depth);
    (layers[depth] ??= []).push(node);
  }
  return layers;
}

/** Each node after those it depends on; nodes in a circle keep their places. */
function inDependencyOrder<Node extends GraphNode>(nodes: readonly Node[]): Node[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const waiting = new Map<string, number>();
  const dependants = new Map<string, Node[]>();
  for (const node of nodes) {
    const before = new Set(node.dependsOn.filter((name) => byName.has(name)));
    waiting.set(node.name, before.size);
    for (const name of before) {
      const known = dependants.get(name);
      if (known) known.push(node);
      else dependants.set(name, [node]);
    }
  }
  const ordered = nodes.filter((node) => waiting.get(node.name) === 0);
  for (const node of ordered) {
    for (const next of dependants.get(node.name) ?? []) {
      const left = (waiting.get(next.name) ?? 0) - 1;
      waiting.set(next.name, left);
      if (left === 0) ordered.push(next);
    }
  }
  return [...ordered, ...nodes.filter((node) => (waiting.get(node.name) ?? 0) > 0)];
}

/** By the middle of what each depends on, so that edges cross little. */
function inOrder<Node extends GraphNode>(layer: readonly Node[], placed: ReadonlyMap<string, Placed<Node>>): Node[] {
  const middle = (node: Node): number => {
    const above = node.dependsOn.flatMap((name) => placed.get(name)?.x ?? []);
    return above.length === 0 ? 0 : above.reduce((sum, x) => sum + x, 0) / above.length;
  };
  return layer
    .map((node) => ({ node, at: middle(node) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ node }) => node);
}

/** Rows of nearly the same length. */
function rowsOf<Node>(layer: readonly Node[], { width, node, gap }: GraphSizes): Node[][] {
  const most = Math.max(1, Math.floor((width + gap.across) / (node.width + gap.across)));
  const length = Math.ceil(layer.length / Math.ceil(layer.length / most));
  return Array.from({ length: Math.ceil(layer.length / length) }, (_, row) =>
    layer.slice(row * length, (row + 1) * length),
  );
}

function placeRow<Node extends GraphNode>(row: readonly Node[], y: number, { width, node, gap }: GraphSizes) {
  const step = node.width + gap.across;
  const start = (width - (row.length * step - gap.across)) / 2;
  return row.map((one, index): Placed<Node> => ({ node: one, x: start + index * step, y }));
}

/** What a node depends on, without what it depends on by way of another of them anyhow: fewer lines say the same. */
function direct<Node extends GraphNode>(node: Node, placed: ReadonlyMap<string, Placed<Node>>): string[] {
  const known = [...new Set(node.dependsOn)].filter((name) => placed.has(name));
  const implied = new Set(known.flatMap((name) => placed.get(name)?.node.dependsOn ?? []));
  return known.filter((name) => !implied.has(name));
}
