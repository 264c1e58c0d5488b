import type { AgentShare } from '../agent/share.ts';
import type { Question } from '../workflow/question.ts';
import { forecastLines } from './forecast-lines.ts';
import { stagesWithoutVerdict } from './judged.ts';
import { redGates } from './markdown-gates.ts';
import { block, code, folded, foldedTable, prose, table } from './markdown-text.ts';
import type { Report } from './report.ts';
import {
  agentWords,
  answerCommand,
  conflictWords,
  count,
  duration,
  flagWords,
  gateCounts,
  roundGates,
  short,
  spentWords,
  complaintWords,
  redGreenWords,
  taskWords,
  turnCount,
  usageWords,
  verdictWords,
} from './wording.ts';

type Section = readonly string[];

/** What follows the six fields of the hand-off. Sections that would be empty are left out, but for tasks and agents. */
export function restSections(report: Report): readonly Section[] {
  return [
    questionsSection(report),
    attentionSection(report),
    tasksSection(report),
    conflictsSection(report),
    forecastSection(report),
    roundsSection(report),
    foundSection(report),
    leftOutSection(report),
    deviationsSection(report),
    honestySection(report),
    answersSection(report),
    agentsSection(report),
    recordsSection(report),
  ];
}

function attentionSection({ attention }: Report): Section {
  const lines = attention.map(
    ({ kind, id, title, score, reasons }) =>
      `- ${kind === 'task' ? `Task ${prose(id)} ${prose(title)}` : kind === 'file' ? code(id) : prose(title)} (${score}): ${reasons.map((one) => prose(one.words)).join('; ')}`,
  );
  return lines.length > 0 ? ['## What to look at first', lines.join('\n')] : [];
}

function conflictsSection({ merges }: Report): Section {
  const lines = merges.map(
    (one) =>
      `- ${prose(conflictWords(one))}: ${one.paths.map(code).join(', ')}${one.commit ? `, in ${code(short(one.commit))}` : ''}`,
  );
  return lines.length > 0 ? ['## Conflicts', lines.join('\n')] : [];
}

function forecastSection({ forecast }: Report): Section {
  const lines = forecastLines(forecast).map(({ what, why }) => `- ${prose(what)}: ${prose(why)}`);
  return lines.length > 0 ? ['## Side by side', 'As it was forecast:', lines.join('\n')] : [];
}

function tasksSection({ tasks, rounds, records }: Report): Section {
  if (tasks.length === 0) return ['## Tasks', 'None.'];
  const withoutVerdict = stagesWithoutVerdict(rounds);
  const rows = tasks.map((task) => [
    prose(task.id),
    prose(task.title),
    `${taskMarks[task.outcome]} ${taskWords[task.outcome]}`,
    String(task.rounds),
    `${withoutVerdict.has(task.stage) ? 'no verdict; ' : ''}${gateCounts(task.gates)}`,
    task.reused ? 'yes' : 'no',
    task.commits.map((commit) => code(short(commit))).join(' '),
    resultOf(records, task.stage),
  ]);
  const reasons = tasks.flatMap(({ id, outcome, reason }) =>
    reason === null ? [] : [`- ${prose(id)}: ${outcome === 'waiting' ? `“${prose(reason)}”` : prose(reason)}`],
  );
  const shown = tasks.flatMap(({ id, redGreen, complaints = [] }) => [
    ...(redGreen ? [`- Tests of ${prose(id)}: ${prose(redGreenWords(redGreen))}`] : []),
    ...complaints.map((one) => `- Gates of ${prose(id)}: ${prose(complaintWords(one))}`),
  ]);
  return [
    '## Tasks',
    ...foldedTable(['Task', 'Title', 'Outcome', 'Rounds', 'Gates', 'Reused', 'Commit', 'Record'], rows, 'more task'),
    ...(reasons.length > 0 ? [reasons.join('\n')] : []),
    ...(shown.length > 0 ? [shown.join('\n')] : []),
    ...tasks.flatMap((task) => redGates(task.gates, `task ${task.id}`)),
  ];
}

function resultOf(records: Report['records'], name: string): string {
  const result = records.find((record) => record.name === name)?.result ?? null;
  return result === null ? '' : code(short(result));
}

