import { bareRange } from '../../markdown/bare-range.ts';
import type { Line } from '../../markdown/lines.ts';
import { rangeIn } from '../../markdown/range.ts';
import type { PhaseDraft, PlanDraft, TaskDraft } from '../draft.ts';
import { planPhases } from '../phases/plan-phases.ts';
import type { PlanFile, PlanReader } from '../read.ts';

/**
 * `.planning/ROADMAP.md` of GSD: `### Phase 2.1: Name` with `**Success Criteria** (what must be TRUE):` and a list of plans,
 * which are its tasks. Phases that are only listed, since they are done or not planned yet, have none.
 */
export const gsd: PlanReader = { format: 'gsd', detect, read };

function detect({ path, lines }: PlanFile): string | null {
  if (/(?:^|\/)\.planning\/ROADMAP\.md$/.test(path)) return 'its place, .planning/ROADMAP.md';
  const line = lines.find(
    ({ kind, text }) => kind === 'text' && text.startsWith('**Success Criteria** (what must be TRUE)'),
  );
  const phase = line && lines.find(({ heading }) => /^Phase \d+(?:\.\d+)*:/.test(heading?.text ?? ''));
  return phase
    ? `the heading "${phase.heading?.text ?? ''}" on line ${phase.number} and "Success Criteria" on line ${line.number}`
    : null;
}

function read(file: PlanFile): PlanDraft {
  const { word, phases, problems, unparsed } = planPhases(file);
  const detailed = (word === 'phase' ? phases : []).map((phase) => ({
    ...phase,
    tasks: phase.tasks.map((task) => numbered(file.lines, task)),
  }));
  // A second one of a number is a phase as well, and told: it is not known which of them is meant.
  const firsts = new Map(detailed.toReversed().map((phase) => [phase.id, phase]));
  const listed = file.lines.flatMap((line) => listedPhase(line) ?? []);
  const inList = new Set(listed.map(({ id }) => id));
  const lines = new Set(listed.map(({ line }) => line));
  const ordered = [
    ...once(listed).map((phase) => withDetails(phase, firsts.get(phase.id))),
    ...detailed.filter((phase) => !inList.has(phase.id) || firsts.get(phase.id) !== phase),
  ];
  return {
    phases: ordered,
    problems,
    unparsed: unparsed.filter(({ line, endLine }) => !covers(lines, line, endLine)),
  };
}

/** `- [ ] 01-02: Title`, `- [x] 01-02-PLAN.md — Title`: a plan is known by its number. */
function numbered(lines: readonly Line[], task: TaskDraft): TaskDraft {
  const [whole = '', id = ''] =
    /^(\d{1,4}(?:\.\d+)*-(?:PLAN-)?\d{1,4})(?:-PLAN)?(?:\.md)?\s*(?::|--|[—–-])\s+/.exec(task.title) ?? [];
  const line = lines[task.line - 1];
  const at = line?.text.indexOf(whole) ?? -1;
  const title = task.title.slice(whole.length);
  if (!line || whole === '' || at < 0 || title === '') return task;
  const range = bareRange(line, at + whole.length);
  const ranges = { ...task.ranges, id: rangeIn(line, at, at + id.length), ...(range && { title: range }) };
  return { ...task, id, title, ranges };
}

/** `- [x] **Phase 4.1: Name** - what it is (completed …)`, `- [x] Phase 1: Name (2/2 plans) — completed …` */
function listedPhase(line: Line): PhaseDraft | null {
  if (line.kind !== 'text' && line.kind !== 'html') return null;
  const [whole = '', box = '', marks = '', id = ''] =
    /^\s*[-*]\s\[([ xX])\]\s(\*\*)?Phase\s(\d+(?:\.\d+)*):\s/.exec(line.text) ?? [];
  if (whole === '') return null;
  const rest = line.text.slice(whole.length);
  const title = (
    marks === '' ? rest.replace(/\s(?:\(|[-—–]\s).*$/s, '') : rest.slice(0, Math.max(0, rest.indexOf('**')))
  ).trim();
  const at = whole.indexOf(id, whole.indexOf('Phase'));
  return {
    id,
    title,
    line: line.number,
    tasks: [],
    criteria: [],
    claims: [{ text: `[${box}]`, line: line.number, says: box === ' ' ? 'open' : 'done' }],
    ranges: {
      label: rangeIn(line, at, at + id.length),
      title: rangeIn(line, whole.length, whole.length + title.length),
    },
  };
}

/** What is said in detail counts, beside the box in the list: that one says whether the phase is done. */
function withDetails(listed: PhaseDraft, detailed: PhaseDraft | undefined): PhaseDraft {
  if (!detailed) return listed;
  const title = detailed.title.replace(/ \(INSERTED\)$/, '');
  const { label, title: at } = detailed.ranges ?? {};
  // What is cut off is of one byte each.
  const cut = detailed.title.length - title.length;
  return {
    ...detailed,
    title,
    claims: [...(listed.claims ?? []), ...(detailed.claims ?? [])],
    ranges: {
      ...(label && { label }),
      ...(at && { title: { ...at, endColumn: at.endColumn - cut, end: at.end - cut } }),
    },
  };
}

function once(phases: readonly PhaseDraft[]): PhaseDraft[] {
  return [...new Map(phases.map((phase) => [phase.id, phase])).values()];
}

function covers(lines: ReadonlySet<number>, from: number, to: number): boolean {
  for (let line = from; line <= to; line += 1) if (!lines.has(line)) return false;
  return true;
}
