import type { Diagnostic } from '../../lint/diagnostic.ts';
import { itemTitle, type Item } from '../../markdown/items.ts';
import type { Line } from '../../markdown/lines.ts';
import { isHeading } from '../../markdown/outline.ts';
import { rangeIn } from '../../markdown/range.ts';
import type { PhaseDraft, PlanDraft, TaskDraft } from '../draft.ts';
import { headingRanges } from '../phases/heading-ranges.ts';
import { leftAside } from '../phases/left-aside.ts';
import { planPhases } from '../phases/plan-phases.ts';
import { workBoxes } from '../phases/work-boxes.ts';
import type { PlanFile, PlanReader } from '../read.ts';
import { itemTasks } from '../tasks/item-task.ts';
import { kiroDependencies } from './kiro-dependencies.ts';

/**
 * `.kiro/specs/<name>/tasks.md`, as Kiro and cc-sdd write it: numbered boxes of two levels. Each number of the first level
 * is a phase, with those below it as its tasks, or with itself as the only one.
 */
export const kiro: PlanReader = { format: 'kiro', detect, read };

function detect(file: PlanFile): string | null {
  const { path, lines } = file;
  if (!/\.md$/i.test(path)) return null;
  const numbered = workBoxes(lines).flatMap((item) => numberedOf(item) ?? []);
  const [first] = numbered;
  if (!first) return null;
  if (/(?:^|\/)\.kiro\/specs\/[^/]+\/tasks\.md$/.test(path)) return 'its place, .kiro/specs/*/tasks.md';
  const cited = lines.find(({ kind, text }) => kind === 'text' && requirements.test(text));
  // Elsewhere it is one only where nothing else is planned in it.
  return cited && numbered.some(({ major }) => major === null) && planPhases(file).word === null
    ? `the box "${first.id}" on line ${first.line.number} and _Requirements:_ on line ${cited.number}`
    : null;
}

const requirements = /^\s+[-*+]\s+_Requirements?:\s/;

function read({ path, content, lines }: PlanFile): PlanDraft {
  const items = workBoxes(lines);
  const numbered = items.flatMap((item) => numberedOf(item) ?? []);
  const known = new Set(numbered.map(({ item }) => item));
  const inside = new Set(numbered.flatMap(({ item }) => item.lines));
  const others = items.filter((item) => !known.has(item) && !inside.has(item.lines[0]));
  const below = Map.groupBy(numbered, ({ major }) => major);
  const majors = below.get(null) ?? [];
  const ids = new Set(majors.map(({ id }) => id));
  const headings = lines.flatMap((line) => majorHeading(line) ?? []).filter(({ id }) => !ids.has(id) && below.has(id));
  for (const { id } of headings) ids.add(id);
  const orphans = numbered.filter(({ major }) => major !== null && !ids.has(major));
  const dependencies = kiroDependencies(path, lines, numbered);
  const draftOf = (one: Numbered): TaskDraft => taskOf(one, { path, content, dependencies: dependencies.of });
  return {
    phases: [
      ...majors.map((major) => phaseOf(major, (below.get(major.id) ?? [major]).map(draftOf))),
      ...headings.map((phase) => ({ ...phase, tasks: (below.get(phase.id) ?? []).map(draftOf) })),
    ].toSorted((a, b) => a.line - b.line),
    problems: [...dependencies.problems, ...numbered.flatMap((one) => blocked(path, one))],
    unparsed: [
      ...leftAside(others, 'These boxes have no number, so they are no tasks.'),
      ...leftAside(
        orphans.map(({ item }) => item),
        'These tasks belong to a number that is not there.',
      ),
    ].toSorted((a, b) => a.line - b.line),
  };
}

