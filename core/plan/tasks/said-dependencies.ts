import type { Line } from '../../markdown/lines.ts';
import type { TaskDraft } from '../draft.ts';

/** A line that says what a task waits for, from an offset on. */
export interface Said {
  readonly line: Line;
  readonly from: number;
}

/**
 * What a task waits for by its author's words: the ids, and ranges of them, with which a line begins. Remarks in brackets say nothing, nor does what stands
 * behind a list of ids or "None". Where a line begins with other words, the order of the tasks counts as well, and that is told.
 */
export function saidDependencies(said: readonly Said[], id: string): Pick<TaskDraft, 'dependsOn' | 'doubts'> {
  const [first] = said;
  if (!first) return { dependsOn: null };
  const lines = said.map(({ line, from }) => ({
    line,
    from,
    text: line.text.slice(from).replaceAll(/\([^()]*\)/g, ' '),
  }));
  const one = String.raw`(?:tasks?\s+)?${id}\b(?:\s*[–—-]\s*${id}\b)?`;
  const list = new RegExp(String.raw`^[\s*_]*(?:${lead}\b[\s:]*)*(${one}(?:\s*(?:,|;|&|\+|and\b)+\s*${one})*)`, 'i');
  const range = new RegExp(String.raw`${id}(?:\s*[–—-]\s*${id})?`, 'g');
  const ids = lines.flatMap(({ text }) => list.exec(text)?.[1]?.match(range) ?? []);
  const unclear = lines.filter(({ text }) => !list.test(text) && !nothing.test(text));
  const dependsOn = {
    ids: ids.map((each) => each.replace(/\s*[–—-]\s*/, '–')),
    line: first.line.number,
    column: first.from + 1,
  };
  if (unclear.length === 0) return { dependsOn };
  const doubts = unclear.map(({ line, from, text }) => {
    const message = `Unexpected words in what a task waits for, expected the ids of tasks or "None" first: ${JSON.stringify(text.trim().slice(0, 60))}; until then it waits for the task before it as well`;
    return { rule: 'dependency', message, line: line.number, column: from + 1 };
  });
  return { dependsOn: { ...dependsOn, adds: true }, doubts };
}

const lead = '(?:depends|on|after|requires?|needs?|waits?|for|completion|of|the|work|packages?|is|blocked|by)';
const nothing = /^[\s*_–—-]*(?:none|nothing|no\b|n\/a|$)/i;
