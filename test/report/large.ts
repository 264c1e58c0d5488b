import { attentionOf } from '../../core/report/attention.ts';
import type { ChangedFile, Report } from '../../core/report/report.ts';
import type { Stage } from '../../core/report/story.ts';
import { withLanes } from '../../core/report/lanes.ts';
import { sampleReport, second, turn } from './sample.ts';

/** A phase of so many tasks that has landed: layers of twelve, each task on two of the layer above. */
export function largeReport(size: number): Report {
  const tasks = Array.from({ length: size }, (_, index) => task(index));
  const sample = sampleReport();
  const report = sampleReport({
    outcome: 'landed',
    summary: `${size} of ${size} tasks done, reviewed, judged and proven; landed on phase/2.`,
    questions: [],
    next: null,
    tasks,
    criteria: sample.criteria.map((one) => ({ ...one, outcome: 'met', evidence: one.evidence || 'Ada Example' })),
    stages: withLanes([
      ...tasks.map((one, index) => stageOf(one, index)),
      ...sample.stages.filter((one) => one.kind !== 'task').map((one) => ({ ...one, outcome: 'done' as const })),
    ]),
    rounds: tasks.flatMap((one) => sample.rounds.slice(0, 2).map((round) => ({ ...round, stage: one.stage }))),
    filesChanged: tasks.flatMap((one, index) => [
      file(`apps/shop/src/part-${index}/index.ts`, one.id),
      file(`apps/shop/src/part-${index}/index.test.ts`, one.id),
    ]),
    findings: tasks.map((one) => ({ ...sample.findings[0]!, stage: one.stage })),
    records: tasks.map((one) => ({ ...sample.records[0]!, name: one.stage })).concat(sample.records.slice(5)),
    nextSteps: [
      { does: 'Look at the change, what is listed first before the rest', command: 'git log --stat a1b2c3d4..phase/2' },
      { does: 'Bring it into main, or open a pull request of the branch', command: 'git merge --ff-only phase/2' },
      { does: 'At any later time, see which exit criteria still hold', command: 'npx nx run shop:exit-criteria' },
    ],
  });
  return { ...report, attention: attentionOf(report) };
}

const layer = 12;

function task(index: number): Report['tasks'][number] {
  const above = [index - layer, index - layer + (index % layer === layer - 1 ? -1 : 1)];
  const id = `2.${index + 1}`;
  return {
    ...sampleReport().tasks[1]!,
    id,
    stage: `task-${id}`,
    title: `Part ${index + 1} of a long phase with a title of some length`,
    dependsOn: index < layer ? [] : above.map((one) => `2.${one + 1}`),
    rounds: 1 + (index % 3),
    turns: [turn({ durationMs: 60_000 + index * 100 }), turn({ role: 'reviewer', durationMs: 20_000 })],
  };
}

function stageOf({ id, stage: name, title, dependsOn }: Report['tasks'][number], index: number): Stage {
  const start = Math.floor(index / 4) * 130 + (index % 4) * 5;
  const step = (doing: 'work' | 'gates' | 'review', from: number, to: number) =>
    ({
      doing,
      round: 1,
      role: null,
      started: second(start + from),
      ended: second(start + to),
      outcome: 'done',
    }) as const;
  return {
    name,
    kind: 'task',
    task: id,
    title,
    dependsOn: dependsOn.map((one) => `task-${one}`),
    outcome: 'done',
    reused: false,
    started: second(start),
    ended: second(start + 110),
    lane: null,
    steps: [step('work', 0, 70), step('gates', 70, 90), step('review', 90, 110)],
  };
}

function file(path: string, id: string): ChangedFile {
  return {
    path,
    added: 40,
    removed: 2,
    change: 'added',
    tasks: [{ id, declared: null }],
    criteria: [],
    findings: [],
    own: null,
  };
}
