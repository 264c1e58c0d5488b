import { posix } from 'node:path';
import type { Line } from '../../markdown/lines.ts';
import { rangeIn } from '../../markdown/range.ts';
import type { PhaseDraft, PlanDraft, TaskDraft } from '../draft.ts';
import { formatOfPlace } from '../find.ts';
import { asCitation } from '../../spec/citation.ts';
import type { Unparsed } from '../plan.ts';
import type { PlanFile, PlanReader } from '../read.ts';

/**
 * `sprint-status.yaml` of BMAD: below `development_status:` each `epic-1` is a phase, and each `1-2-name` a task of it, which cites the
 * story of that name once there is one.
 */
export const bmad: PlanReader = {
  format: 'bmad',
  detect: ({ path, lines }) => {
    if (formatOfPlace(path) === 'bmad') return 'its place, _bmad-output/implementation-artifacts/sprint-status.yaml';
    const line = /\.ya?ml$/i.test(path) && lines.find(({ text }) => text.startsWith('development_status:'));
    return line ? `"development_status" on line ${line.number}` : null;
  },
  read,
};

/** Stories of which nothing is written yet but their names. */
const unwritten = new Set(['backlog', 'optional', 'archived']);

function read({ path, lines }: PlanFile): PlanDraft {
  const phases = new Map<string, PhaseDraft & { tasks: TaskDraft[] }>();
  const unparsed: Unparsed[] = [];
  const stories = storiesFolder(path, lines);
  for (const line of statusLines(lines)) {
    const entry = entryOn(line);
    const number = /^(?:epic-)?(\d{1,4})(?=$|-)/.exec(entry?.key ?? '')?.[1];
    const epic = number === undefined ? undefined : phases.get(number);
    if (!entry || number === undefined) aside(line, 'It is no epic and no story of one.');
    else if (entry.key === `epic-${number}`) phases.set(number, phaseOf(number, entry));
    else if (entry.key.startsWith('epic-')) aside(line, 'It is about an epic, and no story.');
    else if (epic) epic.tasks.push(storyOf(entry, stories));
    else aside(line, `It is a story of epic ${number}, which is not above it.`);
  }
  return { phases: [...phases.values()], problems: [], unparsed };

  function aside({ number }: Line, reason: string): void {
    unparsed.push({ line: number, endLine: number, reason });
  }
}

interface Entry {
  readonly line: Line;
  readonly key: string;
  readonly status: string;
  /** Where both start in the line. */
  readonly at: number;
  readonly statusAt: number;
}

/** The entries below `development_status:`, up to the next key that is not indented. */
function statusLines(lines: readonly Line[]): Line[] {
  const start = lines.findIndex(({ text }) => /^development_status:\s*(?:#.*)?$/.test(text));
  if (start < 0) return [];
  const below = lines.slice(start + 1);
  const end = below.findIndex(({ text }) => /^[^\s#]/.test(text));
  return below.slice(0, end < 0 ? undefined : end).filter(({ text }) => /^\s+[^\s#]/.test(text));
}

/** `  1-2-name: done  # a remark` */
function entryOn(line: Line): Entry | null {
  const [whole, before = '', key = '', between = '', status = ''] =
    /^(\s+["']?)([\w.-]+)(["']?:\s+["']?)([\w-]+)["']?\s*(?:#.*)?$/.exec(line.text) ?? [];
  if (whole === undefined) return null;
  return { line, key, status, at: before.length, statusAt: before.length + key.length + between.length };
}

function phaseOf(number: string, { line, key, at, status }: Entry): PhaseDraft & { tasks: TaskDraft[] } {
  const claim = { text: status, line: line.number, says: status === 'done' ? ('done' as const) : ('open' as const) };
  return {
    id: number,
    title: key,
    line: line.number,
    tasks: [],
    criteria: [],
    claims: [claim],
    ranges: { label: rangeIn(line, at, at + key.length) },
  };
}

function storyOf({ line, key, status, at, statusAt }: Entry, stories: string): TaskDraft {
  const [, id = key, name = ''] = /^(\d+-\d+[a-z]?)-?(.*)$/.exec(key) ?? [];
  const story = posix.join(stories, `${key}.md`);
  return {
    id: id.replace('-', '.'),
    title: name === '' ? key : name.replaceAll('-', ' '),
    line: line.number,
    column: at + 1,
    text: line.text,
    ticked: status === 'done',
    status,
    spec: unwritten.has(status) ? '' : (asCitation(story) ?? story),
    files: [],
    dependsOn: null,
    ...((status === 'optional' || status === 'archived') && { isOptional: true as const }),
    ranges: {
      id: rangeIn(line, at, at + id.length),
      status: rangeIn(line, statusAt, statusAt + status.length),
    },
  };
}

/**
 * `story_location: "{project-root}/docs/stories"`, else the folder of the file. An absolute one is of some machine, and is read from the
 * folder on that BMAD makes.
 */
function storiesFolder(path: string, lines: readonly Line[]): string {
  const here = posix.dirname(path);
  for (const { text } of lines) {
    const written = /^story_location:\s*["']?([^"'#]+)/.exec(text)?.[1]?.trim();
    if (written === undefined) continue;
    const place = here.lastIndexOf('_bmad-output');
    const root = place < 0 ? '' : here.slice(0, place);
    if (/^(?:\/|[A-Za-z]:)/.test(written)) {
      const from = written.replaceAll('\\', '/').lastIndexOf('/_bmad-output/');
      return from < 0 ? here : posix.join(root, written.replaceAll('\\', '/').slice(from));
    }
    return posix.join(root, written.replace(/^\{project-root\}\/?/, ''));
  }
  return here;
}
