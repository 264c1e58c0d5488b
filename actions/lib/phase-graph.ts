import type { Report } from '../../core/report/report.ts';
import type { Stage } from '../../core/report/story.ts';
import { cutToWidth } from '../../core/report/text-width.ts';
import { visibleLine } from '../../core/visible.ts';

/** The graph of a phase as Mermaid draws it; undefined where nothing has run, or where it would be larger than anybody reads. */
export function phaseGraph({ stages }: Pick<Report, 'stages'>): string | undefined {
  if (stages.length === 0 || stages.length > mostNodes) return undefined;
  // Names of stages come from the plan, and some words mean something to Mermaid.
  const ids = new Map(stages.map(({ name }, index) => [name, `t${index + 1}`]));
  const nodes = stages.map((stage) => `  ${ids.get(stage.name)}["${label(stage)}"]:::${classOf[stage.outcome]}`);
  const edges = stages.flatMap(({ name, dependsOn }) =>
    dependsOn.flatMap((before) => (ids.has(before) ? [`  ${ids.get(before)} --> ${ids.get(name)}`] : [])),
  );
  return ['flowchart LR', ...nodes, ...edges, ...classes].join('\n');
}

const mostNodes = 60;
const mostColumns = 40;

/** Letters, digits and blanks as they are, all else as its number: so no text of a plan is read as Mermaid, Markdown or HTML. */
function label({ task, title, outcome }: Stage): string {
  const shown = cutToWidth(visibleLine(task === null ? title : `${task} ${title}`), mostColumns);
  return `${marks[outcome]} ${shown.replaceAll(/[^\p{L}\p{M}\p{N} ]/gu, (character) => `#${character.codePointAt(0)};`)}`;
}

const marks: Readonly<Record<Stage['outcome'], string>> = {
  done: '✓',
  failed: '✗',
  waiting: '?',
  parked: '…',
  skipped: '–',
  'ticked-unproven': '✓',
};

const classOf: Readonly<Record<Stage['outcome'], string>> = {
  done: 'done',
  failed: 'failed',
  waiting: 'waiting',
  parked: 'open',
  skipped: 'open',
  'ticked-unproven': 'waiting',
};

/** Colours that are read in the light and in the dark. */
const classes = [
  '  classDef done fill:#1a7f37,color:#ffffff,stroke:#1a7f37',
  '  classDef failed fill:#cf222e,color:#ffffff,stroke:#cf222e',
  '  classDef waiting fill:#9a6700,color:#ffffff,stroke:#9a6700',
  '  classDef open fill:#6e7781,color:#ffffff,stroke:#6e7781',
];
