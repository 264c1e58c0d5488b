import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { ok } from '../../core/failure.ts';
import type { Host } from '../../core/host/host.ts';
import { nodeHost } from '../../core/host/node-host.ts';
import { implementPhase } from '../../core/phase.ts';
import type { Outside } from '../../core/stage/begin.ts';
import { openStage } from '../../core/stage/context.ts';
import { runGatesStage } from '../../core/stage/gates/gates.ts';
import { artifactFolder } from '../../core/stage/phase-record.ts';
import { runExitCriteria } from '../../core/stage/prove/exit-criteria.ts';
import { runReview } from '../../core/stage/review/review.ts';
import { specLint } from '../../core/stage/specs/spec-lint.ts';
import { runSquash } from '../../core/stage/squash.ts';
import { runTask } from '../../core/stage/task/task.ts';
import { github } from '../../executors/github.ts';
import { faultyDisk } from './faulty-disk.ts';
import { killingHost } from './killing-host.ts';
import type { Order, Told } from './told.ts';

/*
 * One process that drives a phase through `core`, without an Nx: `run-phase.ts <order as JSON>`. What it tells is a line
 * of JSON each, written at once, so that what was told before a kill is known.
 */

const { root, script, kill, disk, claims } = JSON.parse(process.argv[2] ?? '') as Order;

function tell(told: Told): void {
  writeSync(1, `${JSON.stringify(told)}\n`);
}

/** Pushes are rationed for the sake of a real remote: here none was ever made. */
function withoutBudget(made: Host): Host {
  const pushes = join(made.stateFolder, 'pushes');
  const read = async (path: string): Promise<string | undefined> =>
    path.startsWith(pushes) ? undefined : await made.files.read(path);
  return { ...made, files: { ...made.files, read } };
}

let calls = 0;
let writes = 0;
const faulty = faultyDisk(withoutBudget(nodeHost()), disk, (all) => void (writes = all));
const host = killingHost(faulty, kill, (all) => void (calls = all));

/** The stages in the order of the graph, one at a time: so a call has the same number each time. */
const runStages: NonNullable<Outside['runStages']> = async (context, { onEvent }) => {
  const opened = await openStage(host, context.root, (event) => onEvent({ ...event, at: 0 }));
  if (!opened.ok) return opened;
  const stage = opened.value;
  const { phase } = stage;
  const artifacts = join(context.root, artifactFolder(phase.project, phase.phase.slug, 'spec-lint'));
  await specLint(host, { root: context.root, plans: [phase.plan.path], phase: phase.phase.id, artifacts });
  const done = new Set<string>();
  for (const { id, slug, dependsOn } of phase.tasks) {
    if (!dependsOn.every((one) => done.has(one))) continue;
    const { outcome } = await runTask(stage, id);
    if (outcome === 'done') done.add(slug);
  }
  for (const run of [runSquash, runReview, runGatesStage, async () => await runExitCriteria(stage, [])]) {
    const { outcome } = await run(stage);
    if (outcome !== 'done') break;
  }
  return ok('ran');
};

const agent = { driver: 'scripted', script };
const ran = await implementPhase(
  host,
  {
    workspace: root,
    project: 'demo',
    projectRoot: '.',
    plans: ['specs/91-impl-plan.md'],
    rebase: false,
    targets: [],
    options: [
      {
        from: 'the sweep',
        written: {
          implementer: agent,
          reviewer: agent,
          polish: 'off',
          claims,
          gates: [{ name: 'check', command: ['sh', '-c', 'test ! -e src/red.txt'] }],
        },
      },
    ],
  },
  {
    onEvent: (event) => {
      if (event.type === 'agent-started') tell({ what: 'agent' });
      if (event.type === 'phase-started') tell({ what: 'ready' });
    },
    forge: github({}),
    runStages,
  },
);
tell(
  ran.ok
    ? { what: 'ended', outcome: ran.value.report.outcome, why: ran.value.report.summary, calls, writes }
    : { what: 'refused', reason: ran.failure.reason, message: ran.failure.message },
);