/** cc-sdd has whoever cannot go on write `_Blocked: why_` below the task: nobody begins it until that is taken off. */
function blocked(path: string, { id, item, isOptional }: Numbered): Diagnostic[] {
  if (isOptional || item.box?.toLowerCase() === 'x') return [];
  return item.lines.slice(1).flatMap((line) => {
    const [whole, before = '', cause = ''] = /^(\s+(?:[-*+]\s+)?)_Blocked:\s*([^_]*)/i.exec(line.text) ?? [];
    if (whole === undefined || /^(?:none|no|-)?$/i.test(cause.trim())) return [];
    const message = `Unexpected task ${id} that is blocked, expected one that can be begun: ${JSON.stringify(cause.trim().slice(0, 80))}; see to it, and take the line off`;
    const at = { path, line: line.number, column: before.length + 1 };
    return [{ rule: 'plan-syntax', severity: 'error' as const, message, at }];
  });
}

/** `## 1. Title`, with boxes `1.1` below, in place of a box `1. Title`. */
function majorHeading(line: Line): PhaseDraft | null {
  if (!isHeading(line) || line.heading.level > 3) return null;
  const { text } = line.heading;
  const [whole, id = ''] = /^(?:Task )?(\d{1,4})[.:]\s+/.exec(text) ?? [];
  if (whole === undefined) return null;
  const title = text.slice(whole.length).trim();
  return { id, title, line: line.number, tasks: [], criteria: [], ranges: headingRanges(line, id, title) };
}

/** A box with a number. */
export interface Numbered {
  readonly item: Item;
  readonly line: Line;
  readonly id: string;
  /** The number of the first level that it belongs to; null where it is of that level itself. */
  readonly major: string | null;
  /** Kiro leaves it out unless somebody asks for it. */
  readonly isOptional: boolean;
  /** It may be done beside the one before it. */
  readonly isApart: boolean;
  readonly title: string;
  /** Where the title starts in its line. */
  readonly from: number;
}

/** `- [ ]* 1.4 Title`, `- [x] 2.1* Title`, `- [ ] 3. (P) Title`, `- [ ] 3.1 Title (P)`, `- [ ] Task 3.1a: Title`. */
function numberedOf(item: Item): Numbered | null {
  if (item.box === null) return null;
  const [line] = item.lines;
  const [whole, id = '', star = '', , mark = ''] =
    /^(?:Task\s+)?(\d{1,4}(?:\.\d{1,4}[a-z]?)?)(\*)?([.:)])?(\s+\(P\))?(?=\s)\s+/.exec(item.head) ?? [];
  if (whole === undefined) return null;
  const written = itemTitle(item, (each) => requirements.test(each.text)).slice(whole.length);
  const isOptional = star !== '' || line.text[(item.boxAt ?? 0) + 2] === '*';
  return {
    item,
    line,
    id,
    major: id.includes('.') ? id.slice(0, id.indexOf('.')) : null,
    isOptional,
    isApart: mark !== '' || /\s\(P\)$/.test(written),
    title: written.replace(/\s+\(P\)$/, ''),
    from: line.text.length - item.head.length + whole.length,
  };
}

interface Around {
  readonly path: string;
  readonly content: string;
  readonly dependencies: (one: Numbered) => Pick<TaskDraft, 'dependsOn' | 'wave'>;
}

function phaseOf(major: Numbered, tasks: readonly TaskDraft[]): PhaseDraft {
  const { id, title, line } = major;
  const ranges = { label: idRange(major), title: titleRange(major) };
  return { id, title, line: line.number, tasks, criteria: [], ranges };
}

function taskOf(one: Numbered, { path, content, dependencies }: Around): TaskDraft {
  const { id, item, title, isOptional } = one;
  const [draft] = itemTasks([item], content, path);
  if (!draft) throw new Error('Internal error: an item is no task');
  return {
    ...draft,
    id,
    title,
    ...dependencies(one),
    ...(isOptional && { isOptional: true as const }),
    ranges: { ...draft.ranges, id: idRange(one), title: titleRange(one) },
  };
}

function idRange({ line, id }: Numbered) {
  const at = line.text.indexOf(id, line.text.indexOf(']'));
  return rangeIn(line, at, at + id.length);
}

/** As far as it stands in the first line of its item, without the mark behind it. */
function titleRange({ line, title, from }: Numbered) {
  const there = line.text
    .slice(from)
    .replace(/\s+\(P\)\s*$/, '')
    .trimEnd();
  return rangeIn(line, from, from + Math.min(there.length, title.length));
}
