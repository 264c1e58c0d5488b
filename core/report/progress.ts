import { unreachable } from '../failure.ts';
import type { Gate } from '../result/records.ts';
import type { Report } from './report.ts';
import type { Usage } from '../agent/usage.ts';
import { cutToWidth } from './text-width.ts';
import { visibleLine } from '../visible.ts';
import { count, duration, short, testWords, usageWords } from './wording.ts';

/** What happens while a phase runs, for the people who watch. Nothing is decided by it, and nothing is stored. */
export type ProgressEvent = {
  /** Milliseconds since the run started. */
  readonly at: number;
} & (
  | {
      readonly type: 'phase-started';
      readonly plan: string;
      readonly phase: string;
      readonly title: string;
      readonly tasks: number;
      /** How many of them are answered from a stored result. */
      readonly reused: number;
    }
  | {
      readonly type: 'stage-started' | 'stage-finished';
      readonly stage: string;
      readonly outcome?: 'done' | 'failed' | 'question' | 'reused';
      readonly detail?: string;
    }
  | {
      readonly type: 'agent-started';
      readonly stage: string;
      readonly role: string;
      readonly round: number;
      readonly attempt: number;
      readonly agent: string;
    }
  | { readonly type: 'agent-said'; readonly stage: string; readonly role: string; readonly text: string }
  | {
      readonly type: 'agent-working';
      readonly stage: string;
      readonly role: string;
      readonly steps: number;
      readonly usage: Usage;
      readonly durationMs: number;
    }
  | {
      readonly type: 'agent-finished';
      readonly stage: string;
      readonly role: string;
      readonly outcome: string;
      readonly durationMs: number;
      readonly usage?: Usage;
    }
  | { readonly type: 'committed'; readonly stage: string; readonly commit: string; readonly files: number }
  | { readonly type: 'gates-started'; readonly stage: string; readonly targets: readonly string[] }
  | ({ readonly type: 'gate-finished'; readonly stage: string } & Readonly<Omit<Gate, 'output'>>)
  | { readonly type: 'reviewed'; readonly stage: string; readonly verdict: string; readonly counts: string }
  | { readonly type: 'question' | 'note'; readonly stage: string; readonly text: string }
  | {
      readonly type: 'phase-finished';
      readonly outcome: Report['outcome'];
      readonly summary: string;
      readonly agentCalls: number;
      /** Where the report is. */
      readonly report: string;
      /** The command that continues. */
      readonly next: string | null;
    }
);

export interface ProgressStyle {
  readonly color: boolean;
  /** Columns of the terminal; `Infinity` where nothing needs to be cut. */
  readonly width: number;
}

/**
 * One line for each event, and a block at the end of the phase. Tasks run side by side, so each line starts with its
 * stage. Only what an agent says is cut, since it is long and in the transcript.
 */
export function progressLine(event: ProgressEvent, style: ProgressStyle): string[] {
  const paint = style.color ? colored : plain;
  if (event.type === 'phase-finished') return summaryBlock(event, paint);

  const stage = cutMiddle(inert(event.type === 'phase-started' ? 'phase' : event.stage)).padEnd(stageColumns);
  const clock = clockTime(event.at);
  const room = Math.max(minimumText, style.width - stage.length - clock.length - separatorColumns);
  return [`${paint(stageColor(stage), stage)} ${paint(dim, `│ ${clock}`)}  ${eventText(event, paint, room)}`];
}

type Paint = (sgr: number, text: string) => string;
type EventOf<T extends ProgressEvent['type']> = Extract<ProgressEvent, { type: T }>;

function summaryBlock(event: EventOf<'phase-finished'>, paint: Paint): string[] {
  const { mark, color } = outcomes[event.outcome];
  const row = (name: string, text: string) => `  ${paint(dim, name.padEnd(6))}  ${inert(text)}`;
  return [
    '',
    `${paint(color, `${mark} ${paint(bold, event.outcome)}`)}  ${inert(event.summary)}`,
    row('agents', `${count(event.agentCalls, 'agent call')} in ${duration(event.at)}`),
    row('report', event.report),
    row('page', event.report.replace(/\.md$/, '.html')),
    ...(event.next === null ? [] : [row('next', event.next)]),
  ];
}

