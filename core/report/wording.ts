import type { AgentShare } from '../agent/share.ts';
import type { Usage } from '../agent/usage.ts';
import type { Complaint, RedGreen } from '../result/charges.ts';
import type { Gate, HookRun } from '../result/records.ts';
import type { Evidence } from '../review/evidence.ts';
import type { Finding } from '../review/finding.ts';
import { shellWord } from '../shell-word.ts';
import type { Round } from './story.ts';
import type { ChangedFile, Report, TracedFinding } from './report.ts';

/** The words that the Markdown report, the HTML report and the progress lines have in common. */
export const outcomeWords: Record<Report['outcome'], string> = {
  landed: 'Landed',
  waiting: 'Waiting for an answer',
  failed: 'Failed',
  stopped: 'Stopped',
};

export const outcomeMarks: Record<Report['outcome'], string> = {
  landed: '✅',
  waiting: '❔',
  failed: '❌',
  stopped: '⏹️',
};

export const taskWords: Record<Report['tasks'][number]['outcome'], string> = {
  done: 'done',
  failed: 'failed',
  waiting: 'waiting',
  parked: 'parked',
  skipped: 'skipped',
  'ticked-unproven': 'ticked, unproven',
};

export const criterionWords: Record<Report['criteria'][number]['outcome'], string> = {
  met: 'met',
  'not-met': 'not met',
  undecided: 'undecided',
};

/** What a reviewer said of a place that looked like a cheat. */
export function flagWords(answer: Report['flags'][number]['answer']): string {
  return answer === null ? 'not answered' : answer === 'honest' ? 'honest' : 'not honest';
}

/** Of rounds: an answer as people say it. */
export const verdictWords = {
  APPROVED: 'approved',
  ISSUES_FOUND: 'issues found',
  NEEDS_CLARIFICATION: 'needs clarification',
} as const;

/** Before the command that a phase that has landed is to be gone on with. */
export const landedWords: Record<NonNullable<Report['landed']>['to'], string> = {
  branch: 'To bring it into main',
  'pull-request': 'To go on with it',
  main: 'To have it in your checkout',
};

/** `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${digits(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `840 ms`, `1.2 s`, `2 min 5 s`, `1 h 3 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(ms / 60_000);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `passed, 1.2 s`, or `refused, 3 calls, exit code 1, 1.2 s`. */
export function hookWords({ outcome, calls, code, durationMs }: HookRun): string {
  const times = calls > 1 ? `, ${count(calls, 'call')}` : '';
  if (outcome === 'passed') return `passed${times}, ${duration(durationMs)}`;
  return `refused${times}, ${code === undefined ? 'without an end' : `exit code ${code}`}, ${duration(durationMs)}`;
}

/** A moment for people, to the minute: `2026-03-02 09:20 UTC`. */
export function momentWords(at: string): string {
  return at.replace('T', ' ').replace(/(?::\d\d)?(?:\.\d+)?Z$/, ' UTC');
}

/** Enough of a commit or tree id to know it by. */
export function short(id: string): string {
  return id.slice(0, 8);
}

/** Where a finding is, the way editors and terminals understand it. */
export function citation(finding: Finding): string {
  return `${finding.path}:${finding.line}`;
}

/** Where the evidence of a rejection is to be seen: `a spec, docs/a.md:12`. */
export function evidencePlace({ kind, path, line }: Evidence): string {
  return path === undefined ? `a ${kind}` : `a ${kind}, ${path}:${line ?? 1}`;
}

/** What the reason of a settled finding is, by what became of it. */
export const reasonWords: Record<TracedFinding['outcome'], string> = {
  open: 'The reason',
  fixed: 'The reason',
  deferred: 'Who left it for later',
  rejected: 'Why',
  unfounded: 'What code found',
};

/** Whose a file is that is no task's. */
export const ownWords: Record<NonNullable<ChangedFile['own']>, string> = {
  specs: 'spec commit',
  'hand-off': 'hand-off commit',
  'review-fix': 'fix in the review',
};

/** What became of findings, what needs a person before the rest. */
export const findingGroups = [
  { outcome: 'open', title: 'Open', says: 'Raised and not settled yet.' },
  { outcome: 'rejected', title: 'Rejected', says: 'Disputed, and not raised again. Judge for yourself.' },
  { outcome: 'deferred', title: 'Deferred', says: 'For later.' },
  {
    outcome: 'unfounded',
    title: 'Not there',
    says: 'What it quotes does not stand where it says, so nobody was sent to fix it.',
  },
  { outcome: 'fixed', title: 'Fixed', says: 'Not raised again after a fix.' },
] as const;

