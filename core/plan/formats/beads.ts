import type { Node } from 'jsonc-parser';
import type { Diagnostic } from '../../lint/diagnostic.ts';
import type { Line } from '../../markdown/lines.ts';
import { criterionKind } from '../criteria/criterion-kind.ts';
import type { PhaseDraft, PlanDraft, TaskDraft } from '../draft.ts';
import { formatOfPlace } from '../find.ts';
import type { Criterion, Unparsed } from '../plan.ts';
import type { PlanFile, PlanReader } from '../read.ts';
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

/** What is no work: words between agents, and what beads keeps for itself. */
const others = new Set(['message', 'molecule', 'gate', 'event']);

/** Edges that keep an issue from being begun. */
const waits = new Set(['blocks', 'conditional-blocks', 'waits-for']);

interface Issue {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly status: string;
  readonly line: Line;
  readonly tree: JsonTree;
  readonly edges: readonly { readonly type: string; readonly to: string }[];
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
  const epics = [...issues.values()].filter(({ type }) => type === 'epic');
  const ofEpic = Map.groupBy(
    [...issues.values()].filter(({ type }) => type !== 'epic'),
    (issue) => epicOf(issue, issues),
  );
  const alone = ofEpic.get(undefined) ?? [];
  const phases = epics.map((epic) => phaseOf(epic, ofEpic.get(epic.id) ?? []));
  return { phases: alone.length > 0 ? [...phases, withoutEpic(alone)] : phases, problems, unparsed };
}

function issueOn(path: string, line: Line): Issue | { readonly problem: Diagnostic } | { readonly aside: string } {
  const { text } = line;
  const tree = parseJson({ path, content: text, lines: [{ ...line, start: 0, end: text.length }] });
  if ('problem' in tree) return tree;
  const word = (key: string): string => stringOf(tree.get(tree.root, key)) ?? '';
  if (word('_type') !== '' && word('_type') !== 'issue') return { aside: 'It is no issue.' };
  if (others.has(word('issue_type'))) return { aside: `It is a ${word('issue_type')}, and no work.` };
  const id = word('id').trim();
  if (id === '') return { aside: 'It has no id, so it is no task.' };
  const edges = itemsOf(tree.get(tree.root, 'dependencies')).map((edge) => ({
    type: stringOf(tree.get(edge, 'type')) ?? '',
    to: stringOf(tree.get(edge, 'depends_on_id')) ?? '',
  }));
  return { id, title: word('title').trim(), type: word('issue_type'), status: word('status'), line, tree, edges };
}

/** The nearest epic above an issue: a task may be divided into others. */
function epicOf(issue: Issue, issues: ReadonlyMap<string, Issue>): string | undefined {
  const seen = new Set<string>();
  for (let one: Issue | undefined = issue; one && !seen.has(one.id);) {
    seen.add(one.id);
    const parent: string | undefined = one.edges.find(({ type }) => type === 'parent-child')?.to;
    one = parent === undefined ? undefined : issues.get(parent);
    if (one?.type === 'epic') return one.id;
  }
  return undefined;
}

function phaseOf({ id, title, status, line, tree }: Issue, tasks: readonly Issue[]): PhaseDraft {
  const own = tree.get(tree.root, 'id') ?? tree.root;
  return {
    id,
    title: title || id,
    line: line.number,
    tasks: tasks.map((task) => taskOf(task, tasks)),
    criteria: criteriaOf(tree),
    claims: [{ text: status, line: line.number, says: status === 'closed' ? 'done' : 'open' }],
    ranges: { label: tree.rangeOf(own) },
  };
}

function withoutEpic(tasks: readonly Issue[]): PhaseDraft {
  const title = 'Issues of no epic';
  return {
    id: 'no-epic',
    title,
    written: { label: '', title: '' },
    line: 1,
    tasks: tasks.map((task) => taskOf(task, tasks)),
    criteria: [],
  };
}

function taskOf({ id, title, status, line, tree, edges }: Issue, siblings: readonly Issue[]): TaskDraft {
  const beside = new Set(siblings.map((one) => one.id));
  const at = (key: string): Node | undefined => tree.get(tree.root, key);
  const [named, titled, stated, needs] = [at('id'), at('title'), at('status'), at('dependencies')];
  const { column } = tree.rangeOf(needs ?? tree.root);
  const ids = edges.filter(({ type, to }) => waits.has(type) && beside.has(to)).map(({ to }) => to);
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
    dependsOn: { ids, line: line.number, column },
    criteria: criteriaOf(tree),
    ...(status === 'deferred' && { isOptional: true as const }),
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
