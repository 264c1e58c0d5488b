import { layOutGraph, type GraphSizes, type Placed } from '../graph-layout.ts';
import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import type { Stage } from '../story.ts';
import { cutToWidth } from '../text-width.ts';
import { count, taskWords } from '../wording.ts';
import { placedMark } from './icon.ts';
import { stageTable } from './stage-table.ts';
import { label, targetOf, took, tooltip } from './stage-words.ts';
import { none, type Section } from './section.ts';
import { stageTones, worst } from './tone.ts';

/** The graph of the phase: what prepares it, tasks in layers by what they depend on, then its other stages in a row. */
export function graphSection(report: Report): Section {
  const { stages } = report;
  const notDone = stages.filter((stage) => stage.outcome !== 'done').length;
  return {
    id: 'graph',
    title: 'The graph',
    says: notDone === 0 ? 'all done' : `${notDone} of ${stages.length} not done`,
    tone: worst(stages.map((stage) => stageTones[stage.outcome])),
    content:
      stages.length === 0
        ? none
        : markup`${stages.length <= mostDrawn && drawing(stages)}
<details class="more"><summary>The graph and its times as a table</summary>${stageTable(report)}</details>`,
  };
}

const width = 960;
const mostDrawn = 600;
const wide: GraphSizes = { width, node: { width: 176, height: 50 }, gap: { across: 20, layers: 34, rows: 12 } };
const dense: GraphSizes = { width, node: { width: 72, height: 26 }, gap: { across: 8, layers: 26, rows: 8 } };

function drawing(stages: readonly Stage[]): Markup {
  const above = stages.filter(({ kind }) => upperKinds.has(kind));
  const tail = stages.filter(({ kind }) => !upperKinds.has(kind));
  const isDense = above.length > mostWide;
  const sizes = isDense ? dense : wide;
  // With many tasks the lines from the first stage and to the squash would only say that there are such.
  const shown = isDense ? above.filter(({ kind }) => kind === 'task') : above;
  const graph = layOutGraph(shown, sizes);
  const row = layOutGraph(
    tail.map((stage) => ({ ...stage, dependsOn: [] })),
    wide,
  );
  const top = graph.height + (shown.length > 0 ? 40 : 0);
  const lower = row.nodes.map((one) => ({ ...one, y: one.y + top }));
  const height = top + row.height;
  return markup`<div class="drawing${isDense && ' tall'}" role="region" aria-label="Drawing of the graph" tabindex="0"><svg viewBox="-2 -2 ${width + 4} ${height + 4}" width="${width + 4}" height="${height + 4}" class="graph" role="img" aria-labelledby="graph-title graph-words">
<title id="graph-title">The phase as a graph of ${count(stages.length, 'stage')}</title>
<desc id="graph-words">${inWords(stages)} The table below says the same.</desc>
<g class="edges">${graph.edges.map(({ from, to }) => edge(from, to, sizes))}${!isDense && toTail(graph.nodes, lower[0], sizes)}${lower.slice(1).map((to, index) => sideways(lower[index]!, to))}</g>
${graph.nodes.map((one) => (isDense ? smallNode(one) : node(one)))}${lower.map(node)}
</svg></div>`;
}

const upperKinds: ReadonlySet<Stage['kind']> = new Set(['polish', 'spec-lint', 'task']);
const mostWide = 30;

function inWords(stages: readonly Stage[]): string {
  const words = Object.entries(taskWords).flatMap(([outcome, word]) => {
    const found = stages.filter((stage) => stage.outcome === outcome);
    if (found.length === 0) return [];
    const names = outcome === 'done' || found.length > 8 ? '' : ` (${found.map(label).join(', ')})`;
    return [`${found.length} ${word}${names}`];
  });
  return `${words.join(', ')}.`;
}

function node({ node: stage, x, y }: Placed<Stage>): Markup {
  const tone = stageTones[stage.outcome];
  const { width: w, height: h } = wide.node;
  return markup`<g class="node ${tone}" transform="translate(${x} ${y})" data-to="${targetOf(stage)}"><title>${tooltip(stage)}</title>
<rect width="${w}" height="${h}" rx="7"/>${placedMark(tone, { x: 10, y: 9, size: 14 })}
<text x="31" y="20.5" class="name">${cutToWidth(label(stage), 13)}</text>${took(stage) !== '' && markup`<text x="${w - 10}" y="20.5" class="took">${took(stage)}</text>`}
<text x="10" y="39.5" class="title">${cutToWidth(stage.title.replaceAll('`', ''), 26)}</text></g>`;
}

function smallNode({ node: stage, x, y }: Placed<Stage>): Markup {
  const tone = stageTones[stage.outcome];
  const { width: w, height: h } = dense.node;
  return markup`<g class="node ${tone}" transform="translate(${x} ${y})" data-to="${targetOf(stage)}"><title>${tooltip(stage)}</title>
<rect width="${w}" height="${h}" rx="5"/>${placedMark(tone, { x: 6, y: 7, size: 12 })}<text x="23" y="17.5" class="name">${cutToWidth(label(stage), 6)}</text></g>`;
}

function edge(from: Placed<Stage>, to: Placed<Stage>, { node: { width: w, height: h } }: GraphSizes): Markup {
  return path(from.x + w / 2, from.y + h, to.x + w / 2, to.y);
}

/** From what nothing else builds on to the squash. */
function toTail(
  nodes: readonly Placed<Stage>[],
  squash: Placed<Stage> | undefined,
  { node: size }: GraphSizes,
): Markup[] {
  if (!squash) return [];
  const needed = new Set(nodes.flatMap(({ node: stage }) => stage.dependsOn));
  return nodes
    .filter(({ node: stage }) => !needed.has(stage.name))
    .map(({ x, y }) => path(x + size.width / 2, y + size.height, squash.x + wide.node.width / 2, squash.y));
}

function path(x: number, y: number, toX: number, toY: number): Markup {
  const bend = Math.max(12, (toY - y) / 2);
  return markup`<path d="M${x} ${y}C${x} ${y + bend} ${toX} ${toY - bend} ${toX} ${toY}"/>`;
}

function sideways(from: Placed<Stage>, to: Placed<Stage>): Markup {
  const middle = from.y + wide.node.height / 2;
  return markup`<path d="M${from.x + wide.node.width} ${middle}H${to.x}"/>`;
}
