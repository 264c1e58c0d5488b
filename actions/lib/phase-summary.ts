import { reportSections } from '../../core/report/markdown.ts';
import { code, folded, foldedTable, prose } from '../../core/report/markdown-text.ts';
import type { Report } from '../../core/report/report.ts';
import { count, outcomeMarks, outcomeWords, taskWords } from '../../core/report/wording.ts';
import { phaseGraph } from './phase-graph.ts';

/**
 * What people see of a phase where it ran: verdict and tasks first, then its graph and what is asked, then the report, folded
 * away. Whole parts, as many as fit into so many bytes; where something is left out it says so.
 */
export function phaseSummary(report: Report, mostBytes: number): string {
  const [phase, ...sections] = reportSections(report);
  const rest = [{ heading: 'The phase, and what to do next', body: phase?.body ?? '' }, ...sections];
  const parts = [...headParts(report), ...rest.map(({ heading, body }) => folded(heading, body))];
  const fitting: string[] = [];
  let left = mostBytes - Buffer.byteLength(leftOut(parts.length)) - 2;
  for (const part of parts) {
    left -= Buffer.byteLength(part) + 2;
    if (left >= 0) fitting.push(part);
    else break;
  }
  if (fitting.length < parts.length) fitting.push(leftOut(parts.length - fitting.length));
  return `${fitting.join('\n\n')}\n`;
}

/** GitHub takes 1 MiB from each step. */
export const mostOfSummary = 1024 * 1024;

function headParts(report: Report): string[] {
  const { phase, outcome, summary, tasks, questions } = report;
  const graph = phaseGraph(report);
  const rows = tasks.map((task) => [
    prose(task.id),
    prose(task.title),
    taskWords[task.outcome],
    `${task.rounds}`,
    task.reason === null ? '' : prose(task.reason),
  ]);
  return [
    `### ${outcomeMarks[outcome]} Phase ${prose(phase.id)}: ${prose(phase.title)}`,
    `**${outcomeWords[outcome]}.** ${prose(summary)}`,
    ...(rows.length > 0
      ? [foldedTable(['Task', 'Title', 'Outcome', 'Rounds', 'Why'], rows, 'more task').join('\n\n')]
      : []),
    ...(graph === undefined ? [] : [`\`\`\`mermaid\n${graph}\n\`\`\``]),
    ...questions.map(({ id, text, options }) =>
      [
        `❔ **${prose(text)}**`,
        ...options.map(({ name, does }) => `- ${code(`/phase answer ${id} ${name}`)}: ${prose(does)}`),
      ].join('\n'),
    ),
  ];
}

function leftOut(parts: number): string {
  return `_${count(parts, 'more part')}: see the report among the artifacts of this run._`;
}
