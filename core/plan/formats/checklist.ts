import { boxItems, hasBoxes, type Item } from '../../markdown/items.ts';
import { withoutSuffix } from '../../markdown/label.ts';
import type { Line } from '../../markdown/lines.ts';
import { readCriteria } from '../criteria/criteria.ts';
import type { PlanDraft } from '../draft.ts';
import { fileTitle } from '../phases/file-title.ts';
import { itemTasks } from '../tasks/item-task.ts';
import { leftAside } from '../phases/left-aside.ts';
import { linesAside } from '../phases/lists.ts';
import { planPhases } from '../phases/plan-phases.ts';
import { isQualityChecklist } from '../phases/quality-checklist.ts';
import { sectionNumbers } from '../phases/section-numbers.ts';
import { withoutTasks } from '../phases/without-tasks.ts';
import { workBoxes } from '../phases/work-boxes.ts';
import type { PlanFile, PlanReader } from '../read.ts';

/** A Markdown file with `- [ ]` items, as one phase. The file itself is the spec of each of its tasks. */
export const checklist: PlanReader = {
  format: 'checklist',
  detect: ({ lines }) => {
    const boxes = hasBoxes(taskLines(lines));
    if (boxes && isQualityChecklist(lines)) return 'boxes that say what was reviewed, none of which is a task';
    return boxes ? 'a list with boxes' : null;
  },
  read,
};

function read(file: PlanFile): PlanDraft {
  const { path, content, lines } = file;
  const headings = planPhases(file);
  const unparsed = headings.word === null ? headings.unparsed : [];
  if (isQualityChecklist(lines)) {
    const reviewed = leftAside(boxItems(lines), 'These boxes say that a requirement was reviewed; they are no tasks.');
    return { phases: [], problems: [], unparsed: [...unparsed, ...reviewed] };
  }
  const { criteria, taken, unread } = readCriteria(lines);
  const items = itemsOf(taskLines(lines).filter((line) => !taken.has(line.number)));
  const others = leftAside(otherBoxes(lines, taken, items), 'These boxes stand under words that name no tasks.');
  const tasks = itemTasks(items, content, path, sectionNumbers(lines));
  const aside = [...unparsed, ...others, ...withoutTasks(unread, tasks)];
  if (items.length === 0) return { phases: [], problems: [], unparsed: aside };
  const title = fileTitle(path, lines);
  const phase = { id: '1', title, written: { label: '', title: '' }, line: 1, tasks, criteria };
  return { phases: [phase], problems: [], unparsed: aside };
}

function otherBoxes(lines: readonly Line[], taken: ReadonlySet<number>, tasks: readonly Item[]): Item[] {
  // What belongs to a task is told with it.
  const known = new Set(tasks.flatMap((task) => task.lines));
  return boxItems(lines.filter(({ number }) => !taken.has(number))).filter((item) => !known.has(item.lines[0]));
}

/** Boxes under words such as Risks are no tasks, unless the file has no others. */
function itemsOf(lines: readonly Line[]): Item[] {
  const aside = new Set(linesAside(lines));
  const work = workBoxes(lines.filter((line) => !aside.has(line)));
  return work.length > 0 ? work : workBoxes(lines);
}

/** What stands under headings such as Tasks; the whole file if there is no such heading. */
function taskLines(lines: readonly Line[]): readonly Line[] {
  const under: Line[] = [];
  let level = 0;
  let found = false;
  for (const line of lines) {
    if (line.heading && (level === 0 || line.heading.level <= level)) {
      level = isTasksName(line.heading.text) ? line.heading.level : 0;
      found ||= level > 0;
    }
    if (level > 0) under.push(line);
  }
  return found ? under : lines;
}

function isTasksName(text: string): boolean {
  const name = withoutSuffix(text.replace(/^\d[\d.]{0,10}[):]? /, '').replace(/\s?[:：—–].*$/s, ''));
  return /^(?:(?:implementation|development) )?(?:tasks|task (?:list|breakdown))$|^(?:实施|实现|开发)?任务(?:列表|清单)?$|^タスク$/i.test(
    name,
  );
}
