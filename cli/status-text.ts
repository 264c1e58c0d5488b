import stringWidth from 'string-width';
import { cutToWidth } from '../core/report/text-width.ts';
import { answerCommand, count, short, usageWords } from '../core/report/wording.ts';
import type {
  Doing,
  Status,
  StatusMerge,
  StatusPhase,
  StatusQuestion,
  StatusStage,
  StatusTask,
  StatusWorker,
} from '../core/stage/status/status.ts';
import { visibleLine, visibleText } from '../core/visible.ts';
import { describeQuestion } from './describe-question.ts';
import { momentOf } from './moment.ts';
import { paintOf, type Paint } from './paint.ts';
import { wrapped } from './wrapped.ts';

export interface Looks {
  readonly color: boolean;
  /** Columns that a line may take. */
  readonly columns: number;
}

interface Page extends Pick<Looks, 'columns'> {
  readonly paint: Paint;
  readonly workers: ReadonlyMap<string, StatusWorker>;
}

/** What goes on in a repository, for people. */
export function statusText(status: Status, { color, columns }: Looks): string {
  const workers = new Map(status.workers.map((worker) => [worker.run, worker]));
  const page: Page = { paint: paintOf(color), columns, workers };
  const blocks = [
    ...status.phases.map((phase) => phaseBlock(phase, page)),
    ...(status.phases.length === 0 ? [['No phase was begun in this repository.']] : []),
    ...(status.workers.length > 0 ? [workersBlock(status.workers, page)] : []),
    questionsBlock(status.questions, page),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function phaseBlock(phase: StatusPhase, page: Page): string[] {
  const { paint, columns } = page;
  const lines = [headLine(phase, page)];
  // What is over and done with is one line.
  if (phase.state === 'handed-over') return lines;
  const worker = phase.run === null ? undefined : page.workers.get(phase.run);
  if (worker) lines.push(`  ${paint('dim', cutToWidth(workerWords(worker), columns - 2))}`);
  if (phase.state === 'at-work' && !phase.bound)
    lines.push(`  ${paint('dim', 'not bound yet by this run: what follows is of the one before')}`);
  lines.push(...taskTable([...phase.tasks, ...phase.merges.map(mergeRow)], page));
  if (phase.stages.length > 0) lines.push(...stageLines(phase.stages, page));
  const cost = [`  ${paint('dim', 'cost')}  ${usageWords(phase.spent)}`];
  const next =
    phase.next !== null && phase.state !== 'at-work' && phase.state !== 'landed'
      ? [`  ${paint('dim', 'next')}  ${visibleLine(phase.next)}`]
      : [];
  const landed = phase.landed === null ? [] : [`  ${paint('dim', 'landed')}  ${short(phase.landed)}`];
  return [...lines, ...cost, ...(phase.state === 'landed' ? landed : next)];
}

const phaseLooks = {
  'at-work': ['▶', 'cyan', 'at work'],
  'handed-over': ['✔', 'green', 'handed over'],
  landed: ['✔', 'green', 'landed, not in HEAD yet'],
  proven: ['✔', 'green', 'proven, not landed yet'],
  waiting: ['?', 'yellow', 'waits for an answer'],
  killed: ['✖', 'red', 'its run was killed'],
  stopped: ['■', 'yellow', 'stopped'],
} as const satisfies Record<StatusPhase['state'], readonly [string, string, string]>;

/** `▶ demo, phase 1: Durations     ▰▰▰▱▱ 3 of 5   at work` */
function headLine({ plan, phase, title, state, tasks }: StatusPhase, { paint, columns }: Page): string {
  const [sign, color, words] = phaseLooks[state];
  const done = tasks.filter((task) => task.state === 'done').length;
  const bar =
    tasks.length > 0 && tasks.length <= longestBar ? `${'▰'.repeat(done)}${'▱'.repeat(tasks.length - done)} ` : '';
  const right = [...(tasks.length > 0 ? [`${bar}${done} of ${count(tasks.length, 'task')}`] : []), words].join(', ');
  const name = visibleLine(`${plan}, phase ${phase}${title === null ? '' : `: ${title}`}`);
  const room = columns - stringWidth(right) - 4;
  const left = cutToWidth(name, room);
  return `${paint(color, sign)} ${paint('bold', left)}${' '.repeat(Math.max(2, room + 2 - stringWidth(left)))}${paint(color, right)}`;
}

const longestBar = 12;

const taskLooks = {
  done: ['✔', 'green'],
  'at-work': ['▶', 'cyan'],
  elsewhere: ['▷', 'cyan'],
  waiting: ['?', 'yellow'],
  stopped: ['■', 'yellow'],
  open: ['·', 'dim'],
} as const satisfies Record<StatusTask['state'], readonly [string, string]>;

/** One line for each, in columns: the title gives way before what it does. */
function taskTable(tasks: readonly StatusTask[], { paint, columns, workers }: Page): string[] {
  const rows = tasks.map((task) => ({
    task,
    id: visibleLine(task.id),
    title: visibleLine(task.title),
    words: taskWords(task, task.run === null ? undefined : workers.get(task.run)),
  }));
  const ids = widest(rows.map(({ id }) => id));
  const room = columns - ids - 8;
  const forWords = Math.min(widest(rows.map(({ words }) => words)), Math.floor(room * 0.6));
  const forTitle = Math.min(widest(rows.map(({ title }) => title)), room - forWords);
  return rows.flatMap(({ task, id, title, words }) => {
    const [sign, color] = taskLooks[task.state];
    const cells = [
      filled(id, ids),
      filled(cutToWidth(title, forTitle), forTitle),
      paint(color, cutToWidth(words, room - forTitle)),
    ];
    const why = task.reason === null ? [] : wrapped(task.reason, room);
    return [
      `  ${paint(color, sign)} ${cells.join('  ')}`,
      ...why.map((line) => `${' '.repeat(ids + 6)}${paint('dim', line)}`),
    ];
  });
}

function mergeRow({ stage, task, ...merge }: StatusMerge): StatusTask {
  const title = task === null ? 'conflicts with main' : `conflicts of task ${task}`;
  return { id: 'merge', slug: stage, title, ticked: false, waitsFor: [], ...merge };
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, stringWidth(text)), 0);
}

