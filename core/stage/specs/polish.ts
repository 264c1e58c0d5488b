import { boundTo, readerAnswerSchema, type ReaderAnswer, type ReviewerAnswer } from '../../agent/answer.ts';
import { polisherPrompt } from '../../brief/prompts/polisher.ts';
import { readerPrompt } from '../../brief/prompts/reader.ts';
import { fail, type Failure } from '../../failure.ts';
import { changedBetween } from '../../git/changed-between.ts';
import { changedTexts } from '../../git/changed-texts.ts';
import { removeWorktree } from '../../git/worktree.ts';
import { polishRecordSchema, recordVersion, type PolishRecord } from '../../result/records.ts';
import { standingDiagrams, type Diagram } from '../../spec/standing-diagrams.ts';
import { drive, startOf } from '../../workflow/drive.ts';
import { polishing } from '../../workflow/workflow.ts';
import { backlogAt } from '../review/backlog.ts';
import { adoptMade } from '../adopt-made.ts';
import { json, layOut, reportFailure, worktreePath, phaseWorktreeName, type StageContext } from '../context.ts';
import type { Decision } from '../decide/decision.ts';
import { keepOfWhole } from '../keep-of-whole.ts';
import { loopEffects } from '../loop/loop-effects.ts';
import type { LoopWork } from '../loop/loop-work.ts';
import { loopEnding } from '../loop/loop-ending.ts';
import { noteLoop } from '../loop/leave-loop.ts';
import { whileOurs } from '../loop/while-ours.ts';
import { lostClaim } from '../land/landing.ts';
import { openLoopJournal } from '../loop/loop-journal.ts';
import { takeUpLoop } from '../loop/take-up-loop.ts';
import { phaseTexts, type AboutPhase, type PhaseTexts } from './phase-texts.ts';
import type { PolishNeed } from './polish-need.ts';
import { polishVerdict } from './polish-verdict.ts';
import { isPolishable, specFolder } from './protected-paths.ts';
import { transcripts } from '../loop/transcripts.ts';

const stage = 'polish';

/**
 * Makes the specs of a phase fit to be built from, before any task: the lint and a fresh reader say what is missing, an
 * agent edits, until both are content. Where nothing is missing nothing is edited. Before its tasks a phase has no
 * graph, so this runs in the process of the run. `lost` as in `Turn`.
 */
