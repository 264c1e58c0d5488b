import type { Host } from '../../host/host.ts';
import { ok, type Result } from '../../failure.ts';
import { readJournal } from '../../journal/journal.ts';
import { replay } from '../../workflow/drive.ts';
import { merging, phaseReview, stepOf, type Workflow } from '../../workflow/workflow.ts';
import type { Command, Event, State } from '../../workflow/state.ts';
import { journalPath } from '../loop/loop-journal.ts';
import { taskWorkflow } from '../task/task-workflow.ts';
import type { Bound } from '../bound.ts';

/** Where a loop stands, as its journal tells. */
export interface LoopStanding {
  readonly state: State;
  /** What was begun last, if nothing is known of its outcome. */
  readonly pending: Command | undefined;
  /** When the last thing happened, ISO 8601. */
  readonly since: string;
  /** The commits that it has made, oldest first. */
  readonly commits: readonly string[];
  /** Who writes in the step that it is at. */
  readonly writer: ReturnType<typeof stepOf>['role'];
  readonly reader: ReturnType<typeof stepOf>['review']['by'];
}

/** Undefined where nothing was begun. A failure where the journal cannot be read. */
export async function loopStanding(
  host: Host,
  { phase, briefs }: Bound,
  loop: { readonly stage: string; readonly key: string },
): Promise<Result<LoopStanding | undefined>> {
  const { stage, key } = loop;
  const path = journalPath(phase, stage, key);
  const text = await host.files.read(path);
  const journal = text === undefined ? undefined : readJournal(text, path);
  if (!journal) return ok(undefined);
  if (!journal.ok) return journal;
  const { entries } = journal.value;
  if (entries.length === 0) return ok(undefined);
  const workflow = workflowOf();
  const standing = replay({ stage, workflow, start: phase.polished, journal: { entries } });
  const step = stepOf(standing.workflow, standing.state.progress.step);
  const commits = entries.flatMap(({ kind, data }) => {
    const event = data as Event;
    return kind === 'result' && event.type === 'committed' ? [event.commit] : [];
  });
  return ok({ ...standing, since: entries.at(-1)?.at ?? '', commits, writer: step.role, reader: step.review.by });

  function workflowOf(): Workflow {
    if (stage.startsWith('merge-')) return merging();
    if (!stage.startsWith('task-')) return phaseReview(phase.options);
    const brief = briefs.find(({ slug }) => `task-${slug}` === stage);
    return taskWorkflow(phase, (brief?.tests.length ?? 0) > 0);
  }
}