function filled(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - stringWidth(text)));
}

function taskWords(task: StatusTask, worker: StatusWorker | undefined): string {
  const { state, doing, question, rounds, commit, waitsFor, spent } = task;
  const cost = spent.costUsd === undefined ? [] : [`${spent.costUsd.toFixed(2)} USD`];
  switch (state) {
    case 'done':
      if (task.ticked) return 'ticked before, unproven';
      return [
        ...(rounds === null ? [] : [count(rounds, 'round')]),
        ...(commit === null ? [] : [short(commit)]),
        ...cost,
      ].join(', ');
    case 'at-work':
      return doing ? [doingWords(doing), ...cost].join(', ') : 'begins';
    case 'elsewhere':
      return `claimed by ${worker ? `${worker.user}@${worker.host}, since ${momentOf(worker.since)}` : 'another machine'}`;
    case 'waiting':
      return `waits for an answer: ${question}`;
    case 'stopped':
      return doing ? `stopped at: ${whatWords(doing)}` : 'stopped';
    case 'open':
      return waitsFor.length > 0 ? `after ${waitsFor.join(', ')}` : 'open';
  }
}

const doingNames = {
  work: 'work',
  commit: 'commit',
  scope: 'scope',
  gate: 'gates',
  review: 'review',
  arbitrate: 'arbiter',
  format: 'format',
} as const;

