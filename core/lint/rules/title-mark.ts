import type { Task } from '../../plan/plan.ts';

/** A mark at the start or the end of a title that says how far the work is. */
export interface TitleMark {
  readonly mark: string;
  readonly says: 'done' | 'open';
}

/**
 * The marks of tasks, by task. Where all titles of a list have the same one, it is an ornament, and one at the end may
 * be what the sentence speaks of, as in `Show errors as ❌`.
 */
export function titleMarks(tasks: readonly Task[]): ReadonlyMap<Task, TitleMark> {
  const marks = new Map<Task, TitleMark>();
  for (const task of tasks) {
    const [, first, last] = markPattern.exec(task.title) ?? [];
    const mark = first ?? last;
    if (mark !== undefined) marks.set(task, { mark, says: /[✅☑✔]/u.test(mark) ? 'done' : 'open' });
  }
  const isOrnament = tasks.length > 1 && marks.size === tasks.length && kinds(marks).size === 1;
  return isOrnament ? new Map() : marks;
}

/** Whether a claim about a phase is nothing but a mark that says that it is not done. */
export function isOpenMark(claim: string): boolean {
  return /^(?:❌|🚧|⏳|🔄)\uFE0F?$/u.test(claim.trim());
}

const mark = String.raw`(?:✅|☑|✔|❌|🚧|⏳|🔄)\uFE0F?`;
const markPattern = new RegExp(
  String.raw`^\W{0,4}?(${mark})|(?<!\b(?:as|with|an?|the|and|or|of|to|in|is|are|use|uses|shows?|shown|prints?|renders?|displays?|icons?|emojis?|marks?)\s|[=:：→"'“（(/]\s?)(?<=\s)(${mark})$`,
  'u',
);

function kinds(marks: ReadonlyMap<Task, TitleMark>): Set<string> {
  return new Set([...marks.values()].map((each) => each.mark));
}
