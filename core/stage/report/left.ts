import { readJournal } from '../../journal/journal.ts';
import { jsonObject } from '../../json.ts';
import { loopStory, type LoopStory } from '../../report/loop-story.ts';
import type { RecordLink } from '../../report/story.ts';
import {
  breakdownRecordSchema,
  exitCriteriaRecordSchema,
  gatesRecordSchema,
  polishRecordSchema,
  reviewRecordSchema,
  specLintRecordSchema,
  squashRecordSchema,
  taskRecordSchema,
  type BreakdownRecord,
  type ExitCriteriaRecord,
  type GatesRecord,
  type LandRecord,
  type MergeRecord,
  type PolishRecord,
  type ReviewRecord,
  type SpecLintRecord,
  type SquashRecord,
  type TaskRecord,
} from '../../result/records.ts';
import { storedRecord } from '../../result/result.ts';
import { answerSchema, questionSchema, type Answer } from '../../workflow/question.ts';
import { merging, phaseReview, polishing, type Workflow } from '../../workflow/workflow.ts';
import { readCrash, readRecord, type StageContext } from '../context.ts';
import { journalPath } from '../loop/loop-journal.ts';
import { artifactFolder } from '../phase-record.ts';
import { taskWorkflow } from '../task/task-workflow.ts';
import { mergesOf } from './report-merges.ts';

/** All that the stages of a phase have left: what the report is made of. */
export interface Left {
  readonly breakdown: BreakdownRecord | undefined;
  readonly polish: PolishRecord | undefined;
  readonly lint: SpecLintRecord | undefined;
  /** By slug; none for a task that left nothing. */
  readonly tasks: ReadonlyMap<string, TaskRecord>;
  readonly squash: SquashRecord | undefined;
  readonly review: ReviewRecord | undefined;
  readonly gates: GatesRecord | undefined;
  readonly proof: ExitCriteriaRecord | undefined;
  /** What was judged anew for landing. */
  readonly land: LandRecord | undefined;
  /** Conflicts that an agent was to resolve. */
  readonly merges: readonly MergeRecord[];
  /** Of stages that ended by a bug of ours. */
  readonly crashes: ReadonlyMap<string, string>;
  /** By stage: what the journals of the loops tell. */
  readonly stories: ReadonlyMap<string, LoopStory>;
  readonly links: readonly RecordLink[];
  /** With what was asked, where that was kept. */
  readonly answers: readonly { readonly answer: Answer; readonly asked: string | null; readonly commit: string }[];
}

export async function readLeft(
  context: StageContext,
  about: { readonly land?: LandRecord | undefined; readonly merge?: MergeRecord | undefined } = {},
): Promise<Left> {
  const { land } = about;
  const breakdown = await readRecord(context, 'breakdown', breakdownRecordSchema);
  const polish = await readRecord(context, 'polish', polishRecordSchema);
  const lint = await readRecord(context, 'spec-lint', specLintRecordSchema);
  const squash = await readRecord(context, 'squash', squashRecordSchema);
  const review = await readRecord(context, 'review', reviewRecordSchema);
  const gates = await readRecord(context, 'gates', gatesRecordSchema);
  const proof = await readRecord(context, 'exit-criteria', exitCriteriaRecordSchema);
  const tasks = new Map<string, TaskRecord>();
  const crashes = new Map<string, string>();
  const stories = new Map<string, LoopStory>();
  for (const { slug } of context.phase.tasks) {
    const record = await readRecord(context, `task-${slug}`, taskRecordSchema);
    if (!record) continue;
    tasks.set(slug, record);
    stories.set(`task-${slug}`, await readStory(context, `task-${slug}`, record));
  }
  if (polish) stories.set('polish', await readStory(context, 'polish', polish));
  if (review) stories.set('review', await readStory(context, 'review', review));
  const taskStages = context.phase.tasks.map(({ slug }) => `task-${slug}`);
  for (const stage of [...taskStages, 'squash', 'review', 'gates', 'exit-criteria']) {
    const crash = await readCrash(context, stage);
    if (crash !== undefined) crashes.set(stage, crash);
  }
  const merges = mergesOf({ tasks: tasks.values(), squash, land, open: about.merge });
  for (const one of merges) stories.set(one.stage, await readStory(context, one.stage, one));
  const kept: (readonly [string, Kept | undefined])[] = [
    ['breakdown', breakdown],
    ['polish', polish],
    ['spec-lint', lint],
    ...[...tasks].map(([slug, record]) => [`task-${slug}`, record] as const),
    ...merges.map((one) => [one.stage, one] as const),
    ['squash', squash],
    ['review', review],
    ['gates', gates],
    ['exit-criteria', proof],
    ['land', land],
  ];
  const links = await readLinks(context, kept);
  const answers = await readAnswers(context);
  const told = { crashes, stories, links, answers };
  return { breakdown, polish, lint, tasks, squash, review, gates, proof, land, merges, ...told };
}

/** The journal of a finished loop stands in its result, that of an unfinished one in the state folder. */
async function readStory(
  context: StageContext,
  stage: string,
  { key, outcome }: { readonly key: string; readonly outcome: string },
): Promise<LoopStory> {
  const { host, phase, repository, refs } = context;
  const stored = outcome === 'done' ? await storedRecord(repository.git, refs, stage, key, 'journal.jsonl') : undefined;
  const path = journalPath(phase, stage, key);
  const journal = readJournal(stored ?? (await host.files.read(path)) ?? '', path);
  return loopStory(journal.ok ? journal.value.entries : [], { stage, workflow: workflowOf(phase, stage) });
}

function workflowOf(phase: StageContext['phase'], stage: string): Workflow {
  if (stage === 'review') return phaseReview(phase.options);
  if (stage === 'polish') return polishing(phase.options);
  return stage.startsWith('merge-') ? merging() : taskWorkflow(phase, true);
}

interface Kept {
  readonly outcome: string;
  readonly key?: string | undefined;
}

async function readLinks(
  { repository, refs, phase }: StageContext,
  records: readonly (readonly [string, Kept | undefined])[],
): Promise<RecordLink[]> {
  const format = '%(refname) %(objectname) %(tree) %(parent)';
  const listed = await repository.git.text(['for-each-ref', `--format=${format}`, `${refs.all}result/`]);
  const stored = new Map(listed.split('\n').map((line) => [line.split(' ')[0] ?? '', line.split(' ')]));
  return records.flatMap(([name, record]) => {
    if (!record) return [];
    const ref = record.key ? refs.result(name, record.key) : '';
    const [, result = null, tree = null, work = null] = stored.get(ref) ?? [];
    const path = `${artifactFolder(phase.project, phase.phase.slug, name)}/record.json`;
    const key = record.key || null;
    return [{ name, path, ref: result === null ? null : ref, result, work, tree, key, outcome: record.outcome }];
  });
}

/** What people have answered in this phase, the latest word on each question. */
async function readAnswers({ repository, refs }: StageContext): Promise<Left['answers']> {
  const format = '%(objectname) %(contents:body)';
  const listed = await repository.git.text(['for-each-ref', `--format=${format}`, `${refs.all}answer/`]);
  return listed.split('\n').flatMap((line) => {
    const [, commit = '', text = ''] = /^([0-9a-f]+) (\{.*)$/.exec(line) ?? [];
    const note = jsonObject(text);
    // An older release kept the answer alone.
    const parsed = answerSchema.safeParse(note?.['answer'] ?? note);
    const question = questionSchema.safeParse(note?.['question']);
    return parsed.success ? [{ answer: parsed.data, asked: question.data?.text ?? null, commit }] : [];
  });
}
