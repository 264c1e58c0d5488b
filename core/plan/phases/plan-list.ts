import { hasBoxes } from '../../markdown/items.ts';
import { withoutSuffix } from '../../markdown/label.ts';
import type { Line } from '../../markdown/lines.ts';
import { isHeading, linesBelow } from '../../markdown/outline.ts';
import { rangeIn } from '../../markdown/range.ts';
import { readCriteria } from '../criteria/criteria.ts';
import type { PhaseDraft } from '../draft.ts';
import { fileTitle } from './file-title.ts';
import { isNumbered, listsOf, onlyItems } from './lists.ts';
import { readWork, type PhaseWork } from './phase-work.ts';
import { sectionNumbers } from './section-numbers.ts';
import { withoutTasks } from './without-tasks.ts';
import type { Criterion } from '../plan.ts';
import type { PlanFile } from '../read.ts';
import { readTaskTables } from '../tasks/task-table.ts';

/** The one list or table of work in a file without phases, read as one phase. */
export interface PlanList {
  readonly because: string;
  readonly phase: PhaseDraft;
  readonly rest: Pick<PhaseWork, 'problems' | 'unparsed'>;
}

/** Null where there is none, where there are several, or where boxes are the tasks. */
export function readPlanList(file: PlanFile): PlanList | null {
  const { taken, unread } = readCriteria(file.lines);
  if (hasBoxes(file.lines.filter((line) => !taken.has(line.number)))) return null;
  const tables = tableSections(file);
  const [only, second] = [...namedLists(file.lines), ...(tables ? [tables] : [])];
  if (!only || second) return null;
  const { tasks, criteria, problems, unparsed } = readWork(file, only.lines, sectionNumbers(file.lines));
  const inside = new Set(only.lines.map(({ number }) => number));
  const elsewhere = unread.filter(({ line }) => !inside.has(line));
  const ofPlan = planCriteria(file.lines, only);
  const work = { id: '1', tasks, criteria: [...criteria, ...ofPlan] };
  return {
    because: `a ${only.shape} on line ${tasks[0]?.line ?? 1}`,
    phase: { ...work, ...naming(file, only, ofPlan) },
    rest: { problems, unparsed: [...unparsed, ...withoutTasks(elsewhere, tasks)] },
  };
}

interface Place {
  readonly shape: 'list' | 'table';
  /** null where the work stands below several headings, or below none. */
  readonly heading: Line | null;
  readonly lines: readonly Line[];
}

/** The phase is called as its list is; where criteria stand elsewhere, it is the whole plan and has no words of its own. */
function naming(
  { path, lines }: PlanFile,
  { heading }: Place,
  ofPlan: readonly Criterion[],
): Pick<PhaseDraft, 'title' | 'written' | 'line' | 'ranges'> {
  if (!heading) return { title: fileTitle(path, lines), written: { label: '', title: '' }, line: 1 };
  const title = nameOf(heading);
  if (ofPlan.length > 0) return { title, written: { label: '', title: '' }, line: 1 };
  const from = heading.text.lastIndexOf(title);
  const ranges = { title: rangeIn(heading, from, from + title.length) };
  return { title, written: { label: '', title }, line: heading.number, ranges };
}

/** Numbered lists below headings that announce the order of work. */
function namedLists(lines: readonly Line[]): Place[] {
  return lines.flatMap((heading) => {
    if (!isHeading(heading) || !listNames.test(withoutSuffix(nameOf(heading)))) return [];
    const below = linesBelow(lines, heading);
    const [list] = listsOf(below);
    const isOnly = list && isNumbered(list) && onlyItems(below).length > 0;
    return isOnly ? [{ shape: 'list' as const, heading, lines: below }] : [];
  });
}

const listNames = new RegExp(
  `^(?:${[
    '(?:next )?(?:implementation|development|build|delivery|execution|work) (?:steps|order|sequence|plan|tasks)',
    'order of (?:work|delivery|implementation)',
    '(?:action|task|work) plan|plan of (?:work|action)|work breakdown|steps|plan',
    '(?:实施|执行|开发|交付)(?:步骤|顺序|计划)',
    '(?:実装|実行|作業|開発)(?:手順|順序|計画)',
  ].join('|')})$`,
  'i',
);

/** All task tables, with the heading they stand below if it is one. */
function tableSections({ path, lines }: PlanFile): Place | null {
  const found = splitAtHeadings(lines).filter((section) => readTaskTables(path, section).found);
  const [first] = found;
  if (!first) return null;
  const heading = found.length === 1 && first[0]?.heading ? first[0] : null;
  return { shape: 'table', heading, lines: found.flat() };
}

function splitAtHeadings(lines: readonly Line[]): Line[][] {
  const sections: Line[][] = [[]];
  for (const line of lines) {
    if (line.heading) sections.push([]);
    sections.at(-1)?.push(line);
  }
  return sections;
}

/** Criteria of the whole plan, below a heading of their own. */
function planCriteria(lines: readonly Line[], place: Place): Criterion[] {
  const inside = new Set(place.lines);
  return lines.flatMap((heading) => {
    if (!isHeading(heading) || inside.has(heading) || !criteriaNames.test(withoutSuffix(nameOf(heading)))) return [];
    return readCriteria([heading, ...linesBelow(lines, heading)]).criteria;
  });
}

const criteriaNames =
  /^(?:(?:exit|acceptance|success|completion|done)(?: criteri(?:a|on))?|definition of done|(?:退出|验收|完成)(?:标准|条件)|(?:完了|終了)(?:条件|基準)|受け入れ基準)$/i;

/** The words of a heading without the number of its section. */
function nameOf({ heading }: Line): string {
  return (heading?.text ?? '').replace(/^(?:§ ?)?\d[\d.]{0,20}[):]?\s+/, '');
}
