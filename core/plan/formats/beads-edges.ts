import { withWaiting, type Wait } from '../tasks/put-off.ts';

/** What edges of beads are about. */
export interface BeadsIssue {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  /** From when on it may be begun, and when it was changed last, in milliseconds; NaN where it does not say. */
  readonly deferUntil: number;
  readonly updatedAt: number;
  readonly edges: readonly { readonly type: string; readonly to: string }[];
}

/** What the edges of an export come to. Issues that are closed in another epic, or not there, keep nobody waiting. */
export interface BeadsEdges {
  /** The nearest epic above an issue, since a task may be divided into others; undefined where there is none. */
  readonly epicOf: (id: string) => string | undefined;
  /** The issues that have to be closed before this one is begun: what keeps a task keeps all that it is divided into. */
  readonly issuesBefore: (id: string) => readonly string[];
  /** The epics that have to be closed before an issue, or before all below an epic; in place of one without issues, those below it. */
  readonly epicsBefore: (id: string) => readonly string[];
  /** Issues that keep somebody waiting, and are not in the export. */
  readonly missing: ReadonlyMap<string, readonly string[]>;
  /** What is further below others than anybody means it: what keeps those does not keep it. */
  readonly tooDeep: ReadonlySet<string>;
  /** Put off itself, or waiting for what is. */
  readonly isPutOff: (id: string) => boolean;
}

/** What is no work: words between agents, and what beads keeps for itself. */
export const noWork: ReadonlySet<string> = new Set(['message', 'molecule', 'gate', 'event', 'tombstone']);

/** The phase of all issues of no epic. */
export const noEpic = 'no-epic';

/** Levels below each other; beads itself makes three. */
export const deepest = 50;

/** Edges that keep an issue from being begun. */
const waits = new Set(['blocks', 'conditional-blocks', 'waits-for']);

export function beadsEdges(issues: ReadonlyMap<string, BeadsIssue>): BeadsEdges {
  const parents = new Map([...issues.values()].map((issue) => [issue.id, parentOf(issue, issues)]));
  const children = Map.groupBy([...issues.keys()], (id) => parents.get(id));
  const isEpic = (id: string): boolean => issues.get(id)?.type === 'epic';
  const epicOf = fromAbove(
    parents,
    (parent, above: string | undefined) => (isEpic(parent) ? parent : above),
    undefined,
  );
  const blockers = new Map([...issues.values()].map((issue) => [issue.id, blockersOf(issue)]));
  const depths = fromAbove(parents, (_, above: number) => above + 1, 0);
  const tooDeep = new Set([...depths].filter(([, depth]) => depth > deepest).map(([id]) => id));
  // An epic is a phase: what keeps it is waited for by the phase, and need not be by each of its tasks.
  const before = fromAbove(
    parents,
    (parent, above: readonly string[]) => {
      if (isEpic(parent)) return [];
      const own = blockers.get(parent) ?? [];
      return own.length > 0 && !tooDeep.has(parent) ? [...new Set([...above, ...own])] : above;
    },
    [],
  );
  const allBefore = (id: string): string[] => [
    ...new Set([...(isEpic(id) ? aboveEpic(id) : (before.get(id) ?? [])), ...(blockers.get(id) ?? [])]),
  ];
  const withWork = new Set([...issues.values()].filter(isWork).map(({ id }) => epicOf.get(id)));
  const epicsBelow = new Map<string, readonly string[]>();
  const missing = new Map(
    [...issues.values()].flatMap((issue) => {
      const absent = issue.status === 'closed' ? [] : absentOf(issue, issues);
      return absent.length > 0 ? [[issue.id, absent] as const] : [];
    }),
  );
  // The latest that the export knows of; what is put off until later is so until it is exported again.
  const exported = [...issues.values()].reduce((last, { updatedAt }) => (updatedAt > last ? updatedAt : last), 0);
  const putOff = withWaiting(
    [...issues.values()].flatMap((issue) => notNow(issue, exported)),
    waitsOf(),
  );
  return {
    epicOf: (id) => epicOf.get(id),
    tooDeep,
    issuesBefore: (id) => allBefore(id).filter((one) => !isEpic(one) && !noWork.has(issues.get(one)?.type ?? '')),
    epicsBefore: (id) => [
      ...new Set(allBefore(id).flatMap((one) => (isEpic(one) ? withEpicsBelow(one) : isEpic(id) ? phaseOf(one) : []))),
    ],
    missing,
    isPutOff: (id) => putOff.has(begin(id)),
  };

  function blockersOf({ id, edges }: BeadsIssue): string[] {
    const named = new Set(edges.filter(({ type }) => waits.has(type)).map(({ to }) => to));
    return [...named].filter((to) => {
      const other = issues.get(to);
      if (!other || to === id) return false;
      return other.status !== 'closed' || (!isEpic(to) && epicOf.get(to) === epicOf.get(id));
    });
  }

  function phaseOf(id: string): string[] {
    const issue = issues.get(id);
    return issue && isWork(issue) ? [epicOf.get(id) ?? noEpic] : [];
  }

  function aboveEpic(epic: string): string[] {
    const way = new Set<string>();
    for (let id = parents.get(epic); id !== undefined && !way.has(id) && way.size < deepest; id = parents.get(id))
      way.add(id);
    return [...way].flatMap((id) => blockers.get(id) ?? []);
  }

  function withEpicsBelow(epic: string): readonly string[] {
    const all = epicsBelow.get(epic) ?? epicsIn(epic);
    epicsBelow.set(epic, all);
    return all;
  }

  function epicsIn(epic: string): string[] {
    const found = new Set([epic]);
    for (const id of found) for (const child of children.get(id) ?? []) found.add(child);
    const all = [...found].filter(isEpic);
    // One that only holds others is done with them; one that holds nothing yet is not begun.
    return all.filter((id) => withWork.has(id) || (children.get(id) ?? []).length === 0);
  }

  /** Whoever is below another begins after that one may begin, and an epic is done after all below it. */
  function* waitsOf(): Generator<Wait> {
    for (const { id, status } of issues.values()) {
      if (status === 'closed') continue;
      yield { from: done(id), to: begin(id) };
      for (const to of blockers.get(id) ?? []) yield { from: begin(id), to: done(to) };
      const parent = parents.get(id);
      if (parent === undefined) continue;
      yield { from: begin(id), to: begin(parent) };
      if (isEpic(parent)) yield { from: done(parent), to: done(id) };
    }
  }
}

