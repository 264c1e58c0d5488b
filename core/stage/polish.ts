import { boundTo, readerAnswerSchema, type ReaderAnswer, type ReviewerAnswer } from '../agent/answer.ts';
import { polisherPrompt } from '../brief/prompts/polisher.ts';
import { readerPrompt } from '../brief/prompts/reader.ts';
import { describeFailure, fail, type Failure } from '../failure.ts';
import { treeOf } from '../git/commit.ts';
import { removeWorktree } from '../git/worktree.ts';
import { changedDemands, touchedBeyond } from '../plan/demands.ts';
import type { Phase } from '../plan/plan.ts';
import { recordVersion, type PolishRecord, type Verdict } from '../result/records.ts';
import { drive } from '../workflow/drive.ts';
import { polishing } from '../workflow/workflow.ts';
import { json, keep, layOut, reportFailure, worktreePath, phaseWorktreeName, type StageContext } from './context.ts';
import type { Decision } from './decision.ts';
import { loopEffects, type LoopWork } from './loop-effects.ts';
import { loopEnding } from './loop-ending.ts';
import { openLoopJournal } from './loop-journal.ts';
import { complaintsAbout, phaseTexts } from './phase-texts.ts';
import type { PolishNeed } from './polish-need.ts';
import { isPolishable, specFolder } from './protected-paths.ts';
import { changedBetween } from './spec-commit.ts';
import { transcripts } from './transcripts.ts';

const stage = 'polish';

/**
 * Makes the specs of a phase fit to be built from, before any task: the lint and a fresh reader say what is missing, an
 * agent edits, until both are content. Where nothing is missing nothing is edited. Before its tasks a phase has no
 * graph, so this runs in the process of the run.
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
  context.emit({ type: 'stage-started', stage, detail: need.because });
  const work = loopWork(context, decision, key);
  const { workflow, start } = work;
  const journal = await openLoopJournal(context, { stage, key, workflow, start });
  if (!journal.ok) return await leave(context, { ...nothingYet, failure: journal.failure });
  const effects = loopEffects(context, work);
  const state = await drive({ stage, workflow, start, journal: journal.value, effects });
  await journal.value.close();
  const { round, agentCalls, usage, turns, settled, commit } = state.progress;
  const record: PolishRecord = {
    ...nothingYet,
    rounds: round,
    agentCalls,
    usage,
    turns: [...turns],
    findings: [...settled],
    ...loopEnding(state),
  };
  if (state.at !== 'approved') return await leave(context, record);

  const changed = await changedBetween(repository.git, start, commit);
  const complete: PolishRecord = { ...record, outcome: 'done', commit, changed };
  const artifacts = new Map([
    ['record.json', json(complete)],
    ['journal.jsonl', journal.value.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')],
    ...(await transcripts(context, { stage, key })),
  ]);
  await keep(context, { stage, key, work: commit, artifacts });
  await removeWorktree(host, repository, await worktreePath(context, work.worktree));
  const detail = changed.length === 0 ? 'nothing is missing' : `edited ${changed.join(', ')}`;
  context.emit({ type: 'stage-finished', stage, outcome: 'done', detail });
  return complete;
}

type Need = Extract<PolishNeed, { state: 'needed' }>;

function loopWork(context: StageContext, decision: Decision, key: string): LoopWork {
  const { phase, repository } = context;
  const { git } = repository;
  const { plan, polished, specs } = decision;
  const { gates, rules, polish } = phase.options;
  const about = { plan: plan.path, phase: phase.phase.id, gates, rules, base: phase.base };
  const isAllowed = isPolishable(plan.path, specs);
  const folder = specFolder(plan.path);
  const files = [plan.path, ...(folder === undefined ? [] : [`${folder}/**/*.md`]), ...specs];
  return {
    stage,
    key,
    worktree: `${phaseWorktreeName(phase.phase)}-polish`,
    workflow: polishing(phase.options),
    taskName: 'phase',
    start: polished.commit,
    scope: { files: [], isProtected: (path) => !isAllowed(path) },
    isSpec: isAllowed,
    message: (because, round) => `WIP: polish of phase ${phase.phase.id} (round ${round}, ${because.why})\n`,
    prompt: (because, mark) => polisherPrompt({ ...decision.documents, files }, because, mark),
    judge: async (_worktree, commit) => {
      const texts = await phaseTexts(git, commit, about);
      const complaints = texts.ok ? await complaintsAbout(git, texts.value) : texts;
      const beyond = texts.ok ? touchedBeyond(plan, texts.value.plan, phase.phase.id) : [];
      const all = [...beyond, ...(complaints.ok ? complaints.value : [describeFailure(complaints.failure)])];
      return verdictOf(phase.project, all, { commit, tree: await treeOf(git, commit) });
    },
    review: async ({ command, nonce }, ask) => {
      const { commit } = command;
      const texts = await phaseTexts(git, commit, about);
      if (!texts.ok) return { ...texts, ...noTurn };
      const demands = changeOfDemands(decision.phase, texts.value.phase);
      if (polish !== 'full') return { ok: true, answer: asReview(readWithoutAgent(commit, nonce), demands), ...noTurn };
      const prompt = readerPrompt(texts.value.documents, { ...command, nonce }, nonce.slice(0, 8));
      const outcome = await ask(prompt, boundTo(readerAnswerSchema, { commit, nonce }));
      return outcome.ok ? { ...outcome, answer: asReview(outcome.answer, demands) } : outcome;
    },
  };
}

const noTurn = { turns: [], usage: {}, session: undefined };

/** Where only the lint is asked for, nobody reads. */
function readWithoutAgent(commit: string, nonce: string): ReaderAnswer {
  return { ready: true, commit, nonce, summary: 'The lint has no complaint.', gaps: [] };
}

/** What code finds out about the documents, in the form of a verdict of gates. */
function verdictOf(project: string, complaints: readonly string[], at: { commit: string; tree: string }): Verdict {
  const green = complaints.length === 0;
  const outcome = green ? 'passed' : 'failed';
  const gate = { project, target: 'spec-lint', outcome, cached: false, durationMs: 0 } as const;
  return { ...at, green, gates: [{ ...gate, output: complaints.join('\n') }], changedFiles: [] };
}

/** What is demanded is a person's to change: other words of a criterion may ask for less. */
function changeOfDemands(before: Phase, after: Phase): string[] {
  const { gone, added } = changedDemands(before, after);
  if (gone.length + added.length === 0) return [];
  const list = [...gone.map((text) => `− ${text}`), ...added.map((text) => `+ ${text}`)];
  return ['The polish changes what is demanded: "approve" takes it, "guide" says what to write instead.', ...list];
}

/** A reader's answer in the form of a reviewer's: what a document lacks is a finding, what nobody has decided a question. */
function asReview(answer: ReaderAnswer, demands: readonly string[]): ReviewerAnswer {
  const { commit, nonce, summary, gaps } = answer;
  const open = gaps.filter(({ decision }) => decision).map(({ path, line, missing }) => `${path}:${line} ${missing}`);
  const questions = open.length > 0 ? open : gaps.length === 0 ? [...demands] : [];
  if (questions.length > 0) return { verdict: 'NEEDS_CLARIFICATION', commit, nonce, summary, findings: [], questions };
  const findings = gaps.map(
    ({ path, line, missing, fix }) => ({ severity: 'P1', kind: 'in-phase', path, line, title: missing, fix }) as const,
  );
  return { verdict: findings.length === 0 ? 'APPROVED' : 'ISSUES_FOUND', commit, nonce, summary, findings };
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
