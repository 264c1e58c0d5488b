import { markdownLines, type Line } from '../markdown/lines.ts';
import { criteriaOf } from './criteria/probe.ts';
import { linesBeside } from './phases/lines-beside.ts';
import { phaseLines } from './phases/phase-lines.ts';
import { isMarkdown, type Phase, type Plan } from './plan.ts';

/*
 * What a plan demands, and what must stay as it is when its words are polished.
 */

/** A plan, and the text that it was read from. */
export interface WrittenPlan {
  readonly plan: Plan;
  readonly text: string;
}

/**
 * What an edit of words must not have touched: which phases and tasks there are, their ids, what is ticked, and all that
 * is written about other phases or about all of them, apart from blanks. A complaint for each thing that is not as it was.
 */
export function touchedBeyond(before: WrittenPlan, after: WrittenPlan, phaseId: string): string[] {
  const said: string[] = [];
  const { path, phases } = after.plan;
  const say = (line: number, words: string): number => said.push(`${path}:${line}:1 ${words}`);
  const [textBefore, textAfter] = [textsOf(before), textsOf(after)];
  for (const phase of before.plan.phases) {
    const now = phases.find(({ id }) => id === phase.id);
    if (!now) say(1, `Phase ${phase.id} is gone, or has another id. Put its heading back.`);
    else if (phase.id === phaseId) {
      for (const { line, words } of touchedTasks(phase, now)) say(line, words);
      const line = touchedBeside(besideOf(before, phase), besideOf(after, now));
      if (line !== undefined)
        say(line, `What stands outside of phase ${phaseId} was changed. Only that phase is polished; put it back.`);
    } else if (textBefore(phase) !== textAfter(now))
      say(
        now.line,
        `What is written about phase ${phase.id} was changed. Only phase ${phaseId} is polished; put it back.`,
      );
  }
  const known = new Set(before.plan.phases.map(({ id }) => id));
  for (const { id, line } of phases)
    if (!known.has(id)) say(line, `Phase ${id} is new. Only phase ${phaseId} is polished; take it out.`);
  return said;
}

function besideOf({ plan, text }: WrittenPlan, phase: Phase): readonly Line[] {
  return linesBeside(plan, phase, markdownLines(text)).filter((line) => line.text.trim() !== '');
}

/** The line from which on these lines are not as they were. Where text is broken into lines does not count. */
function touchedBeside(before: readonly Line[], after: readonly Line[]): number | undefined {
  if (joined(before) === joined(after)) return undefined;
  const at = after.findIndex(({ text }, index) => plain(text) !== plain(before[index]?.text ?? ''));
  return (after[at] ?? after.at(-1))?.number ?? 1;
}

function joined(lines: readonly Line[]): string {
  return plain(lines.map(({ text }) => text).join(' '));
}

function touchedTasks(before: Phase, after: Phase): { line: number; words: string }[] {
  const [old, left] = [ticksOf(before), ticksOf(after)];
  const gone = before.tasks.filter(({ id }) => !left.has(id));
  // A task that is new is open.
  const ticked = after.tasks.filter((task) => task.ticked !== (old.get(task.id) ?? false));
  return [
    ...gone.map(({ id }) => ({
      line: after.line,
      words: `Task ${id} of phase ${before.id} is gone, or has another id. Put it back.`,
    })),
    ...ticked.map((task) => ({
      line: task.line,
      words: `Task ${task.id} is ${task.ticked ? 'ticked' : 'open'} now. Only code ticks; put it back.`,
    })),
  ];
}

function ticksOf({ tasks }: Phase): ReadonlyMap<string, boolean> {
  return new Map(tasks.map(({ id, ticked }) => [id, ticked]));
}

/** Answers what is written about a phase, and what it demands in words that stand elsewhere. */
function textsOf({ plan, text }: WrittenPlan): (phase: Phase) => string {
  const lines = markdownLines(text);
  return (phase) => plain([...phaseLines(plan, phase, lines).map((line) => line.text), ...demandsOf(phase)].join('\n'));
}

/**
 * What one phase demands that it did not demand before, and the other way round, in words that say whose demand it is. A
 * criterion that moves from the phase to a task is gone and added. What is only added to the phase's other words is none, but
 * where some of them are gone it tells what may stand in their place. Empty: it demands the same.
 */
export function changedDemands(
  before: WrittenPlan,
  after: WrittenPlan,
  phaseId: string,
): { readonly gone: string[]; readonly added: string[] } {
  const [old, now] = [before, after].map(({ plan, text }) => {
    const phase = plan.phases.find(({ id }) => id === phaseId);
    return phase ? { demands: demandsOf(phase), words: wordsOf({ plan, text }, phase) } : undefined;
  });
  if (!old || !now) return { gone: [], added: [] };
  const words = without(old.words, now.words);
  const instead = words.length > 0 ? without(now.words, old.words) : [];
  return {
    gone: [...without(old.demands, now.demands), ...words],
    added: [...without(now.demands, old.demands), ...instead],
  };
}

/** Exit criteria of the phase, what each of its tasks is to do, and what it is accepted by; blanks do not count. */
function demandsOf(phase: Phase): string[] {
  return [
    ...criteriaOf(phase).map(({ text }) => `exit criterion: ${plain(text)}`),
    ...phase.tasks.flatMap(({ id, title, criteria, commit }) => [
      `title of task ${id}: ${plain(title)}`,
      ...criteria.map(({ text }) => `acceptance of task ${id}: ${plain(text)}`),
      ...commit.tests.map((test) => `test of task ${id}: ${plain(test)}`),
      ...commit.requirements.map((text) => `requirement of task ${id}: ${plain(text)}`),
      ...commit.constraints.map((text) => `constraint of task ${id}: ${plain(text)}`),
      ...commit.antiPatterns.map((text) => `anti-pattern of task ${id}: ${plain(text)}`),
    ]),
  ];
}

/** The paragraphs and items of the phase, without those that hold its demands, and the table of its tasks. */
function wordsOf({ plan, text }: WrittenPlan, phase: Phase): string[] {
  if (!isMarkdown(plan)) return [];
  const lines = markdownLines(text);
  const beside = new Set(linesBeside(plan, phase, lines).map(({ number }) => number));
  const told = new Set(
    [...phase.criteria, ...phase.tasks, ...phase.tasks.flatMap((task) => task.criteria)].map(lineOf),
  );
  return blocksOf(
    phaseLines(plan, phase, lines)
      .slice(1)
      .filter(({ number }) => !beside.has(number)),
  )
    .filter((block) => block.every(({ number }) => !told.has(number)))
    .map((block) => plain(block.map((line) => line.text).join(' ')));
}

function lineOf({ line }: { readonly line: number }): number {
  return line;
}

/** Lines that belong together: where a paragraph is broken into lines does not count. */
function blocksOf(lines: readonly Line[]): Line[][] {
  const blocks: Line[][] = [];
  let isOpen = false;
  for (const line of lines) {
    const { text, kind, heading } = line;
    const starts = kind === 'text' && (heading !== null || /^\s*(?:[-*+>]|\d{1,3}[.)]|\*\*)\s?/.test(text));
    if (text.trim() === '') isOpen = false;
    else if (isOpen && !starts) blocks.at(-1)?.push(line);
    else {
      blocks.push([line]);
      isOpen = heading === null;
    }
  }
  return blocks;
}

/** What is in the one list more often than in the other. */
export function without(all: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const text of others) left.set(text, (left.get(text) ?? 0) + 1);
  return all.filter((text) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
