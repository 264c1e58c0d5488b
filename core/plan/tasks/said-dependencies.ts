import type { Line } from '../../markdown/lines.ts';
import type { TaskDraft } from '../draft.ts';

/** A line that says what a task waits for, from an offset on. */
export interface Said {
  readonly line: Line;
  readonly from: number;
}

/**
 * What a task waits for by its author's words: ids, as this expression has them, and ranges of them. Remarks in brackets say nothing.
 * Where there is neither an id nor a word for nothing, the order of the tasks counts, and that is told.
 */
export function saidDependencies(said: readonly Said[], id: string): Pick<TaskDraft, 'dependsOn' | 'doubts'> {
  const [first] = said;
  if (!first) return { dependsOn: null };
  const texts = said.map(({ line, from }) => line.text.slice(from).replaceAll(/\([^()]*\)/g, ' '));
  const range = new RegExp(String.raw`\b${id}(?:\s*[–—-]\s*${id})?\b`, 'g');
  const ids = texts.flatMap((text) => text.match(range) ?? []).map((one) => one.replace(/\s*[–—-]\s*/, '–'));
  const { line, from } = first;
  const place = { line: line.number, column: from + 1 };
  if (ids.length > 0) return { dependsOn: { ids, ...place } };
  const words = texts.join(' ').trim();
  if (/^[\s*_–—-]*(?:none|nothing|no\b|n\/a|$)/i.test(words)) return { dependsOn: { ids: [], ...place } };
  const message = `Unexpected words in what a task waits for, expected the ids of tasks or "None": ${JSON.stringify(words.slice(0, 60))}; until then it waits for the task before it`;
  return { dependsOn: null, doubts: [{ rule: 'dependency', message, ...place }] };
}
