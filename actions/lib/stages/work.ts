import { dirname, join } from 'node:path';
import { z } from 'zod';
import { pack, type Packed } from '../../../core/bundle/pack.ts';
import { relayAt } from '../../../core/bundle/relay.ts';
import { fail, ok, type Failure, type Result } from '../../../core/failure.ts';
import { openRepository } from '../../../core/git/repository.ts';
import type { Host } from '../../../core/host/host.ts';
import { jsonObject } from '../../../core/json.ts';
import { slug } from '../../../core/plan/tasks/slug.ts';
import { reportSchema } from '../../../core/report/report.ts';
import { toldSchema, type Told } from '../../../core/report/told.ts';
import { annotate } from '../annotate.ts';
import { annotationsOf } from '../annotations.ts';
import { findingsSarif } from '../findings-sarif.ts';
import { gatesJunit } from '../gates-junit.ts';
import { minutes, readInputs, word } from '../inputs.ts';
import { runUrl, type Job } from '../job.ts';
import { phaseSummary } from '../phase-summary.ts';
import { placeOf, type Place } from '../place.ts';
import { runNx } from '../run-nx.ts';
import type { Stage, StageEnd } from '../stage.ts';
import { statementOf } from '../statement.ts';
import { writeSummary } from '../write-summary.ts';

/** What every step has that works on a phase. */
export const workInputs = {
  project: word,
  plan: word.optional(),
  phase: word.optional(),
  land: z.enum(['branch', 'pull-request', 'main']).default('pull-request'),
  'time-limit': minutes.default(330),
};

/** All of a phase, as far as it has not been done. */
export const phase: Stage = async (host, job, workspace) => await work(host, job, workspace, []);

/** All that comes before the tasks. */
export const open: Stage = async (host, job, workspace) => await work(host, job, workspace, ['--part=open']);

/** All up to one of the stages behind the tasks. */
export function upTo(stage: 'squash' | 'review' | 'gates' | 'exit-criteria'): Stage {
  return async (host, job, workspace) => await work(host, job, workspace, [`--part=${stage}`]);
}

/** One task. */
export const task: Stage = async (host, job, workspace) => {
  const inputs = readInputs(job, { task: word });
  if (!inputs.ok) return inputs;
  return await work(host, job, workspace, ['--part=task', `--task=${inputs.value.task}`]);
};

/**
 * Has Nx do it in the workspace, with the relay in place of the remote and no token anywhere, and packs what has come of it: also
 * where that is a question, a failure or the end of its time, since the next run goes on from there.
 */
async function work(host: Host, job: Job, workspace: string, part: readonly string[]): Promise<Result<StageEnd>> {
  const inputs = readInputs(job, workInputs);
  if (!inputs.ok) return inputs;
  const place = placeOf(job, workspace);
  if (!place.ok) return place;
  const { project, plan, phase: wanted, land, 'time-limit': limit } = inputs.value;
  const relay = relayAt(host, place.value.folder);
  if (!(await host.files.exists(relay.configuration)))
    return fail('missing-result', 'Unexpected absence of a relay, expected a step with `phasewright ci fetch` before.');
  const path = join(place.value.folder, 'told.json');
  await host.files.remove(path);
  const began = host.clock.monotonic();
  const code = await runNx(
    job,
    workspace,
    [
      'run',
      `${project}:implement-phase`,
      ...(plan === undefined ? [] : [`--plan=${plan}`]),
      ...(wanted === undefined ? [] : [`--phase=${wanted}`]),
      ...part,
      '--claims=refs',
      // A branch that is pushed is all of a pull request but its page.
      `--land=${land === 'main' ? 'main' : 'pull-request'}`,
      `--tell=${path}`,
      // The phase ends by itself: whatever GitHub or Nx ends has no time to hand over what it has made.
      `--stopAfter=${limit * 60}`,
    ],
    { GIT_CONFIG_GLOBAL: relay.configuration },
  );
  const told = toldSchema.safeParse(jsonObject((await host.files.read(path)) ?? ''));
  if (!told.success) return fail('stage-failed', `Nx ended with ${code}, and told nothing of the phase: see above.`);
  const isOver = host.clock.monotonic() - began >= limit * 60_000;
  return await ended(host, job, { place: place.value, told: told.data, land, ...(isOver && { limit }) });
}