const begin = (id: string): string => `begin ${id}`;
const done = (id: string): string => `done ${id}`;

function parentOf({ id, edges }: BeadsIssue, issues: ReadonlyMap<string, BeadsIssue>): string | undefined {
  const parent = edges.find(({ type }) => type === 'parent-child')?.to;
  return parent !== undefined && parent !== id && issues.has(parent) ? parent : undefined;
}

function isWork({ type }: BeadsIssue): boolean {
  return type !== 'epic' && !noWork.has(type);
}

function absentOf({ edges }: BeadsIssue, issues: ReadonlyMap<string, BeadsIssue>): string[] {
  return edges
    .filter(({ type, to }) => waits.has(type) && !issues.has(to) && !to.startsWith('external:'))
    .map(({ to }) => to);
}

/** Nobody begins what is put off; and what is no work is done by none of us, so whoever waits for it waits. */
function notNow({ id, type, status, deferUntil, edges }: BeadsIssue, exported: number): string[] {
  if (status === 'closed') return [];
  const isLater = deferUntil > exported;
  const isExternal = edges.some((edge) => waits.has(edge.type) && edge.to.startsWith('external:'));
  return [...(later.has(status) || isLater || isExternal ? [begin(id)] : []), ...(noWork.has(type) ? [done(id)] : [])];
}

const later = new Set(['deferred', 'blocked', 'pinned']);

/** For each issue, what comes down to it from its parent: `step` is told what has come down to the parent itself. */
function fromAbove<T>(
  parents: ReadonlyMap<string, string | undefined>,
  step: (parent: string, above: T) => T,
  top: T,
): ReadonlyMap<string, T> {
  const known = new Map<string, T>();
  for (const start of parents.keys()) {
    const way = new Set<string>();
    for (let id: string | undefined = start; id !== undefined && !known.has(id) && !way.has(id); id = parents.get(id))
      way.add(id);
    // From the top down; a circle has none, and is entered somewhere.
    for (const id of [...way].toReversed()) {
      const parent = parents.get(id);
      known.set(id, parent === undefined ? top : step(parent, known.get(parent) ?? top));
    }
  }
  return known;
}
