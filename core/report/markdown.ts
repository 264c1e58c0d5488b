import type { AgentShare } from '../agent/share.ts';
import type { Question } from '../workflow/question.ts';
import { answersSection } from './answers.ts';
import { block, code, folded, prose, table } from './markdown-text.ts';
import type { Report } from './report.ts';
import {
  agentWords,
  answerCommand,
  citation,
  count,
  duration,
  gateCounts,
  outcomeWords,
  short,
  spentWords,
  taskWords,
  turnCount,
  usageWords,
} from './wording.ts';

/** The report for people, as Markdown. What came from an agent or a plan is shown and never interpreted. */
export function reportMarkdown(report: Report): string {
  const sections = [
    phaseSection(report),
    specsSection(report),
    criteriaSection(report),
    filesSection(report),
    reviewSection(report),
    tasksSection(report),
    questionsSection(report),
    answersSection(report),
    nextPhaseSection(report),
    agentsSection(report),
  ];
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
    landed ? [`- Landed on branch ${code(landed.branch)}. To bring it into main:`, block(landed.merge, '  ')] : [],
    next === null ? [] : ['- To continue:', block(next, '  ')],
  ].flat();
  return [
    `# ${outcomeMarks[report.outcome]} Phase ${prose(phase.id)}: ${prose(phase.title)}`,
    `**${outcomeWords[report.outcome]}.** ${prose(report.summary)}`,
    facts.join('\n'),
  ];
}

function specsSection({ specsPolished }: Report): Section {
  const specs = specsPolished.map(
    ({ path, changed }) => `- ${code(path)} ${changed ? 'polished' : 'covered, unchanged'}`,
  );
  return ['## Specs polished and covered', specs.join('\n') || 'None.'];
}

function criteriaSection({ criteria, gates }: Report): Section {
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
  ];
}

function filesSection({ filesChanged }: Report): Section {
  if (filesChanged.length === 0) return ['## Files changed', 'None.'];
  const added = filesChanged.reduce((sum, file) => sum + file.added, 0);
  const removed = filesChanged.reduce((sum, file) => sum + file.removed, 0);
  const rows = filesChanged.map((file) => [code(file.path), `+${file.added}`, `−${file.removed}`]);
  const head = ['File', 'Added', 'Removed'];
  const rest = rows.slice(foldAfter);
  return [
    '## Files changed',
    `${count(filesChanged.length, 'file')}, +${added} −${removed}`,
    table(head, rows.slice(0, foldAfter)),
    ...(rest.length > 0 ? [folded(count(rest.length, 'more file'), table(head, rest))] : []),
  ];
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

function tasksSection({ tasks }: Report): Section {
  if (tasks.length === 0) return ['## Tasks', 'None.'];
  const rows = tasks.map((task) => [
    prose(task.id),
    prose(task.title),
    `${taskMarks[task.outcome]} ${taskWords[task.outcome]}`,
    String(task.rounds),
    gateCounts(task.gates),
    task.reused ? 'yes' : 'no',
    task.commits.map((commit) => code(short(commit))).join(' '),
  ]);
  const reasons = tasks.flatMap(({ id, reason }) => (reason === null ? [] : [`- ${prose(id)}: ${prose(reason)}`]));
  return [
    '## Tasks',
    table(['Task', 'Title', 'Outcome', 'Rounds', 'Gates', 'Reused', 'Commit'], rows),
    ...(reasons.length > 0 ? [reasons.join('\n')] : []),
    ...tasks.flatMap((task) => redGates(task.gates, `task ${task.id}`)),
  ];
}

function questionsSection({ questions }: Report): Section {
  if (questions.length === 0) return [];
  return ['## Open questions', ...questions.flatMap(questionParts)];
}

function questionParts(question: Question): Section {
  const options = question.options.flatMap(({ name, does }) => [
    `- ${prose(name)}${name === question.default ? ' (default)' : ''}: ${prose(does)}`,
    block(answerCommand(question.id, name), '  '),
  ]);
  return [
    `**${prose(question.stage)}** asks (${question.reason}): ${prose(question.text)}`,
    ...(question.context.length > 0 ? [folded('What is known', block(question.context.join('\n')))] : []),
    options.join('\n'),
  ];
}

function nextPhaseSection({ nextPhase }: Report): Section {
  if (nextPhase === null) return ['## Next phase', 'None: this was the last one.'];
  const { id, title, firstTask } = nextPhase;
  const first = firstTask === null ? 'It lists no task yet.' : `First task: ${prose(firstTask)}`;
  return ['## Next phase', `Phase ${prose(id)}: ${prose(title)}. ${first}`];
}

function agentsSection({ agentCalls, usage, spent, agents }: Report): Section {
  return [
    '## Agents',
    `${count(agentCalls, 'agent call')} in this run. All calls behind this report: ${usageWords(usage)}.${spentWords(usage, spent)}`,
    ...(agents.length > 0 ? [table(['Role', 'Agent', 'Turns', 'Time', 'Usage'], agents.map(agentRow))] : []),
  ];
}

function agentRow(share: AgentShare): string[] {
  return [share.role, prose(agentWords(share)), turnCount(share), duration(share.durationMs), usageWords(share.usage)];
}

/** The output of gates that did not pass, folded away. */
function redGates(gates: Report['gates'], where: string): Section {
  return gates
    .filter((gate) => gate.outcome !== 'passed')
    .map((gate) => {
      const summary = `${gate.project}:${gate.target} ${gate.outcome === 'failed' ? 'failed' : 'did not run'} on ${where}`;
      return folded(summary, block(gate.output || 'no output'));
    });
}

function isOneLine(text: string): boolean {
  return !text.trim().includes('\n');
}

const foldAfter = 20;
const outcomeMarks: Record<Report['outcome'], string> = { landed: '✅', waiting: '❔', failed: '❌', stopped: '⏹️' };
const criterionMarks: Record<Report['criteria'][number]['outcome'], string> = {
  met: '✅',
  'not-met': '❌',
  undecided: '❔',
};
const taskMarks: Record<Report['tasks'][number]['outcome'], string> = {
  done: '✅',
  failed: '❌',
  waiting: '❔',
  parked: '⏸️',
  skipped: '⏭️',
  'ticked-unproven': '⚠️',
};
