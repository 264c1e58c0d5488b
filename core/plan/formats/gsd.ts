import type { Diagnostic } from '../../lint/diagnostic.ts';
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
  const lines = file.lines.map(raised);
  const { word, phases, problems, unparsed } = planPhases({ ...file, lines });
  const detailed = (word === 'phase' ? phases : []).map((phase) => ({
    ...phase,
    tasks: phase.tasks.map((task) => unplanned(numbered(lines, task))),
  }));
  // A second one of a number is a phase as well, and told: it is not known which of them is meant.
  const firsts = new Map(detailed.toReversed().map((phase) => [phase.id, phase]));
  const listed = lines.flatMap((line) => listedPhase(line) ?? []);
  // Of two lists the later one is that of the milestone at work.
  const inList = new Map(listed.map((phase) => [phase.id, phase]));
  const numbers = new Set(listed.map(({ line }) => line));
  const ordered = [...inList.values()]
    .toSorted((a, b) => a.line - b.line)
    .map((phase) => {
      const own = firsts.get(phase.id);
      return own ? withDetails(phase, own) : phase;
    });
  // What was inserted into the details alone comes behind what stands above it there.
  for (const [index, phase] of detailed.entries()) {
    if (inList.has(phase.id) && firsts.get(phase.id) === phase) continue;
    const above = detailed[index - 1];
    const at =
      above === undefined ? 0 : ordered.findLastIndex(({ id, line }) => id === above.id && line === above.line) + 1;
    ordered.splice(at, 0, withDetails(undefined, phase));
  }
  const kept = ordered.filter((phase) => !isBacklog(phase));
  return {
    phases: kept,
    problems: [
      ...problems,
      ...kept.flatMap(({ id, tasks }) => tasks.filter(isStub).map((task) => stub(file.path, id, task))),
    ],
    unparsed: [
      ...unparsed.filter(({ line, endLine }) => !covers(numbers, line, endLine)),
      ...ordered.filter(isBacklog).map(({ line }) => ({ line, endLine: line, reason: inBacklog })),
    ].toSorted((one, other) => one.line - other.line),
  };
}

/** Phases of a milestone stand a level below it. */
function raised(line: Line): Line {
  const { heading } = line;
  return heading?.level === 4 && /^Phase \d/.test(heading.text) ? { ...line, heading: { ...heading, level: 3 } } : line;
}

/** `- [ ] TBD (run /gsd:plan-phase 1 to break down)` */
function isStub({ title, ticked }: TaskDraft): boolean {
  return /^TBD\b/.test(title) && !ticked;
}

function unplanned(task: TaskDraft): TaskDraft {
  return isStub(task) ? { ...task, isOptional: true, isUnplanned: true } : task;
}

function stub(path: string, phase: string, { line, column }: TaskDraft): Diagnostic {
  const message = `Unexpected task "TBD" in phase ${phase}, expected what there is to do; plan the phase, as with /gsd:plan-phase ${phase}`;
  return { rule: 'plan-syntax', severity: 'warning', message, at: { path, line, column } };
}

function isBacklog({ id }: PhaseDraft): boolean {
  return /^999\b/.test(id);
}

const inBacklog = 'A phase of the backlog, 999.x, is given a number before anybody does it.';

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
function withDetails(listed: PhaseDraft | undefined, detailed: PhaseDraft): PhaseDraft {
  const title = detailed.title.replace(/ \(INSERTED\)$/, '');
  const { label, title: at } = detailed.ranges ?? {};
  // What is cut off is of one byte each.
  const cut = detailed.title.length - title.length;
  return {
    ...detailed,
    title,
    claims: [...(listed?.claims ?? []), ...(detailed.claims ?? [])],
    ranges: {
      ...(label && { label }),
      ...(at && { title: { ...at, endColumn: at.endColumn - cut, end: at.end - cut } }),
    },
  };
}

function covers(lines: ReadonlySet<number>, from: number, to: number): boolean {
  for (let line = from; line <= to; line += 1) if (!lines.has(line)) return false;
  return true;
}
