import { commitMessage } from '../../git/commit.ts';
import { criteriaOf } from '../../plan/criteria/probe.ts';
import type { Milestone, Phase, Plan } from '../../plan/plan.ts';
import type { ReviewRecord, Triaged } from '../../result/records.ts';
import { deviationsText, type Deviation } from '../../review/deviation.ts';
import type { Finding } from '../../review/finding.ts';
import { readMemo } from '../../spec/memo.ts';

/** What the last commit of a phase tells whoever reads the history. */
export interface HandOff {
  readonly planId: string;
  /** The plan and the phase as they are at the end. */
  readonly plan: Plan;
  readonly phase: Phase;
  /** Ids of the tasks that this phase has done; the others were ticked before. */
  readonly done: readonly string[];
  /** Sections of specs and memos that the tasks were done to. */
  readonly cited: readonly Cited[];
  readonly findings: readonly Triaged[];
  readonly deferred: readonly Finding[];
  readonly backlog: string;
  /** Entries of the backlog that tasks of the phase have fixed. */
  readonly mended: ReviewRecord['mended'];
  readonly deviations: readonly Deviation[];
  readonly reviewer: string;
  readonly rounds: number;
}

export interface Cited {
  readonly path: string;
  /** Null: all of the file. */
  readonly heading: string | null;
}

/**
 * `phase <id>: <title> (closes M2)`, then what landed, to which sections, what has to hold, what is left for later, and
 * the memos. By the trailers later runs know that the phase is done.
 */
export function handOffMessage(about: HandOff): string {
  const { planId, plan, phase, done, cited, deferred, mended, backlog, deviations, rounds } = about;
  const landed = phase.tasks.filter((task) => done.includes(task.id));
  const before = phase.tasks.filter((task) => !done.includes(task.id));
  const fixed = about.findings.filter((one) => one.outcome === 'fixed').length;
  return commitMessage(
    `phase ${phase.id}: ${phase.title}${milestoneEffect(phase, plan.milestones)}`,
    [
      list('Landed:', landed.map(nameOf)),
      list('Specs:', cited.filter((one) => !isMemo(one)).map(citation)),
      list(
        'Exit criteria:',
        criteriaOf(phase).map((one) => one.text),
      ),
      list('Ticked before, and not proven here:', before.map(nameOf)),
      list(
        `Deferred to ${backlog}:`,
        deferred.map(({ severity, path, line, title }) => `${severity} ${path}:${line} ${title}`),
      ),
      list(
        `Fixed findings of ${backlog}:`,
        mended.map(({ id, title }) => `${id} ${title}`),
      ),
      deviationsText(deviations),
      list('Memos:', cited.filter(isMemo).map(citation)),
    ],
    {
      Plan: planId,
      Phase: phase.id,
      'Phase-Step': 'hand-off',
      'Reviewed-by': about.reviewer,
      Iterations: String(rounds),
      Findings: `${fixed} fixed, ${deferred.length} deferred`,
    },
  );
}

function isMemo({ path }: Cited): boolean {
  return readMemo(path, '').kind !== null;
}

/** What the plan says that the phase does for milestones, in so far as its title does not say so already. */
function milestoneEffect(phase: Phase, milestones: readonly Milestone[]): string {
  const effects = milestones.flatMap(({ id, phases }) =>
    phases.filter((one) => one.phase === phase.id).map((one) => ({ id, text: `${one.verb} ${id}` })),
  );
  const unsaid = effects.filter(({ id }) => !phase.title.includes(id)).map(({ text }) => text);
  return unsaid.length > 0 ? ` (${unsaid.join(', ')})` : '';
}

function list(heading: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  const rest = items.length - mostItems;
  const shown = items.slice(0, mostItems).map((item) => `- ${item.replaceAll(/\s+/g, ' ').trim()}`);
  return [heading, ...shown, ...(rest > 0 ? [`- and ${rest} more`] : [])].join('\n');
}

/** A phase may have hundreds of tasks, and a commit is read in a terminal. */
const mostItems = 50;

function nameOf({ id, title }: { readonly id: string; readonly title: string }): string {
  return `${id} ${title}`;
}

function citation({ path, heading }: Cited): string {
  return heading === null ? path : `${path}, ${heading}`;
}
