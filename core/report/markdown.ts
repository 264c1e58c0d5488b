import { mapsToNothing } from './attention.ts';
import { entryLines } from './entry-lines.ts';
import { restSections } from './markdown-rest.ts';
import { gatesLines, hookParts, recordWords } from './markdown-gates.ts';
import { block, code, foldedTable, prose } from './markdown-text.ts';
import { proofFacts } from './proof-facts.ts';
import type { ChangedFile, Report, TracedFinding } from './report.ts';
import {
  citation,
  count,
  evidencePlace,
  findingGroups,
  landedWords,
  outcomeMarks,
  outcomeWords,
  ownWords,
  reasonWords,
  short,
} from './wording.ts';

/** The report for people, as Markdown: first the hand-off in its six fields, then what else there is. What came from an agent or a plan is shown and never interpreted. */
export function reportMarkdown(report: Report): string {
  return `${sectionsOf(report).flat().join('\n\n')}\n`;
}

/** A section of the report: its heading, and the Markdown below it, which is whole in itself. */
export interface ReportSection {
  readonly heading: string;
  readonly body: string;
}

/** The sections of the same report, the phase first. */
export function reportSections(report: Report): ReportSection[] {
  return sectionsOf(report).map(([heading = '', ...parts]) => ({
    heading: heading.replace(/^#+ /, ''),
    body: parts.join('\n\n'),
  }));
}

function sectionsOf(report: Report): Section[] {
  const handOff = [
    phaseSection(report),
    specsSection(report),
    criteriaSection(report),
    filesSection(report),
    reviewSection(report),
    nextPhaseSection(report),
  ];
  return [...handOff, ...restSections(report)];
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
    ({ path, changed }) => `- ${code(path)} ${changed ? 'polished' : 'covered, as bound'}`,
  );
  return ['## Specs polished and covered', specs.join('\n') || 'None.'];
}

function criteriaSection(report: Report): Section {
  const { criteria, criteriaOn, final, hooks } = report;
  const on =
    criteriaOn === null
      ? 'Nothing was held to them yet.'
      : `On exactly the tree ${code(short(criteriaOn.tree))}${criteriaOn.tree === final?.tree ? '' : ', which is not the final one'} (${recordWords(report, criteriaOn.record)}).`;
  return [
    '## Exit criteria',
    ...(criteria.length > 0 ? [on] : []),
    criteria.map(criterionLines).join('\n') || 'None.',
    ...gatesLines(report),
    ...hookParts(hooks),
  ];
}

function criterionLines({ outcome, text, probe, evidence, proof }: Report['criteria'][number]): string {
  const facts = proof ? proofFacts(proof).map(([label, words]) => `  - ${label}: ${prose(words)}`) : [];
  return [
    `- ${criterionMarks[outcome]} ${prose(text)}`,
    `  - Probe: ${prose(probe)}`,
    ...facts,
    ...(isOneLine(evidence)
      ? [`  - Evidence: ${prose(evidence) || 'none'}`]
      : ['  - Evidence:', '', block(evidence, '    ')]),
  ].join('\n');
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
  const criteria = file.criteria.map((index) => `named by criterion ${index + 1}`);
  const own = file.own === null ? [] : [ownWords[file.own]];
  return [...tasks, ...criteria, ...(file.findings.length > 0 ? ['findings'] : []), ...own].join(', ');
}

function reviewSection(report: Report): Section {
  const { review, backlog, findings } = report;
  const { rounds, counts } = review;
  const found = Object.entries(counts).map(([severity, number]) => `${number} ${severity}`);
  const groups = findingGroups.flatMap(({ outcome, title }) =>
    listed(
      outcome === 'deferred' && backlog.path !== null
        ? `Deferred, ${backlog.added.length} of them to ${code(backlog.path)}`
        : title,
      findings.filter((one) => one.outcome === outcome).map(findingLines),
    ),
  );
  const mended = (backlog.fixed ?? []).map(
    ({ id, title, commit }) => `- ${prose(id)} “${prose(title)}”, in ${code(short(commit))}`,
  );
  return [
    '## Review',
    `${count(rounds, 'round')}${rounds > 0 ? ` (${recordWords(report, 'review')})` : ''}; found ${found.join(', ')}. What stands in quotes is what agents say.`,
    ...groups,
    ...listed('Mended in the backlog', mended),
  ];
}

function listed(heading: string, lines: readonly string[]): Section {
  return lines.length > 0 ? [`**${heading}**`, lines.join('\n')] : [];
}

function findingLines({ finding, outcome, reason, evidence }: TracedFinding): string {
  return [
    `- ${finding.severity} ${code(citation(finding))} “${prose(finding.title)}” Fix: “${prose(finding.fix)}”`,
    ...(reason ? [`  - ${reasonWords[outcome]}: “${prose(reason)}”`] : []),
    ...(evidence ? [`  - Its evidence, ${prose(evidencePlace(evidence))}: “${prose(evidence.quote)}”`] : []),
  ].join('\n');
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

const criterionMarks: Record<Report['criteria'][number]['outcome'], string> = {
  met: '✅',
  'not-met': '❌',
  undecided: '❔',
};