function questionsSection({ questions }: Report): Section {
  if (questions.length === 0) return [];
  return ['## Open questions', ...questions.flatMap(questionParts)];
}

function questionParts(question: Question): Section {
  const options = question.options.flatMap(({ name, does, guidance }) => [
    `- ${prose(name)}${name === question.default ? ' (default)' : ''}: ${guidance === undefined ? prose(does) : `“${prose(does)}”`}`,
    block(answerCommand(question.id, name), '  '),
  ]);
  return [
    `**${prose(question.stage)}** asks (${question.reason}): “${prose(question.text)}”`,
    ...(question.context.length > 0 ? [folded('What is known', block(question.context.join('\n')))] : []),
    options.join('\n'),
  ];
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

function roundsSection({ rounds }: Report): Section {
  if (rounds.length === 0) return [];
  const rows = rounds.map(({ stage, round, commit, gates, verdict, findings }) => [
    prose(stage),
    String(round),
    commit === null ? '' : code(short(commit)),
    gates === null ? '' : roundGates(gates),
    verdict === null ? '' : verdictWords[verdict],
    String(findings.length),
  ]);
  return [
    '## Rounds',
    folded(count(rounds.length, 'round'), table(['Stage', 'Round', 'Commit', 'Gates', 'Reviewer', 'Findings'], rows)),
  ];
}

function foundSection({ gatesFound }: Report): Section {
  const lines = gatesFound.map(({ gate, because }) => `- ${prose(gate)}: ${prose(because)}`);
  return lines.length > 0 ? ['## Gates that were found, since none are named', lines.join('\n')] : [];
}

function leftOutSection({ gatesLeftOut }: Report): Section {
  const lines = gatesLeftOut.map(({ gate, on, reason }) => `- ${prose(gate)} on ${prose(on)}: ${prose(reason)}`);
  return lines.length > 0 ? ['## Gates left out', lines.join('\n')] : [];
}

function deviationsSection({ deviations }: Report): Section {
  const lines = deviations.map(
    ({ path, line, norm, reason, stage }) =>
      `- ${code(`${path}:${line}`)} “${prose(norm)}”: “${prose(reason)}” (${prose(stage)})`,
  );
  return lines.length > 0 ? ['## Deviations from norms', lines.join('\n')] : [];
}

function honestySection({ flags, allowed }: Report): Section {
  const lines = [
    ...flags.map(
      (one) => `${sightingPlace(one)}: **${flagWords(one.answer)}**${one.why === '' ? '' : `, “${prose(one.why)}”`}`,
    ),
    ...allowed.map(
      (one) =>
        `${sightingPlace(one)}: **allowed** by ${prose(one.by)}${one.words === '' ? '' : `, “${prose(one.words)}”`}`,
    ),
  ];
  return lines.length > 0 ? ['## What looked like a cheat', lines.join('\n')] : [];
}

function sightingPlace({ path, line, message, stage }: Report['flags'][number] | Report['allowed'][number]): string {
  return `- ${code(`${path}:${line}`)} ${prose(message)} (${prose(stage)})`;
}

function answersSection({ answers }: Report): Section {
  const lines = answers.map(
    ({ question, text, choice, words, by, at }) =>
      `- ${text === null ? code(question) : prose(text)} **${prose(choice)}**${words === '' ? '' : ` “${prose(words)}”`}, ${prose(by)}, ${prose(at)}`,
  );
  return lines.length > 0 ? ['## What people decided', lines.join('\n')] : [];
}

function recordsSection({ records }: Report): Section {
  if (records.length === 0) return [];
  const rows = records.map(({ name, outcome, result, tree }) => [
    prose(name),
    prose(outcome),
    result === null ? '' : code(short(result)),
    tree === null ? '' : code(short(tree)),
  ]);
  return [
    '## Records',
    'A result is a commit: its parent is the work, its tree is what the stage left. To see what one says:',
    block('git cat-file -p <result>:record.json'),
    folded(count(records.length, 'record'), table(['Left by', 'Outcome', 'Result', 'Tree'], rows)),
  ];
}

const taskMarks: Record<Report['tasks'][number]['outcome'], string> = {
  done: '✅',
  failed: '❌',
  waiting: '❔',
  parked: '⏸️',
  skipped: '⏭️',
  'ticked-unproven': '⚠️',
};
