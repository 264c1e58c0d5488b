import type { Journal } from '../journal/journal.ts';
import type { Question } from '../workflow/question.ts';
import { findingId, type Finding } from '../review/finding.ts';
import { isUnaccepted, limits, mostBadAnswers, phaseOf, workflowOf, type Standing } from './fold.ts';
import type { Escalation, StateName } from './protocol.ts';
import { stateVersion, type StateFile } from './state.ts';
import { testsWrong } from '../workflow/reopen.ts';

/** The state file's text. */
export function stateText(standing: Standing, records: Journal['entries']): string {
  return `${JSON.stringify(stateFile(standing, records), null, 2)}\n`;
}

export function stateFile(standing: Standing, records: Journal['entries']): StateFile {
  const { work, gates, formatters, loop, committed } = standing;
  const { progress } = loop;
  const escalation = escalationOf(standing);
  return {
    plan_path: work.plan_path,
    commit_id: work.commit_id,
    workspace: work.workspace,
    state: stateName(standing),
    designer_gate: gates?.designer_gate ?? '',
    test_gate: gates?.test_gate ?? '',
    fmt_cmd: formatters?.fmt_cmd ?? '',
    lint_cmd: formatters?.lint_cmd ?? '',
    commit_title: work.commit_title,
    commit_message: work.commit_message,
    commit_files: work.commit_files,
    commit_tests: work.commit_tests,
    files_touched: filesTouched(records),
    gate_retries: gateRetries(standing),
    style_cycles: progress.round - 1,
    last_gate_error: gateError(standing),
    last_style_violations: progress.open.map(violationText),
    escalation_context: escalation?.error ?? '',
    version: stateVersion,
    base: work.base,
    start: work.start,
    commit: committed?.commit ?? '',
    snapshots: Object.fromEntries([
      ['start', work.start],
      ...(work.draft === undefined ? [] : [['draft', work.draft]]),
      ...progress.passed.map(({ role, commit }) => [role, commit]),
      ['latest', progress.commit],
    ]),
    phases: work.phases,
    gates_from: standing.gatesFrom,
    formatters_from: standing.formattersFrom,
    resume_state: escalation?.resume ?? '',
    unrelated: work.unrelated,
    failing_before: standing.baseline?.failing ?? [],
    last_gate_log: standing.log,
    notes: standing.notes,
    records: records.length,
    digest: records.at(-1)?.hash ?? '',
  };
}

export function stateName(standing: Standing): StateName {
  return escalationOf(standing) ? 'needs_llm' : goingOn(standing);
}

/** The state but for what is in the way: where `resume` goes on. */
function goingOn(standing: Standing): StateName {
  const { gates, formatters, loop, scopeAccepted, committed } = standing;
  if (committed) return 'done';
  if (!gates) return 'explore_gates';
  if (!formatters) return 'explore_formatters';
  if (loop.at === 'approved') return 'commit';
  const phase = phaseOf(standing);
  const command = loop.at === 'abandoned' ? undefined : loop.command;
  switch (command?.do) {
    case 'commit':
    case 'scope':
    case 'gate':
      return `${phase}_gate`;
    case 'review':
    case 'arbitrate':
      return `${phase}_style`;
    case 'format':
      return scopeAccepted === command.commit ? 'format' : 'scope_review';
    case 'work':
    case undefined:
      return `${phase}_phase`;
  }
}

/** Why nothing goes on by itself, and where it would go on; undefined when it does. */
export function escalationOf(
  standing: Standing,
): (Pick<Escalation, 'error' | 'reason' | 'proposal' | 'options'> & { resume: StateName }) | undefined {
  const { trouble, loop, badAnswers, badAnswer, committed } = standing;
  if (committed) return undefined;
  const resume = goingOn(standing);
  if (trouble) return { error: trouble.text, reason: trouble.reason, resume };
  if (badAnswers > mostBadAnswers)
    return { error: `No answer that can be read, ${badAnswers} times: ${badAnswer}`, reason: 'bad-output', resume };
  if (standing.gates && standing.formatters && isUnaccepted(standing))
    return { error: proposed, reason: 'commands-proposed', resume, proposal: proposalOf(standing) };
  if (loop.at === 'asking') {
    const { question } = loop;
    // Tests are mended in the checkout here: what the phases have left there is not ours to put back.
    const offered = question.options.filter(({ name }) => name !== testsWrong.name);
    const options = Object.fromEntries(offered.map(({ name, does }) => [name, does]));
    return { error: errorOf(question, standing), reason: question.reason, resume, options };
  }
  if (loop.at === 'stopped') return { error: loop.failure.message, reason: loop.failure.reason, resume };
  if (loop.at === 'abandoned') return { error: loop.reason, reason: 'abandoned', resume };
  return undefined;
}

const proposed =
  'Commands were proposed by an agent, since code found none in the repository. Look at them; resume --accept-commands lets them run, and init --force with --test-gate and its like names others.';

function proposalOf({ gates, gatesFrom, formatters, formattersFrom }: Standing): Record<string, string> {
  return { ...(gatesFrom === 'agent' && gates), ...(formattersFrom === 'agent' && formatters) };
}

/** Orchestrators of `ic-driver.py` tell cases by these beginnings. */
function errorOf({ reason, text, context }: Question, { last }: Standing): string {
  const told = context.join('\n');
  if (last?.type === 'arbitrated') return `Arbiter rejected: ${told}`;
  if (reason === 'gate-limit') return `Gate failed after ${limits.gateRetries} retries: ${told}`;
  if (reason === 'scope-limit') return `Scope violations: ${told}`;
  return `${text}\n${told}`;
}

function gateRetries({ loop, work }: Standing): number {
  if (loop.at === 'approved' || loop.at === 'abandoned') return 0;
  const step = workflowOf(work).steps[loop.progress.step];
  return step && loop.command.do === 'work' ? Math.max(0, loop.progress.attempt - loop.progress.fixTurns - 1) : 0;
}

function gateError({ loop }: Standing): string {
  const verdict = loop.progress.verdict;
  if (!verdict || (verdict.green && !verdict.red)) return '';
  const why = [verdict.trouble ?? '', verdict.red && !verdict.red.isRight ? verdict.red.why : ''];
  const gates = verdict.gates.filter(({ outcome }) => outcome === 'failed').map(({ output }) => output);
  const missed = (verdict.complaints ?? []).flatMap(({ message, tests }) => [message, ...tests]);
  return [...why, ...missed, ...(verdict.red?.isRight ? [] : gates)].filter(Boolean).join('\n');
}

export function violationText(finding: Finding): string {
  return `${findingId(finding)} ${finding.path}:${finding.line} ${finding.title}`;
}

function filesTouched(records: Journal['entries']): string[] {
  const paths = records.flatMap(({ data }) => {
    const event = (data as { event?: { type?: string; changed?: readonly string[] } }).event;
    return event?.type === 'committed' ? (event.changed ?? []) : [];
  });
  return [...new Set(paths)].toSorted();
}