export async function runPolish(context: StageContext, decision: Decision, need: Need): Promise<PolishRecord> {
  const { host, repository } = context;
  const { key } = need;
  const nothingYet: PolishRecord = {
    version: recordVersion,
    stage,
    outcome: 'failed',
    key,
    changed: [],
    rounds: 0,
    agentCalls: 0,
    usage: {},
    turns: [],
    findings: [],
  };
  const made = await adoptMade(context, { stage, key, schema: polishRecordSchema });
  if (made?.failure) return await leave(context, { ...nothingYet, failure: made.failure });
  if (made) return made.record;
  const workflow = polishing(context.phase.options);
  const begins = { stage, key, workflow, start: decision.polished.commit };
  const taken = await takeUpLoop(context, { ...begins, name: 'The polish of the specs' });
  if (!taken.ok) {
    const { ok: _ok, ...ending } = taken;
    return await leave(context, { ...nothingYet, ...ending });
  }
  context.emit({ type: 'stage-started', stage, detail: need.because });
  const journal = await openLoopJournal(context, begins);
  if (!journal.ok) return await leave(context, { ...nothingYet, failure: journal.failure });
  const start = startOf(journal.value) ?? decision.polished.commit;
  const polished = await phaseTexts(repository.git, start, aboutOf(context));
  if (!polished.ok) {
    await journal.value.close();
    return await leave(context, { ...nothingYet, failure: polished.failure });
  }
  const work = { ...(await loopWork(context, decision, { key, start: polished.value })), lost: need.lost };
  const isLost = (): Failure | undefined => (need.lost?.aborted ? lostClaim().failure : undefined);
  const effects = whileOurs(loopEffects(context, work), isLost);
  const state = await drive({ stage, workflow, start, journal: journal.value, effects }).finally(async () => await journal.value.close());
  const { round, agentCalls, usage, turns, settled, commit } = state.progress;
  const record: PolishRecord = {
    ...nothingYet,
    start,
    rounds: round,
    agentCalls,
    usage,
    turns: [...turns],
    findings: [...settled],
    ...loopEnding(state),
  };
  if (state.at !== 'approved') {
    await noteLoop(context, { stage, key, work: state.progress.commit, record, journal: journal.value });
    return await leave(context, record);
  }

  const changed = await changedBetween(repository.git, start, commit);
  const complete: PolishRecord = { ...record, outcome: 'done', commit, changed };
  const artifacts = new Map([
    ['record.json', json(complete)],
    ['journal.jsonl', journal.value.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')],
    ...(await transcripts(context, { stage, key })),
  ]);
  const about = { stage, key, work: commit, artifacts, record: complete, schema: polishRecordSchema };
  const kept = await keepOfWhole(context, about);
  await removeWorktree(host, repository, await worktreePath(context, work.worktree));
  const detail = changed.length === 0 ? 'nothing is missing' : `edited ${changed.join(', ')}`;
  context.emit({ type: 'stage-finished', stage, outcome: 'done', detail });
  return kept;
}

type Need = Extract<PolishNeed, { state: 'needed' }> & { readonly lost?: AbortSignal | undefined };

async function loopWork(
  context: StageContext,
  decision: Decision,
  { key, start }: { readonly key: string; readonly start: PhaseTexts },
): Promise<LoopWork> {
  const { phase, repository } = context;
  const { git } = repository;
  const { plan, specs } = decision;
  const { projectRoot, options } = phase;
  const { polish } = options;
  const about = aboutOf(context);
  const backlog = await backlogAt(git, start.commit, { plan: plan.path, projectRoot, named: options.backlog });
  const isAllowed = isPolishable(plan.path, specs);
  const folder = specFolder(plan.path);
  const files = [...(isAllowed(plan.path) ? [plan.path] : []), ...(folder === undefined ? [] : [`${folder}/**/*.md`]), ...specs];
  return {
    stage,
    key,
    worktree: `${phaseWorktreeName(phase.phase)}-polish`,
    workflow: polishing(phase.options),
    taskName: 'phase',
    start: start.commit,
    scope: { files: [], isProtected: (path) => !isAllowed(path) },
    isSpec: isAllowed,
    message: (because, round) => `WIP: polish of phase ${phase.phase.id} (round ${round}, ${because.why})\n`,
    prompt: (because, mark) => polisherPrompt({ ...decision.documents, files }, because, mark),
    judge: async (_worktree, commit) =>
      await polishVerdict(git, commit, { project: phase.project, start, phase: about, backlog: backlog.path }),
    review: async ({ command, nonce }, ask) => {
      const { commit } = command;
      const texts = await phaseTexts(git, commit, about);
      if (!texts.ok) return { ...texts, ...noTurn };
      if (polish !== 'full') return { ok: true, answer: asReview(readWithoutAgent(commit, nonce)), ...noTurn };
      const diagrams = await diagramsLeft(context, start.commit, commit);
      const prompt = readerPrompt(texts.value.documents, { ...command, nonce, diagrams }, nonce.slice(0, 8));
      const outcome = await ask(prompt, boundTo(readerAnswerSchema, { commit, nonce }));
      return outcome.ok ? { ...outcome, answer: asReview(outcome.answer) } : outcome;
    },
  };
}

function aboutOf({ phase }: StageContext): AboutPhase {
  const { gates, rules } = phase.options;
  return {
    plan: phase.plan.path,
    phase: phase.phase.id,
    gates: gates.map(({ name }) => name),
    rules,
    base: phase.base,
  };
}

async function diagramsLeft({ host, repository }: StageContext, start: string, commit: string): Promise<Diagram[]> {
  const { texts } = await changedTexts(host, repository.git, start, commit);
  return texts.flatMap(({ path, base, head }) =>
    path.endsWith('.md') && base !== undefined && head !== undefined
      ? standingDiagrams({ path, before: base, after: head })
      : [],
  );
}

const noTurn = { turns: [], usage: {}, session: undefined };

/** Where only the lint is asked for, nobody reads. */
function readWithoutAgent(commit: string, nonce: string): ReaderAnswer {
  return { ready: true, commit, nonce, summary: 'The lint has no complaint.', gaps: [] };
}

/** A reader's answer in the form of a reviewer's: what a document lacks is a finding, what nobody has decided a question too. */
function asReview({ commit, nonce, summary, gaps }: ReaderAnswer): ReviewerAnswer {
  const findings = gaps.map(
    ({ path, line, missing, fix }) => ({ severity: 'P1', kind: 'in-phase', path, line, title: missing, fix }) as const,
  );
  const answer = { commit, nonce, summary, findings };
  if (!gaps.some(({ decision }) => decision))
    return { ...answer, verdict: findings.length === 0 ? 'APPROVED' : 'ISSUES_FOUND' };
  const told = gaps.toSorted((a, b) => Number(b.decision) - Number(a.decision));
  const questions = told.map(
    ({ path, line, missing, decision }) => `${decision ? '' : 'Missing besides: '}${path}:${line} ${missing}`,
  );
  return { ...answer, verdict: 'NEEDS_CLARIFICATION', questions };
}

/** Why a phase whose polish ended like this cannot go on; undefined where it can. */
export function whyUnpolished(record: PolishRecord): Failure | undefined {
  if (record.outcome === 'done') return undefined;
  const { question, failure } = record;
  return question ? fail('question', question.text).failure : failure;
}

async function leave(context: StageContext, record: PolishRecord): Promise<PolishRecord> {
  await layOut(context, stage, new Map([['record.json', json(record)]]));
  if (record.question)
    context.emit({ type: 'question', stage, text: `${record.question.text} (${record.question.id})` });
  else if (record.failure) reportFailure(context, stage, record.failure);
  return record;
}
