import type { Node } from 'jsonc-parser';
import type { Diagnostic } from '../../lint/diagnostic.ts';
import type { Line } from '../../markdown/lines.ts';
import { criterionKind } from '../criteria/criterion-kind.ts';
import type { PhaseDraft, PlanDraft, TaskDraft } from '../draft.ts';
import { formatOfPlace } from '../find.ts';
import type { Criterion, Unparsed } from '../plan.ts';
import type { PlanFile, PlanReader } from '../read.ts';
import { beadsEdges, deepest, noEpic, noWork, type BeadsEdges, type BeadsIssue } from './beads-edges.ts';
import { itemsOf, parseJson, stringOf, type JsonTree } from './json-tree.ts';

/**
 * `.beads/issues.jsonl`, as beads exports it: an issue on each line. Each epic is a phase, with its children as tasks; those of no
 * epic are one phase together. The file says what its database has said: it is read, and never written.
 */
export const beads: PlanReader = {
  format: 'beads',
  detect: ({ path, lines }) => {
    if (formatOfPlace(path) === 'beads') return 'its place, .beads/issues.jsonl';
    const line = /\.jsonl$/i.test(path) && lines.find(({ text }) => /"issue_type"\s*:/.test(text));
    return line ? `"issue_type" on line ${line.number}` : null;
  },
  read,
};

interface Issue extends BeadsIssue {
  readonly title: string;
  readonly line: Line;
  readonly tree: JsonTree;
}

function read(file: PlanFile): PlanDraft {
  const issues = new Map<string, Issue>();
  const problems: Diagnostic[] = [];
  const unparsed: Unparsed[] = [];
  for (const line of file.lines) {
    if (line.text.trim() === '') continue;
    const issue = issueOn(file.path, line);
    if ('problem' in issue) problems.push(issue.problem);
    else if ('aside' in issue) unparsed.push({ line: line.number, endLine: line.number, reason: issue.aside });
    // What is exported again stands below, and counts.
    else issues.set(issue.id, issue);
  }
  for (const { type, line } of issues.values())
    if (noWork.has(type))
      unparsed.push({ line: line.number, endLine: line.number, reason: `It is a ${type}, and no work.` });
  const edges = beadsEdges(issues);
  const [deep] = edges.tooDeep;
  for (const [id, absent] of edges.missing) problems.push(missing(file.path, issues.get(id)?.line.number ?? 1, absent));
  if (deep !== undefined) problems.push(tooDeep(file.path, issues.get(deep)?.line.number ?? 1));
  return { phases: phasesOf(issues, edges), problems, unparsed: unparsed.toSorted((a, b) => a.line - b.line) };
}

function missing(path: string, line: number, absent: readonly string[]): Diagnostic {
  const named = absent.slice(0, 6).map((id) => JSON.stringify(id.slice(0, 60)));
  const message = `Unexpected issue that waits for ${named.join(', ')}, which the export does not have; export all issues, or nobody knows whether it may be begun`;
  return { rule: 'dependency', severity: 'warning', message, at: { path, line, column: 1 } };
}

function tooDeep(path: string, line: number): Diagnostic {
  const message = `Unexpected issue more than ${deepest} levels below another, expected fewer; take some out`;
  return { rule: 'plan-syntax', severity: 'error', message, at: { path, line, column: 1 } };
}

function phasesOf(issues: ReadonlyMap<string, Issue>, edges: BeadsEdges): PhaseDraft[] {
  const all = [...issues.values()];
  const work = Map.groupBy(
    all.filter(({ type }) => type !== 'epic' && !noWork.has(type)),
    ({ id }) => edges.epicOf(id),
  );
  const tasksOf = (epic: string | undefined): TaskDraft[] =>
    (work.get(epic) ?? []).map((issue) => taskOf(issue, edges));
  const phases = all.filter(({ type }) => type === 'epic').map((epic) => phaseOf(epic, tasksOf(epic.id)));
  const alone = tasksOf(undefined);
  return inOrder(alone.length > 0 ? [...phases, withoutEpic(alone)] : phases, edges);
}

