import { join } from 'node:path';
import { gatesHere } from '../../gate/gates-here.ts';
import { gatesOf } from '../../gate/option.ts';
import { treeOf } from '../../git/commit.ts';
import { withCheckoutTree } from '../../git/checkout-tree.ts';
import type { Git } from '../../git/git.ts';
import { phaseRefs } from '../../git/refs.ts';
import type { Host } from '../../host/host.ts';
import { ok, type Result } from '../../failure.ts';
import { slug } from '../../plan/tasks/slug.ts';
import type { Project } from '../../result/coverage.ts';
import { recordVersion, type CriterionRecord, type ExitCriteriaRecord } from '../../result/records.ts';
import { keepResult, keyOf } from '../../result/result.ts';
import type { Question } from '../../workflow/question.ts';
import { recordAskedHere } from '../questions/asked.ts';
import { workspaceOf, type Checkout } from '../review/checkout.ts';
import { json } from '../context.ts';
import { ledgerOf, type Standing } from './ledger.ts';
import { byPerson, standingWord } from './person-word.ts';
import { probe, type ProbeRun } from './probe.ts';
import { proofBasis } from './proof-basis.ts';

const stage = 'exit-criteria';

export interface ProvenHere {
  readonly criteria: readonly CriterionRecord[];
  /** Only what is committed, and stays so while a probe runs, has a tree that others can find again. */
  readonly isRecorded: boolean;
  /** What is asked of a person, about exactly this tree. */
  readonly questions: readonly Question[];
}

/**
 * The probe of every exit criterion, in the checkout as it is. What comes of it is recorded if all is committed, met or
 * not. What code cannot decide is as a person has said of exactly this; where nobody has, the question is recorded.
 */
export async function proveCheckout(
  host: Host,
  checkout: Checkout,
  projects: readonly Project[],
): Promise<Result<ProvenHere>> {
  const { repository, request, planId, phase } = checkout;
  const ledger = await ledgerOf(host, checkout, projects);
  if (!ledger.ok) return ledger;
  const place = { git: repository.git, refs: phaseRefs(planId, slug(phase.id)) };
  const { proven, outputs, tree } = await proveAll(host, checkout, ledger.value.standings, projects);
  const isCommitted = tree === (await treeOf(repository.git, repository.head));
  const isOver = proven.every(({ found }) => found.proof?.run?.ended !== 'cancelled');
  if (!isCommitted || !isOver) {
    const criteria = proven.map(({ standing, found }) =>
      found.outcome === 'undecided' ? (standingWord(standing) ?? found) : found,
    );
    return ok({ criteria, isRecorded: false, questions: [] });
  }
  const said = await Promise.all(
    proven.map(async ({ standing, found, isSteady }) =>
      isSteady ? { ...(await byPerson(place, { standing, found, tree })), isSteady } : { record: found, isSteady },
    ),
  );
  const steady = said.filter((one) => one.isSteady).map(({ record }) => record);
  const questions = said.flatMap((one) => ('question' in one && one.question ? [one.question] : []));
  if (steady.length > 0) await keepProofs(host, checkout, steady, outputs);
  await recordAskedHere(host, place, { project: request.project, plan: planId, phase: phase.id }, questions);
  return ok({ criteria: said.map(({ record }) => record), isRecorded: steady.length === said.length, questions });
}

interface Proven {
  readonly standing: Standing;
  readonly found: CriterionRecord;
  /** All of the checkout stayed as it was when the first probe began. */
  readonly isSteady: boolean;
}