/** `5 passed`, `1 failed, 4 passed`, or `none`. */
/** What a gate has tested: `12 tests passed, 1 skipped (vitest)`. */
export function testWords({ tests }: Pick<Gate, 'tests'>): string {
  if (!tests) return '';
  const { passed, failed, skipped, by } = tests;
  const more = [failed > 0 ? `, ${failed} failed` : '', skipped > 0 ? `, ${skipped} skipped` : ''].join('');
  return `${count(passed, 'test')} passed${more}${by === 'output' ? '' : ` (${by})`}`;
}

export function gateCounts(gates: readonly Gate[]): string {
  const words = [
    ['failed', 'failed'],
    ['not-run', 'not run'],
    ['passed', 'passed'],
  ] as const;
  const parts = words.flatMap(([outcome, word]) => {
    const found = gates.filter((gate) => gate.outcome === outcome).length;
    return found > 0 ? [`${found} ${word}`] : [];
  });
  return parts.join(', ') || 'none';
}

/** Of a round. Where nothing failed and there is no green verdict all the same, nothing was judged. */
export function roundGates({ passed, failed, green }: NonNullable<Round['gates']>): string {
  if (green) return `${passed} green`;
  return failed > 0 ? `${failed} red, ${passed} green` : 'no verdict';
}

/** What the agents say they used. What none of them said is not a zero. */
export function usageWords(usage: Usage): string {
  const { cachedInputTokens: cached } = usage;
  const ofThem = cached === undefined || cached === 0 ? '' : ` (${digits(cached)} cached)`;
  const parts = [
    usage.inputTokens === undefined ? [] : `${digits(usage.inputTokens)} input tokens${ofThem}`,
    usage.outputTokens === undefined ? [] : `${digits(usage.outputTokens)} output tokens`,
    usage.costUsd === undefined ? [] : `${usage.costUsd.toFixed(2)} USD`,
  ].flat();
  return parts.join(', ') || 'usage not reported';
}

/** Work that was begun anew, or did not end well, has cost something as well. Empty when there was none. */
export function spentWords(usage: Usage, spent: Usage): string {
  return usageWords(usage) === usageWords(spent) ? '' : ` All runs of this phase together: ${usageWords(spent)}.`;
}

/** `claude opus 2.1.330, model opus-4`: what did the work, as far as it says. */
export function agentWords({ agent, version, model }: AgentShare): string {
  return [agent, ...(version === null ? [] : [` ${version}`]), ...(model === null ? [] : [`, model ${model}`])].join(
    '',
  );
}

/** `4`, or `4, 1 not ok`. */
export function turnCount({ turns, notOk }: AgentShare): string {
  return notOk === 0 ? digits(turns) : `${digits(turns)}, ${digits(notOk)} not ok`;
}

/** The command line that answers a question. Option names may be an agent's words, and people paste this in a shell. */
export function answerCommand(question: string, option: string): string {
  return `npx phasewright answer ${shellWord(question)} ${shellWord(option)}`;
}

/** `1,234` */
export function digits(number: number): string {
  return number.toLocaleString('en-US');
}

/** What was found out about gates, as a sentence each. */
export function complaintWords({ message, tests }: Complaint): string {
  const few = tests.slice(0, 10);
  const more = tests.length > few.length ? ` and ${tests.length - few.length} more` : '';
  const isSaid = tests.every((test) => message.includes(test));
  return isSaid ? `${message}.` : `${message}: ${few.join(', ')}${more}.`;
}

/** Whether a task's tests show what it does. */
export function redGreenWords({ outcome, detail }: RedGreen): string {
  return `${shownWords[outcome]}: ${detail}`;
}

const shownWords: Record<RedGreen['outcome'], string> = {
  shown: 'they fail without it, and pass with it',
  'not-shown': 'not shown to fail without it and to pass with it',
  'no-tests': 'nothing is shown',
};

/** What became of a conflict. */
export function conflictWords({ sides, isResolved }: Report['merges'][number]): string {
  const what = `${sides.join(' and ')} changed the same places`;
  return isResolved ? `${what}; an agent has resolved that, with gates and review` : `${what}, which is not resolved`;
}

/** `task-1.1 was made on another machine, by its own word that of ada@laptop, at 2026-05-01T10:00:00Z` */
export function elsewhereWords({ stage, how, by, at }: Report['elsewhere'][number]): string {
  return `${stage} was ${how} on another machine, by its own word that of ${by ?? 'nobody who says so'}, at ${at}`;
}

export function keptWords({ stage, counts }: Report['kept'][number]): string {
  return counts
    ? `The result of ${stage} counts here alone, the remote does not have it yet`
    : `A result of ${stage} came too late and does not count; it is kept`;
}
