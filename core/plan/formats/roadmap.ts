import type { Line } from '../../markdown/lines.ts';
import { linesBelow, outline, splitNumber, titleOf, type HeadingLine, type Part } from '../../markdown/outline.ts';
import { readCriteria } from '../criteria/criteria.ts';
import type { PhaseDraft, PlanDraft } from '../draft.ts';
import { readClaims } from '../phases/claims.ts';
import { headingRanges } from '../phases/heading-ranges.ts';
import { withoutTasks } from '../phases/without-tasks.ts';
import { workBoxes } from '../phases/work-boxes.ts';
import type { Unparsed } from '../plan.ts';
import { itemTasks } from '../tasks/item-task.ts';
import { milestoneId } from '../milestones/milestone-id.ts';
import type { PlanFile, PlanReader } from '../read.ts';
import { phaseHeading } from '../phases/phase-heading.ts';

/** A roadmap: headings such as `### M0 — title`. Its milestones take the place of phases. */
export const roadmap: PlanReader = { format: 'roadmap', detect, read };

function detect({ path, lines }: PlanFile): string | null {
  if (!/\.(?:md|markdown)$/i.test(path)) return null;
  const milestones = milestoneParts(lines);
  const [first] = milestones;
  const phases = lines.filter((line) => phaseHeading(line) !== null).length;
  const isNamed = /roadmap|路线图|ロードマップ/i.test(`${titleOf(lines)} ${path.slice(path.lastIndexOf('/') + 1)}`);
  const enough = isNamed ? milestones.length > phases : milestones.length > 1 && phases === 0;
  return first && enough ? `the heading "${first.heading.heading.text}" on line ${first.heading.number}` : null;
}

function read({ content, lines }: PlanFile): PlanDraft {
  const milestones = milestoneParts(lines);
  const phases = milestones.map((milestone) => readMilestone(content, lines, milestone));
  return {
    phases: phases.map(({ phase }) => phase),
    unparsed: phases.flatMap(({ unparsed }) => unparsed),
    milestones: milestones.filter(({ isAside }) => !isAside).map(({ id }) => ({ id, phases: [] })),
    problems: [],
  };
}

interface MilestonePart {
  readonly id: string;
  readonly title: string;
  /** It stands among the milestones, under a name in parentheses: `(Phase 2 — not v1) title`. */
  readonly isAside: boolean;
  readonly heading: HeadingLine;
}

function milestoneParts(lines: readonly Line[]): MilestonePart[] {
  const parts: MilestonePart[] = [];
  const groups = new Set<Part | null>();
  for (const { heading, above } of outline(lines)) {
    if (!heading || heading.heading.level < 2 || heading.heading.level > 4) continue;
    const milestone = parseMilestone(heading.heading.text);
    if (milestone) groups.add(above);
    const found = milestone ?? (groups.has(above) ? parseAside(heading.heading.text) : null);
    if (found) parts.push({ ...found, isAside: !milestone, heading });
  }
  return parts;
}

/** `M0 — title`, `2.1 M-1: title`, `Milestone M2 (week 3)`; `M0 is done` and `M0–M3` are prose. */
function parseMilestone(text: string): { id: string; title: string } | null {
  const bare = splitNumber(text).text.replace(/^\*\*|^(?:milestone|里程碑)\s?/i, '');
  const id = milestoneId(bare);
  if (id === null) return null;
  const [whole, separator = ''] =
    /^(?:\*\*)?(\s{0,5}(?:(?:[:：—]|–(?!\d))(?!\s?M-?\d)|-\s|\.\s)|\s{0,5}(?=[(（])|)/.exec(bare.slice(id.length)) ??
    [];
  const title = bare.slice(id.length + (whole ?? '').length).trim();
  return separator === '' && title !== '' && !/^[(（]/.test(title) ? null : { id, title };
}

function parseAside(text: string): { id: string; title: string } | null {
  const [, id = '', title = ''] = /^[(（]([^()（）]{1,100})[)）]\s{0,5}(\S.*)$/s.exec(text) ?? [];
  return id === '' ? null : { id, title };
}

function readMilestone(
  content: string,
  lines: readonly Line[],
  { id, title, heading }: MilestonePart,
): { phase: PhaseDraft; unparsed: readonly Unparsed[] } {
  const below = linesBelow(lines, heading);
  const { criteria, taken, unread } = readCriteria(below);
  const boxes = workBoxes(below.filter((line) => !taken.has(line.number)));
  const tasks = itemTasks(boxes, content, '');
  const claims = readClaims(heading, below);
  const ranges = headingRanges(heading, id, title);
  const phase = { id, title, line: heading.number, tasks, criteria, claims, ranges };
  return { phase, unparsed: withoutTasks(unread, tasks) };
}