/** `round 2, reviewer since 00:53, claude opus`: what matters most comes first, for narrow terminals. */
function doingWords(doing: Doing): string {
  const agent = doing.agent === null ? '' : `, ${visibleLine(doing.agent)}`;
  return `${whatWords(doing)} since ${momentOf(doing.since)}${agent}`;
}

function whatWords({ do: what, role, round, attempt }: Doing): string {
  return `round ${round}${attempt > 1 && what === 'work' ? `.${attempt}` : ''}, ${role ?? doingNames[what]}`;
}

/** All of them on one line; beneath it what one of them is at. */
function stageLines(stages: readonly StatusStage[], { paint, columns }: Page): string[] {
  const line = stages
    .map(({ name, state }) => `${paint(taskLooks[state][1], taskLooks[state][0])} ${name}`)
    .join('   ');
  const details = stages.flatMap((stage) => {
    const words = stageWords(stage);
    return words === null
      ? []
      : wrapped(`${stage.name}: ${words}`, columns - 4).map((text) => `    ${paint('dim', text)}`);
  });
  return [`  ${line}`, ...details];
}

function stageWords({ state, doing, question, reason }: StatusStage): string | null {
  if (state === 'waiting') return `waits for an answer: ${question}`;
  if (state === 'at-work') return doing ? doingWords(doing) : null;
  return reason;
}

function workersBlock(workers: readonly StatusWorker[], { paint, columns }: Page): string[] {
  return [
    paint('bold', `Workers (${workers.length})`),
    ...workers.flatMap((worker) => {
      const holds = worker.holds
        .map(({ plan, phase, what }) => (what === 'phase' ? `${plan} phase ${phase}` : what))
        .join(', ');
      const [sign, color] = workerLooks[worker.standing];
      return [
        `  ${paint(color, sign)} ${cutToWidth(workerWords(worker), columns - 4)}`,
        ...wrapped(`holds ${holds}`, columns - 4).map((line) => `    ${paint('dim', line)}`),
      ];
    }),
  ];
}

const workerLooks = { alive: ['●', 'green'], dead: ['✖', 'red'], elsewhere: ['○', 'cyan'] } as const;

function workerWords({ user, host, pid, since, standing, seenAt }: StatusWorker): string {
  const words = { alive: '', dead: ', dead: `phasewright doctor` says more', elsewhere: ', another machine' }[standing];
  const seen = seenAt === null ? '' : `, as seen on the remote at ${momentOf(seenAt)}`;
  return `${visibleLine(`${user}@${host}`)}, process ${pid}, since ${momentOf(since)}${words}${seen}`;
}

function questionsBlock(questions: readonly StatusQuestion[], { paint, columns }: Page): string[] {
  if (questions.length === 0) return ['No question is open.'];
  return [
    paint('bold', `Questions (${questions.length})`),
    ...questions.flatMap(({ question, plan: _plan, project, phase, ...asked }, index) => {
      const [first = '', ...rest] = describeQuestion({ question, about: { project, phase }, ...asked });
      const answers = question.options.flatMap(({ name, does }) =>
        answerLines(answerCommand(question.id, name), does, columns),
      );
      return [
        ...(index > 0 ? [''] : []),
        paint('yellow', visibleText(first)),
        ...rest.flatMap((line) => indented(visibleText(line), columns)),
        ...answers,
      ];
    }),
  ];
}

/** The command, which people copy, is never broken; what it does stands beside it where there is room. */
function answerLines(command: string, does: string, columns: number): string[] {
  const line = `  ${visibleText(command)}    ${visibleLine(does)}`;
  if (stringWidth(line) <= columns) return [line];
  return [`  ${visibleText(command)}`, ...wrapped(does, columns - 6).map((words) => `      ${words}`)];
}

/** Lines that begin where the text does. */
function indented(text: string, columns: number): string[] {
  return text.split('\n').flatMap((line) => {
    const indent = ' '.repeat(line.length - line.trimStart().length);
    return wrapped(line, columns - indent.length).map((words) => `${indent}${words}`);
  });
}