/** Each phase behind those that it waits for, else in the order of the file: the order of ids is none of work. */
function inOrder(phases: readonly PhaseDraft[], { epicOf, epicsBefore }: BeadsEdges): PhaseDraft[] {
  const byId = new Map(phases.map((phase) => [phase.id, phase]));
  const after = new Map(phases.map((phase) => [phase, phasesBefore(phase)]));
  const ordered = new Set<PhaseDraft>();
  const entered = new Set<PhaseDraft>();
  const open = phases.toReversed();
  for (let phase = open.at(-1); phase; phase = open.at(-1)) {
    const next = entered.has(phase) ? [] : (after.get(phase) ?? []).filter((one) => !entered.has(one));
    entered.add(phase);
    open.push(...next.toReversed());
    if (next.length > 0) continue;
    open.pop();
    ordered.add(phase);
  }
  return [...ordered].map((phase) => ({ ...phase, after: (after.get(phase) ?? []).map(({ id }) => id) }));

  function phasesBefore(phase: PhaseDraft): PhaseDraft[] {
    const ofTasks = phase.tasks.flatMap(({ dependsOn }) => dependsOn?.ids ?? []).map((id) => epicOf(id) ?? noEpic);
    const ids = new Set([...ofTasks, ...[phase, ...phase.tasks].flatMap(({ id }) => epicsBefore(id))]);
    return [...ids].flatMap((id) => (id === phase.id ? [] : (byId.get(id) ?? [])));
  }
}

function issueOn(path: string, line: Line): Issue | { readonly problem: Diagnostic } | { readonly aside: string } {
  const { text } = line;
  const tree = parseJson({ path, content: text, lines: [{ ...line, start: 0, end: text.length }] });
  if ('problem' in tree) return tree;
  const word = (key: string): string => stringOf(tree.get(tree.root, key)) ?? '';
  if (word('_type') !== '' && word('_type') !== 'issue') return { aside: 'It is no issue.' };
  const id = word('id').trim();
  if (id === '') return { aside: 'It has no id, so it is no task.' };
  const edges = itemsOf(tree.get(tree.root, 'dependencies')).map((edge) => ({
    type: stringOf(tree.get(edge, 'type')) ?? '',
    to: stringOf(tree.get(edge, 'depends_on_id')) ?? '',
  }));
  return {
    id,
    title: word('title').trim(),
    // What is deleted leaves a tombstone, and keeps nobody waiting.
    ...(word('status') === 'tombstone'
      ? { type: 'tombstone', status: 'closed' }
      : { type: word('issue_type'), status: word('status') }),
    deferUntil: Date.parse(word('defer_until')),
    updatedAt: Date.parse(word('updated_at')),
    line,
    tree,
    edges,
  };
}

function phaseOf({ id, title, status, line, tree }: Issue, tasks: readonly TaskDraft[]): PhaseDraft {
  const own = tree.get(tree.root, 'id') ?? tree.root;
  return {
    id,
    title: title || id,
    line: line.number,
    tasks,
    criteria: criteriaOf(tree),
    claims: [{ text: status, line: line.number, says: status === 'closed' ? 'done' : 'open' }],
    ranges: { label: tree.rangeOf(own) },
  };
}

function withoutEpic(tasks: readonly TaskDraft[]): PhaseDraft {
  const title = 'Issues of no epic';
  return {
    id: noEpic,
    title,
    written: { label: '', title: '' },
    line: 1,
    tasks,
    criteria: [],
  };
}

function taskOf({ id, title, status, line, tree }: Issue, edges: BeadsEdges): TaskDraft {
  const at = (key: string): Node | undefined => tree.get(tree.root, key);
  const [named, titled, stated, needs] = [at('id'), at('title'), at('status'), at('dependencies')];
  const { column } = tree.rangeOf(needs ?? tree.root);
  return {
    id,
    title: title || id,
    line: line.number,
    column: 1,
    text: line.text,
    ticked: status === 'closed',
    status,
    spec: stringOf(at('spec_id')) ?? '',
    files: [],
    dependsOn: { ids: edges.issuesBefore(id), line: line.number, column },
    criteria: criteriaOf(tree),
    ...(status !== 'closed' && edges.isPutOff(id) && { isOptional: true as const }),
    ranges: {
      ...(named && { id: tree.rangeOf(named) }),
      ...(titled && { title: tree.rangeOf(titled) }),
      ...(stated && { status: tree.rangeOf(stated) }),
      ...(needs && { dependsOn: tree.rangeOf(needs) }),
    },
  };
}

/** Each line of `acceptance_criteria`, without the mark of a list. */
function criteriaOf(tree: JsonTree): Criterion[] {
  const node = tree.get(tree.root, 'acceptance_criteria');
  if (!node) return [];
  const range = tree.rangeOf(node);
  const texts = (stringOf(node) ?? '')
    .split('\n')
    .map((text) => text.replace(/^\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?/, '').trim());
  return texts.filter(Boolean).map((text) => ({ text, line: range.line, kind: criterionKind(text), range }));
}
