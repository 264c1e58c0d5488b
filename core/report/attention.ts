import { z } from 'zod';
import { isTestOrConfig } from './test-or-config.ts';
import type { ChangedFile, Report } from './report.ts';
import type { Stage } from './story.ts';

/** Something that a person should look at, the most before the less. */
export const attentionSchema = z.object({
  kind: z.enum(['task', 'stage', 'file', 'review']),
  /** The task's id, the stage's name, or the file's path. */
  id: z.string(),
  title: z.string(),
  score: z.number().int().positive(),
  reasons: z.array(z.object({ points: z.number().int().positive(), words: z.string() })),
});
export type Attention = z.infer<typeof attentionSchema>;

type Told = Pick<Report, 'tasks' | 'stages' | 'filesChanged' | 'findings' | 'deviations' | 'review'>;

/**
 * What to look at first. The score is a sum of points that anybody can check, and each is told:
 *
 * | for each                                                     | points | at most |
 * | ------------------------------------------------------------ | ------ | ------- |
 * | task or stage that failed                                    | 20     | 20      |
 * | task or stage that asks a question                           | 10     | 10      |
 * | changed file that maps to nothing (an entry of its own)      | 6      | 6       |
 * | file outside of what its task declares                       | 3      | 9       |
 * | test or configuration that was there before and was changed  | 3      | 9       |
 * | finding that was rejected                                    | 3      | 9       |
 * | finding that is open                                         | 3      | 9       |
 * | task that is ticked and not proven                           | 4      | 4       |
 * | task whose tests are not shown to fail without it            | 4      | 4       |
 * | gate that is flaky, or was red before                        | 2      | 6       |
 * | deviation from a norm                                        | 2      | 6       |
 * | turn in which an agent wanted what it may not do             | 2      | 4       |
 * | round after the first                                        | 1      | 4       |
 * | file of a fix that is not its finding's, and no test         | 1      | 3       |
 * | 100 changed lines                                            | 1      | 5       |
 */
export function attentionOf(told: Told): Attention[] {
  const files = filesByTask(told.filesChanged);
  const findings = Map.groupBy(told.findings, (one) => one.stage);
  const ofTasks = told.tasks.map((task) => ofTask(task, files.get(task.id) ?? [], findings.get(task.stage) ?? []));
  return [...ofTasks, ...told.stages.filter(isOther).map(ofStage), ofReview(told), ...told.filesChanged.map(ofFile)]
    .filter((entry) => entry.score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, mostEntries);
}

/** Whether nobody has asked for the change of this file. */
export function mapsToNothing(file: ChangedFile): boolean {
  return file.own === null && file.tasks.length === 0 && file.criteria.length === 0 && file.findings.length === 0;
}

const mostEntries = 12;

function filesByTask(changed: readonly ChangedFile[]): Map<string, ChangedFile[]> {
  const pairs = changed.flatMap((file) => file.tasks.map(({ id }) => ({ id, file })));
  const grouped = Map.groupBy(pairs, (pair) => pair.id);
  return new Map([...grouped].map(([id, found]) => [id, found.map((pair) => pair.file)]));
}

function ofTask(task: Report['tasks'][number], mine: readonly ChangedFile[], own: Told['findings']): Attention {
  const outside = mine.filter((file) => file.tasks.some((one) => one.id === task.id && one.declared === false));
  return scored('task', task.id, task.title, [
    ...ofOutcome(task.outcome),
    each(3, 3, outside.length, (many) => `${fileWords(many)} outside of what it declares`),
    each(3, 3, changedTests(mine), (many) => `${fileWords(many)} of tests or configuration changed`),
    ...ofFindings(own),
    each(4, 1, task.outcome === 'ticked-unproven' ? 1 : 0, () => 'ticked, and nothing proves it'),
    each(4, 1, task.redGreen?.outcome === 'not-shown' ? 1 : 0, () => 'its tests are not shown to fail without it'),
    each(2, 3, doubtful(task), (many) => `${many} gate${many === 1 ? '' : 's'} flaky, or red before`),
    ...ofWork(task),
    each(1, 4, task.rounds - 1, (many) => `${many} more round${many === 1 ? '' : 's'} of review`),
    ofSize(mine),
  ]);
}