function eventText(event: Exclude<ProgressEvent, { type: 'phase-finished' }>, paint: Paint, room: number): string {
  switch (event.type) {
    case 'phase-started': {
      const reused = event.reused > 0 ? `, ${event.reused} reused` : '';
      const phase = paint(bold, `phase ${inert(event.phase)}: ${inert(event.title)}`);
      return `${phase} of ${inert(event.plan)}, ${count(event.tasks, 'task')}${reused}`;
    }
    case 'stage-started':
      return `${paint(dim, '▶')} started${detail(event)}`;
    case 'stage-finished': {
      const { mark, color, word } = stageOutcomes[event.outcome ?? 'done'];
      return `${paint(color, `${mark} ${word}`)}${detail(event)}`;
    }
    case 'agent-started': {
      const attempt = event.attempt > 1 ? `, attempt ${event.attempt}` : '';
      return `${paint(dim, '▶')} ${inert(event.role)} ${inert(event.agent)}, round ${event.round}${attempt}`;
    }
    case 'agent-said': {
      const said = cutToWidth(inert(`${inert(event.role)}: ${inert(event.text)}`), room);
      return paint(dim, said);
    }
    case 'agent-working': {
      const steps = event.steps > 0 ? `, ${count(event.steps, 'step')}` : '';
      return paint(dim, `… ${inert(event.role)} for ${duration(event.durationMs)}${steps}${cost(event.usage)}`);
    }
    case 'agent-finished':
      return `${paint(dim, '■')} ${inert(event.role)} ${inert(event.outcome)} in ${duration(event.durationMs)}${cost(event.usage)}`;
    case 'committed':
      return `committed ${inert(short(event.commit))}, ${count(event.files, 'file')}`;
    case 'gates-started':
      return `gates: ${event.targets.map(inert).join(', ') || 'none'}`;
    case 'gate-finished': {
      const { mark, color, word } = gateOutcomes[event.outcome];
      const name = inert(`${event.project}:${event.target}`);
      const counted = inert(testWords(event));
      return `gate ${name} ${paint(color, mark)} ${word}${event.cached ? 'cached, ' : ''}${duration(event.durationMs)}${counted === '' ? '' : `, ${counted}`}`;
    }
    case 'reviewed': {
      const approved = event.verdict === 'APPROVED';
      const counts = inert(event.counts);
      const verdict = `${approved ? '✔' : '✖'} ${inert(event.verdict)}`;
      return `review ${paint(approved ? green : yellow, verdict)}${counts ? `: ${counts}` : ''}`;
    }
    case 'question':
      return paint(yellow, `? ${inert(event.text)}`);
    case 'note':
      return inert(event.text);
    default:
      return unreachable(event);
  }
}

function cost(usage: Usage | undefined): string {
  return usage && Object.keys(usage).length > 0 ? `, ${usageWords(usage)}` : '';
}

function detail(event: EventOf<'stage-started' | 'stage-finished'>): string {
  return event.detail ? `: ${inert(event.detail)}` : '';
}

/**
 * Text that a terminal shows and a CI system only stores. Runners take `::name::` at the start of a line and `##[name]`,
 * `##vso[…]` or `##teamcity[…]` anywhere in it for commands to themselves.
 */
function inert(text: string): string {
  return visibleLine(text)
    .replace(/^::/, ': :')
    .replaceAll(/##(?=[\w.]*\[)/g, '# #');
}

/** Long names that begin alike usually end differently. */
function cutMiddle(name: string): string {
  return name.length <= longestStage ? name : `${name.slice(0, 12)}…${name.slice(12 - longestStage + 1)}`;
}

/** `02:05`; minutes go on after 59, since a phase takes hours at most. */
function clockTime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

/** Stable, without red and green, which say something else here. Stages that differ in the last character differ. */
function stageColor(stage: string): number {
  let hash = 0;
  for (const character of stage.trimEnd()) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % stageColors.length;
  return stageColors[hash] ?? dim;
}

function colored(sgr: number, text: string): string {
  return `\u001B[${sgr}m${text}\u001B[${sgr === bold || sgr === dim ? 22 : 39}m`;
}

function plain(_sgr: number, text: string): string {
  return text;
}

const [bold, dim, red, green, yellow] = [1, 2, 31, 32, 33] as const;
const stageColors = [36, 35, 34, 96, 95, 94, 93];

/** As wide as `exit-criteria`, the longest name of ours. */
const stageColumns = 13;
const longestStage = 24;
const separatorColumns = 5;
const minimumText = 20;

const stageOutcomes = {
  done: { mark: '✔', color: green, word: 'done' },
  reused: { mark: '✔', color: green, word: 'reused' },
  failed: { mark: '✖', color: red, word: 'failed' },
  question: { mark: '?', color: yellow, word: 'waits for an answer' },
};

const gateOutcomes: Record<Gate['outcome'], { mark: string; color: number; word: string }> = {
  passed: { mark: '✔', color: green, word: '' },
  failed: { mark: '✖', color: red, word: 'failed, ' },
  'not-run': { mark: '–', color: yellow, word: 'not run, ' },
};

const outcomes: Record<Report['outcome'], { mark: string; color: number }> = {
  landed: { mark: '✔', color: green },
  waiting: { mark: '?', color: yellow },
  failed: { mark: '✖', color: red },
  stopped: { mark: '■', color: yellow },
};
