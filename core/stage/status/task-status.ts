import type { Usage } from '../../agent/usage.ts';
import type { Host } from '../../host/host.ts';
import { jsonObject } from '../../json.ts';
import { taskRecordSchema } from '../../result/records.ts';
import type { KnownStages } from '../overview/known-stages.ts';
import type { SeenPhase } from '../overview/phases.ts';
import type { AskedQuestion } from '../questions/open-questions.ts';
import { loopStatus } from './loop-status.ts';
import type { StatusTask } from './status.ts';

export interface About {
  readonly host: Host;
  readonly seen: SeenPhase;
  readonly known: KnownStages;
  /** Those of the phase, answered or not. */
  readonly questions: readonly AskedQuestion[];
  /** By stage. */
  readonly spent: ReadonlyMap<string, Usage>;
}

/** The tasks of a phase, in plan order, those that the plan had ticked before among them. */
export async function taskStatus(about: About): Promise<StatusTask[]> {
  const { seen, known, spent } = about;
  const { bound, planned } = seen;
  if (!bound) return tasksOfRefs(about);
  const open = new Map(bound.phase.tasks.map((task) => [task.slug, task]));
  const listed = planned?.tasks ?? bound.phase.tasks;
  const ids = new Map(bound.phase.tasks.map(({ slug, id }) => [slug, id]));
  return await Promise.all(
    listed.map(async ({ id, slug, title }): Promise<StatusTask> => {
      const stage = `task-${slug}`;
      const task = open.get(slug);
      const record = known.tasks.get(slug);
      const claim = [...seen.claims, ...seen.others].find(({ what }) => what === stage);
      const loop = await loopStatus(about, { stage, isDone: !task || record !== undefined, holder: claim });
      const ended = record ? { rounds: record.rounds, commit: record.commit ?? null } : {};
      const before = task?.dependsOn.filter((one) => !known.tasks.has(one)) ?? [];
      return {
        id,
        slug,
        title,
        ...loop,
        ...ended,
        ticked: !task,
        waitsFor: before.flatMap((one) => ids.get(one) ?? []),
        run: claim?.run ?? null,
        spent: spent.get(stage) ?? {},
      };
    }),
  );
}

/** Where nobody here knows how the phase was bound: what its results and claims tell. */
function tasksOfRefs({ seen, spent }: About): StatusTask[] {
  const tasks = new Map<string, StatusTask>();
  const nothing = { doing: null, question: null, reason: null, ticked: false, waitsFor: [] };
  for (const { stage, record } of seen.results) {
    const done = stage.startsWith('task-') ? taskRecordSchema.safeParse(jsonObject(record)).data : undefined;
    if (!done) continue;
    const { id, slug, title, rounds, commit = null } = done;
    const own = { id, slug, title, state: 'done' as const, rounds, commit, run: null, spent: spent.get(stage) ?? {} };
    tasks.set(slug, { ...nothing, ...own });
  }
  for (const { what, run, standing } of [...seen.claims, ...seen.others]) {
    const slug = what.replace(/^task-/, '');
    if (slug === what) continue;
    const states = { alive: 'at-work', elsewhere: 'elsewhere', dead: 'stopped' } as const;
    const known = tasks.get(slug) ?? {
      id: slug,
      slug,
      title: '',
      rounds: null,
      commit: null,
      spent: spent.get(what) ?? {},
    };
    tasks.set(slug, { ...nothing, ...known, state: states[standing], run });
  }
  return [...tasks.values()];
}