function doubtful({ complaints = [] }: Report['tasks'][number]): number {
  return complaints.filter(({ kind }) => kind === 'flaky' || kind === 'pre-existing').length;
}

/** Tasks and the review have entries of their own. */
function isOther({ kind }: Stage): boolean {
  return kind !== 'task' && kind !== 'review';
}

function ofStage({ name, title, outcome }: Stage): Attention {
  return scored('stage', name, title, ofOutcome(outcome));
}

function ofOutcome(outcome: Stage['outcome'] | undefined): Reason[] {
  return [
    each(20, 1, outcome === 'failed' ? 1 : 0, () => 'failed'),
    each(10, 1, outcome === 'waiting' ? 1 : 0, () => 'asks a question'),
  ];
}

function ofReview({ review, stages, findings, filesChanged, deviations }: Told): Attention {
  const own = findings.filter((one) => one.stage === 'review');
  const fixedIn = filesChanged.filter((file) => file.findings.length > 0 && file.tasks.length === 0);
  const beside = fixedIn.filter(
    ({ path, findings: fixed }) =>
      !isTestOrConfig(path) && fixed.every((index) => findings[index]?.finding.path !== path),
  ).length;
  return scored('review', 'review', 'The review and its fixes', [
    ...ofOutcome(stages.find(({ kind }) => kind === 'review')?.outcome),
    each(3, 3, changedTests(fixedIn), (many) => `${fileWords(many)} of tests or configuration changed`),
    each(1, 3, beside, (many) => `${fileWords(many)} changed by a fix that no finding names`),
    ...ofFindings(own),
    ...ofWork({ turns: review.turns, deviations: deviations.filter((one) => one.stage === 'review') }),
    each(1, 4, review.rounds - 1, (many) => `${many} more round${many === 1 ? '' : 's'}`),
  ]);
}

function ofFile(file: ChangedFile): Attention {
  return scored('file', file.path, file.path, [
    each(6, 1, mapsToNothing(file) ? 1 : 0, () => 'maps to no task, criterion or finding'),
  ]);
}

function ofFindings(findings: Told['findings']): Reason[] {
  const of = (outcome: string): number => findings.filter((one) => one.outcome === outcome).length;
  return [
    each(3, 3, of('rejected'), (many) => `${many} finding${many === 1 ? '' : 's'} rejected`),
    each(3, 3, of('open'), (many) => `${many} finding${many === 1 ? '' : 's'} open`),
  ];
}

function ofWork(work: Pick<Report['tasks'][number], 'turns' | 'deviations'>): Reason[] {
  const denied = work.turns.filter((turn) => turn.denied.length > 0).length;
  return [
    each(2, 3, work.deviations.length, (many) => `${many} deviation${many === 1 ? '' : 's'} from norms`),
    each(2, 2, denied, (many) => `${many} turn${many === 1 ? '' : 's'} in which the agent wanted what it may not do`),
  ];
}

function ofSize(mine: readonly ChangedFile[]): Reason {
  const lines = mine.reduce((sum, file) => sum + file.added + file.removed, 0);
  return each(1, 5, Math.floor(lines / 100), () => `${lines} changed lines`);
}

function changedTests(changed: readonly ChangedFile[]): number {
  return changed.filter((file) => file.change !== 'added' && isTestOrConfig(file.path)).length;
}

type Reason = Attention['reasons'][number];

/** So many points for each, but not for more than `most` of them. */
function each(points: number, most: number, many: number, words: (many: number) => string): Reason {
  return { points: points * Math.max(0, Math.min(most, many)), words: words(many) };
}

function scored(kind: Attention['kind'], id: string, title: string, all: readonly Reason[]): Attention {
  const reasons = all.filter((one) => one.points > 0).toSorted((a, b) => b.points - a.points);
  return { kind, id, title, score: reasons.reduce((sum, one) => sum + one.points, 0), reasons };
}

function fileWords(many: number): string {
  return `${many} file${many === 1 ? '' : 's'}`;
}
