import { mapsToNothing } from './attention.ts';
import { entryLines } from './entry-lines.ts';
import { restSections } from './markdown-rest.ts';
import { hookParts, redGates } from './markdown-gates.ts';
import { block, code, foldedTable, prose } from './markdown-text.ts';
import type { ChangedFile, Report } from './report.ts';
import { citation, count, gateCounts, landedWords, outcomeWords, short } from './wording.ts';

/** The report for people, as Markdown: first the hand-off in its six fields, then what else there is. What came from an agent or a plan is shown and never interpreted. */
export function reportMarkdown(report: Report): string {
  const handOff = [
    phaseSection(report),
    specsSection(report),
    criteriaSection(report),
    filesSection(report),
    reviewSection(report),
    nextPhaseSection(report),
  ];
  const sections = [...handOff, ...restSections(report)];
  return `${sections.flat().join('\n\n')}\n`;
}

type Section = readonly string[];

function phaseSection(report: Report): Section {
  const { phase, plan, final, landed, next } = report;
  const facts = [
    `- Plan: ${code(plan.path)} (${prose(plan.id)}) of project ${code(report.project)}`,
    `- Base → final: ${code(short(report.base))} → ${
      final ? `${code(short(final.commit))} (tree ${code(short(final.tree))})` : 'not reached'
    }`,
    landed ? landedLines(landed) : [],
    next === null ? [] : ['- To continue:', block(next, '  ')],
    ...entryLines(report),
  ].flat();
  const steps = report.nextSteps.flatMap(({ does, command }, index) => [
    `${index + 1}. ${prose(does)}`,
    ...(command === null ? [] : [block(command, '   ')]),
  ]);
  return [
    `# ${outcomeMarks[report.outcome]} Phase ${prose(phase.id)}: ${prose(phase.title)}`,
    `**${outcomeWords[report.outcome]}.** ${prose(report.summary)}`,
    facts.join('\n'),
    ...(steps.length > 0 ? ['**What to do next**', steps.join('\n')] : []),
  ];
}

function landedLines({ to, branch, merge, url, note, main }: NonNullable<Report['landed']>): string[] {
  return [
    ...(note === null ? [] : [`- ${prose(note)}`]),
    ...(url === null ? [] : [`- Pull request: ${code(url)}`]),
    ...(main === null ? [] : [`- Merged with ${code(short(main))}, where main was meanwhile, and judged again.`]),
    `- Landed on ${code(branch)}. ${landedWords[to]}:`,
    block(merge, '  '),
  ];
}

function specsSection({ specsPolished }: Report): Section {
  const specs = specsPolished.map(
    ({ path, changed }) => `- ${code(path)} ${changed ? 'polished' : 'covered, unchanged'}`,
  );
  return ['## Specs polished and covered', specs.join('\n') || 'None.'];
}

function criteriaSection({ criteria, gates, hooks }: Report): Section {
  const lines = criteria.flatMap(({ outcome, text, probe, evidence }) => [
    `- ${criterionMarks[outcome]} ${prose(text)}`,
    `  - Probe: ${prose(probe)}`,
    ...(isOneLine(evidence)
      ? [`  - Evidence: ${prose(evidence) || 'none'}`]
      : ['  - Evidence:', '', block(evidence, '    ')]),
  ]);
  return [
    '## Exit criteria',
    lines.join('\n') || 'None.',
    `Gates on the final tree: ${gateCounts(gates)}.`,
    ...redGates(gates, 'the final tree'),
    ...hookParts(hooks),
  ];
}

function filesSection({ filesChanged }: Report): Section {
  if (filesChanged.length === 0) return ['## Files changed', 'None.'];
  const added = filesChanged.reduce((sum, file) => sum + file.added, 0);
  const removed = filesChanged.reduce((sum, file) => sum + file.removed, 0);
  const rows = filesChanged.map((file) => [code(file.path), `+${file.added}`, `−${file.removed}`, mapsTo(file)]);
  const lost = filesChanged.filter(mapsToNothing).length;
  return [
    '## Files changed',
    `${count(filesChanged.length, 'file')}, +${added} −${removed}${lost > 0 ? `; ${lost} of them map to nothing` : ''}`,
    ...foldedTable(['File', 'Added', 'Removed', 'Maps to'], rows, 'more file'),
  ];
}

function mapsTo(file: ChangedFile): string {
  if (mapsToNothing(file)) return '**nothing**';
  const tasks = file.tasks.map(({ id, declared }) => `task ${prose(id)}${declared === false ? ' (not declared)' : ''}`);
  const criteria = file.criteria.map((index) => `criterion ${index + 1}`);
  const own = file.own === null ? [] : [file.own === 'specs' ? 'spec commit' : 'hand-off commit'];
  return [...tasks, ...criteria, ...(file.findings.length > 0 ? ['fixed findings'] : []), ...own].join(', ');
}

function reviewSection({ review, backlog }: Report): Section {
  const { rounds, counts, fixed, deferred, rejected } = review;
  const found = Object.entries(counts).map(([severity, number]) => `${number} ${severity}`);
  return [
    '## Review',
    `${count(rounds, 'round')}; found ${found.join(', ')}.`,
    ...findings('Fixed', fixed.map(findingLine)),
    ...findings(
      backlog.path === null ? 'Deferred' : `Deferred to ${code(backlog.path)}, ${backlog.added.length} added`,
      deferred.map(findingLine),
    ),
    ...findings(
      'Mended in the backlog',
      (backlog.fixed ?? []).map(({ id, title, commit }) => `- ${prose(id)} ${prose(title)}, in ${code(short(commit))}`),
    ),
    ...findings(
      'Rejected',
      rejected.map(({ finding, reason }) => `${findingLine(finding)}\n  - Reason: ${prose(reason)}`),
    ),
  ];
}

function findings(heading: string, lines: readonly string[]): Section {
  return lines.length > 0 ? [`**${heading}**`, lines.join('\n')] : [];
}

function findingLine(finding: Report['review']['fixed'][number]): string {
  return `- ${finding.severity} ${code(citation(finding))} ${prose(finding.title)}. Fix: ${prose(finding.fix)}`;
}

function nextPhaseSection({ nextPhase }: Report): Section {
  if (nextPhase === null) return ['## Next phase', 'None: this was the last one.'];
  const { id, title, firstTask } = nextPhase;
  const first = firstTask === null ? 'It lists no task yet.' : `First task: ${prose(firstTask)}`;
  return ['## Next phase', `Phase ${prose(id)}: ${prose(title)}. ${first}`];
}

function isOneLine(text: string): boolean {
  return !text.trim().includes('\n');
}

const outcomeMarks: Record<Report['outcome'], string> = { landed: '✅', waiting: '❔', failed: '❌', stopped: '⏹️' };
const criterionMarks: Record<Report['criteria'][number]['outcome'], string> = {
  met: '✅',
  'not-met': '❌',
  undecided: '❔',
};