/** Every probe, one after the other, and what commands have printed, by the name of its artifact. */
async function proveAll(
  host: Host,
  checkout: Checkout,
  standings: readonly Standing[],
  projects: readonly Project[],
): Promise<{ proven: readonly Proven[]; outputs: ReadonlyMap<string, string>; tree: string }> {
  const outputs = new Map<string, string>();
  return await withCheckoutTree(host, checkout.repository, async (git, tree, lookAgain) => {
    const changes = async (): Promise<string[]> => await changesBetween(git, tree, await lookAgain());
    const basis = proofBasis(git, tree, await workspaceOf(checkout, projects));
    const verdict = standings.some(({ how }) => how.kind === 'gates') ? await judgeHere(host, checkout) : undefined;
    const changedByGates = verdict ? await changes() : [];
    const timeLimit = checkout.options.gateTimeLimit;
    const run = { worktree: git, tree, checkout: '', run: host.randomId(), timeLimit, verdict };
    const proven: Proven[] = [];
    for (const [index, standing] of standings.entries()) {
      const keepOutput = (text: string): string => {
        const name = `output-${index + 1}.txt`;
        outputs.set(name, text);
        return name;
      };
      const found = await prove(host, standing, { ...run, proof: { basis, keepOutput } });
      const changed = await changedBy(standing.how.kind, changedByGates, changes);
      const isSteady = changed.length === 0;
      proven.push({ standing, found: isSteady ? found : unsteady(found, changed), isSteady });
    }
    return { proven, outputs, tree };
  });
}

/** All but code is found out on the tree itself, whatever lies in the checkout by now. */
async function changedBy(
  kind: Standing['how']['kind'],
  changedByGates: readonly string[],
  changes: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  if (kind === 'gates') return changedByGates;
  return kind === 'command' || kind === 'benchmark' ? await changes() : [];
}

async function changesBetween(git: Git, from: string, to: string): Promise<string[]> {
  if (from === to) return [];
  const names = await git.text(['diff-tree', '-r', '-z', '--name-only', '--no-renames', from, to]);
  return names.split('\0').filter(Boolean);
}

/** What has run on something else than what lay there proves nothing about either. */
function unsteady(found: CriterionRecord, changed: readonly string[]): CriterionRecord {
  const named = changed.slice(0, 3).join(', ') + (changed.length > 3 ? ` and ${changed.length - 3} more` : '');
  const why = `The checkout has changed while probes ran, so nothing is proven about it: ${named}. Let git ignore what a probe writes, or put it back, and run again.`;
  const outcome = found.outcome === 'met' ? 'undecided' : found.outcome;
  return { ...found, outcome, evidence: `${why}\n${found.evidence}` };
}

async function prove(
  host: Host,
  standing: Standing,
  run: ProbeRun & { readonly proof: { readonly basis: ReturnType<typeof proofBasis> } },
): Promise<CriterionRecord> {
  const { criterion, how, record } = standing;
  if (how.kind !== 'history') return await probe(host, criterion, run, how);
  if (!record) throw new Error(`Internal error: nothing was looked up about "${criterion.text}"`);
  const at = new Date(host.clock.wall()).toISOString();
  return standingWord(standing) ?? { ...record, proof: { at, ...(await run.proof.basis(how)) } };
}

async function judgeHere(host: Host, { repository, options, request }: Checkout): Promise<ProbeRun['verdict']> {
  const run = host.randomId();
  const cache = join(host.stateFolder, 'scratch', `nx-${run}`);
  const gates = gatesOf(options.gates, request.targets);
  const about = { project: request.project, gates, timeLimit: options.gateTimeLimit };
  const verdict = await gatesHere(host, about, { worktree: repository.root, cache, run });
  await host.files.remove(cache);
  return verdict;
}

async function keepProofs(
  host: Host,
  { repository, planId, phase }: Checkout,
  criteria: readonly CriterionRecord[],
  outputs: ReadonlyMap<string, string>,
): Promise<void> {
  const { git, head } = repository;
  // Not the key of the phase: what lands is proven in a worktree that holds nothing else.
  const key = keyOf({ stage, where: 'checkout', commit: head, criteria: criteria.map(({ text }) => text) });
  const isMet = criteria.every(({ outcome }) => outcome === 'met');
  const record: ExitCriteriaRecord = {
    version: recordVersion,
    stage,
    outcome: isMet ? 'done' : 'failed',
    key,
    commit: head,
    tree: await treeOf(git, head),
    criteria: [...criteria],
    questions: [],
  };
  await keepResult(host, git, {
    refs: phaseRefs(planId, slug(phase.id)),
    stage,
    key,
    work: head,
    artifacts: new Map([['record.json', json(record)], ...outputs]),
    scratch: join(host.stateFolder, 'scratch'),
  });
}
