import { readCriteria } from '../criteria.ts';
import type { PlanDraft } from '../draft.ts';
import type { PlanFile, PlanReader } from '../read.ts';
import { itemTasks } from '../item-task.ts';
import { boxItems } from '../../markdown/items.ts';
import { withoutSuffix } from '../../markdown/label.ts';
import type { Line } from '../../markdown/lines.ts';

/** A Markdown file with `- [ ]` items, as one phase. The file itself is the spec of each of its tasks. */
export const checklist: PlanReader = {
  format: 'checklist',
  detect: ({ path, lines }) =>
    /\.md$/i.test(path) && boxItems(taskLines(lines)).length > 0 ? 'a list with boxes' : null,
  read,
};

function read({ path, content, lines }: PlanFile): PlanDraft {
  const { criteria, taken } = readCriteria(lines);
  const items = boxItems(taskLines(lines).filter((line) => !taken.has(line.number)));
  if (items.length === 0) return { phases: [], problems: [] };
  const tasks = itemTasks(items, content, path);
  return {
    phases: [{ id: '1', title: titleOf(path, lines), written: { label: '', title: '' }, line: 1, tasks, criteria }],
    problems: [],
  };
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

function titleOf(path: string, lines: readonly Line[]): string {
  const heading = lines.find((line) => line.heading?.level === 1);
  return heading?.heading?.text ?? path.slice(path.lastIndexOf('/') + 1);
}