interface Ended {
  readonly place: Place;
  readonly told: Told;
  readonly land: NonNullable<Packed['as']>;
  /** Minutes, where the time of the step was over. */
  readonly limit?: number;
}

async function ended(host: Host, job: Job, { place, told, land, limit }: Ended): Promise<Result<StageEnd>> {
  const { about, outcome, failure, ready } = told;
  // What keeps the phase from being opened keeps its tasks from being done.
  const tasks = (outcome === 'done' ? ready : [])
    .slice(0, mostLegs)
    .map(({ task: id }) => ({ task: id, name: slug(id) }));
  const outputs = {
    outcome,
    plan: about?.plan.id ?? '',
    phase: about?.phase.id ?? '',
    tasks: JSON.stringify({ include: tasks }),
    empty: String(tasks.length === 0),
  };
  if (!about) {
    if (outcome === 'nothing-to-do') return ok({ outputs });
    return ok({ outputs, failure: failure ?? { reason: 'stage-failed', message: 'The phase was refused.' } });
  }
  const files = told.report === null ? new Map<string, string>() : await reportFiles(host, job, place, told.report);
  const repository = await openRepository(host, place.workspace);
  if (!repository.ok) return repository;
  const packed = await pack(
    host,
    { checkout: repository.value.git, relay: relayAt(host, place.folder), folder: place.bundle },
    {
      ...about,
      files,
      ...(outcome === 'landed' ? { as: land, outcome } : {}),
      ...(isReported(outcome) && { outcome }),
    },
  );
  if (!packed.ok) return packed;
  const why = whyRed(told, limit);
  const end = { outputs: { ...outputs, bundle: place.bundle, digest: packed.value.digest } };
  return ok(why === undefined ? end : { ...end, failure: why });
}

/** GitHub takes no more in one matrix; what is left is done where the phase is closed. */
const mostLegs = 256;

type Reported = NonNullable<Packed['outcome']>;

function isReported(outcome: Told['outcome']): outcome is Reported {
  return reportSchema.shape.outcome.safeParse(outcome).success;
}

/** A question waits for a person, which is nobody's failure. */
function whyRed({ outcome, about }: Told, limit: number | undefined): Failure | undefined {
  if (outcome !== 'failed' && outcome !== 'stopped') return undefined;
  const words =
    outcome === 'failed'
      ? 'has failed'
      : limit === undefined
        ? 'was stopped before its end'
        : `was stopped by its time-limit of ${limit} min; the next run goes on from what it has made`;
  return { reason: 'stage-failed', message: `Phase ${about?.phase.id ?? ''} ${words}: see the summary of this run.` };
}

/** Shows the report, and lays beside it what other programs read. Answers with what goes into the bundle. */
async function reportFiles(host: Host, job: Job, place: Place, markdown: string): Promise<Map<string, string>> {
  const folder = dirname(join(place.workspace, markdown));
  const text = (await host.files.read(join(folder, 'report.json'))) ?? '';
  const report = reportSchema.parse(JSON.parse(text));
  writeSummary(job, (most) => phaseSummary(report, most));
  annotate(annotationsOf(report));
  const made = new Map([
    ['findings.sarif', findingsSarif(report)],
    ['gates.junit.xml', gatesJunit(report)],
  ]);
  const statement = statementOf(Buffer.from(text), runUrl(job) ?? '');
  if (statement.ok) made.set('statement.json', `${JSON.stringify(statement.value, null, 2)}\n`);
  for (const [name, content] of made) await host.files.write(join(place.folder, 'report', name), content);
  return new Map([
    ...['report.json', 'report.md', 'report.html'].map((name) => [`report/${name}`, join(folder, name)] as const),
    ...[...made.keys()].map((name) => [`report/${name}`, join(place.folder, 'report', name)] as const),
  ]);
}
