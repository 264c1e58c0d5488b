import { boxItems, type Item } from '../../markdown/items.ts';
import { isBlank, type Line } from '../../markdown/lines.ts';
import { isHeading, linesBelow, type HeadingLine } from '../../markdown/outline.ts';
import { rangeIn } from '../../markdown/range.ts';
import type { TaskDraft } from '../draft.ts';
import { leftAside } from '../phases/left-aside.ts';
import type { Unparsed } from '../plan.ts';
import type { PlanFile } from '../read.ts';

/** A heading that is a task: `### Task 1: Title`. */
export interface TaskHeading {
  readonly heading: HeadingLine;
  readonly id: string;
  readonly title: string;
}

/**
 * The headings that are tasks: those of the level that most of them have. `pattern` has the id as its first group, and what it matches
 * is no part of the title.
 */
export function taskHeadings(lines: readonly Line[], pattern: RegExp): TaskHeading[] {
  const named = lines.filter(isHeading).flatMap((heading) => {
    const { level, text } = heading.heading;
    const [whole, id = ''] = (level === 2 || level === 3 ? pattern.exec(text) : null) ?? [];
    return whole === undefined ? [] : [{ heading, id, title: text.slice(whole.length).trim() }];
  });
  const deeper = named.filter(({ heading }) => heading.heading.level === 3);
  return 2 * deeper.length > named.length ? deeper : named.filter(({ heading }) => heading.heading.level === 2);
}

/** What is said below the heading of a task. */
export interface HeadingTask {
  /** It is done when all of its steps are. */
  readonly draft: Omit<TaskDraft, 'dependsOn' | 'spec' | 'files'>;
  readonly below: readonly Line[];
  readonly steps: readonly Item[];
}

/** `lines` are those of the whole file. */
export function headingTask(content: string, lines: readonly Line[], { heading, id, title }: TaskHeading): HeadingTask {
  const below = linesBelow(lines, heading);
  const steps = boxItems(below);
  const at = heading.text.indexOf(id);
  const from = heading.text.indexOf(title, at + id.length);
  const draft = {
    id,
    title,
    line: heading.number,
    column: 1,
    // Blanks at its end stay: its lines are looked for as they are.
    text: content.slice(heading.start, (below.findLast((line) => !isBlank(line)) ?? heading).end),
    ticked: steps.length > 0 && steps.every(({ box }) => box?.toLowerCase() === 'x'),
    ranges: { id: rangeIn(heading, at, at + id.length), title: rangeIn(heading, from, from + title.length) },
  };
  return { draft, below, steps };
}

/** What looks like work and stands below no task: boxes, and headings that begin like those of tasks. */
export function besideTasks(
  { lines }: Pick<PlanFile, 'lines'>,
  tasks: readonly TaskHeading[],
  like: RegExp,
): Unparsed[] {
  const taken = new Set(tasks.flatMap(({ heading }) => [heading, ...linesBelow(lines, heading)]));
  const others = lines.filter((line) => !taken.has(line));
  const known = new Set(tasks.map(({ heading }) => heading));
  const headings = lines.filter(isHeading).filter((line) => !known.has(line) && like.test(line.heading.text));
  return [
    ...leftAside(boxItems(others), 'These boxes stand below no task.'),
    ...headings.map(({ number }) => ({
      line: number,
      endLine: number,
      reason: 'This heading is none of a task: its number or its level is not like that of the others.',
    })),
  ].toSorted((a, b) => a.line - b.line);
}
