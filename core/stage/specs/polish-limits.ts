import { formatDiagnostic } from '../../lint/diagnostic.ts';
import { isPlan } from '../../lint/is-plan.ts';
import { lint } from '../../lint/lint.ts';
import { specIndex } from '../../lint/rules/spec-index.ts';
import { touchedBeyond, without, type WrittenPlan } from '../../plan/demands.ts';
import { readPlan } from '../../plan/read.ts';
import { isNamedBacklog } from '../../review/backlog-path.ts';
import { appendedLines } from '../../spec/appended-lines.ts';
import { isMemo } from '../../spec/memo.ts';
import { isDecisions } from '../../spec/spec-set.ts';
import { existsAmong } from './lint-folder.ts';
import type { PhaseTexts } from './phase-texts.ts';
import { uncited } from './uncited.ts';

/** A file that a polish has changed: its text on both sides, undefined where there is none. */
export interface Edited {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

interface About {
  /** Path of the plan. */
  readonly plan: string;
  /** Id of the phase that is polished. */
  readonly phase: string;
  /** Path of the project's backlog. */
  readonly backlog: string;
}

/** Complaints about edits that are not for a polish to make, each with its place and the reason. */
export function beyondPolish(edits: readonly Edited[], about: About): string[] {
  return edits.flatMap((edit) => {
    const { path, before, after } = edit;
    if (path === about.plan) return touchedBeyond(written(path, before), written(path, after), about.phase);
    const why = whyNot(edit, about);
    return why === undefined ? [] : [`${path}:1:1 Unexpected edit of ${why}`];
  });
}

function written(path: string, text = ''): WrittenPlan {
  return { plan: readPlan(path, text), text };
}

function whyNot({ path, before, after }: Edited, { backlog }: About): string | undefined {
  if (path === backlog || isNamedBacklog(path))
    return 'the backlog: code alone adds to it and closes its entries. Put it back.';
  if (isMemo(path)) return 'a research memo: it stays as whoever did the research wrote it. Put it back.';
  if (isDecisions(path))
    return appendedLines(before ?? '', after ?? '') === undefined
      ? 'what was decided: decisions are only added, behind the others. Put the old lines back, and say in a new decision what it supersedes.'
      : undefined;
  if (before !== undefined && isPlan(readPlan(path, before), before))
    return 'another plan: only one phase of one plan is polished. Put it back.';
  return after === undefined ? 'a spec, which is gone: a polish takes no file away. Put it back.' : undefined;
}

/** What decisions a polish adds, in its words, for a person to take. */
export function addedDecisions(edits: readonly Edited[]): string[] {
  return edits
    .filter(({ path }) => isDecisions(path))
    .flatMap(({ path, before = '', after = '' }) => {
      const added = (appendedLines(before, after) ?? []).join('\n').trim();
      return added === '' ? [] : [`+ decision in ${path}: ${added}`];
    });
}

/**
 * What a polish changes in specs, or in sections of them, that its phase did not cite, in the lines that are gone and added,
 * for a person to take: they are what other phases are built from. An index may get further lines, and a spec that the phase
 * cites further sections.
 */
export function editsElsewhere(edits: readonly Edited[], start: PhaseTexts): string[] {
  return edits.flatMap(({ path, before, after }) => {
    if (before === undefined || after === undefined || path === start.plan.path || isDecisions(path)) return [];
    const [old, now] = uncited({ path, before, after }, start);
    const [gone, added] = [without(old, now), without(now, old)];
    if (old.join('\n') === now.join('\n') || (isIndex.test(path) && gone.length === 0)) return [];
    const told = [...gone.map((line) => `− ${line}`), ...added.map((line) => `+ ${line}`)];
    const lines = told.length > 0 ? told : ['the same lines in another order'];
    const more = lines.length > mostLines ? [`… and ${lines.length - mostLines} more lines`] : [];
    return [
      [`${path}, in what phase ${start.phase.id} does not cite:`, ...lines.slice(0, mostLines), ...more].join('\n'),
    ];
  });
}

const mostLines = 40;
const isIndex = /(?:^|\/)(?:index|readme)\.md$/i;

/** Complaints about added specs that are not named and indexed as the project does it, however severe the lint is. */
export function unindexed(edits: readonly Edited[], { plan, files, paths }: PhaseTexts): string[] {
  const added = new Set(edits.flatMap(({ path, before }) => (before === undefined ? path : [])));
  if (added.size === 0) return [];
  const input = { plan, phases: [], files, whole: [], exists: existsAmong(paths) };
  const blocking = { severity: 'error', options: specIndex.options.parse({}) } as const;
  return lint(input, () => blocking, [specIndex])
    .filter(({ at }) => added.has(at.path))
    .map(formatDiagnostic);
}
