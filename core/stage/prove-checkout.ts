import { join } from 'node:path';
import { gatesHere } from '../gate/gates-here.ts';
import { treeOf } from '../git/commit.ts';
import { withCheckoutTree } from '../git/checkout-tree.ts';
import { phaseRefs } from '../git/refs.ts';
import type { Host } from '../host/host.ts';
import { ok, type Result } from '../failure.ts';
import { slug } from '../plan/tasks/slug.ts';
import type { Project } from '../result/coverage.ts';
import { recordVersion, type CriterionRecord, type ExitCriteriaRecord } from '../result/records.ts';
import { keepResult, keyOf } from '../result/result.ts';
import { workspaceOf, type Checkout } from './checkout.ts';
import { json } from './context.ts';
import { ledgerOf, type Standing } from './ledger.ts';
import { probe, type ProbeRun } from './probe.ts';
import { proofBasis } from './proof-basis.ts';

const stage = 'exit-criteria';

type Basis = ReturnType<typeof proofBasis>;

export interface ProvenHere {
  readonly criteria: readonly CriterionRecord[];
  /** Only what is committed has a tree that others can find again. */
  readonly isRecorded: boolean;
}

/**
 * The probe of every exit criterion, in the checkout as it is. What comes of it is recorded if all is committed, met or
 * not. A person's word stays as long as it holds; nobody else can give it.
 */
export async function proveCheckout(
  host: Host,
  checkout: Checkout,
  projects: readonly Project[],
): Promise<Result<ProvenHere>> {
  const { repository, options } = checkout;
  const ledger = await ledgerOf(host, checkout, projects);
  if (!ledger.ok) return ledger;
  const { standings } = ledger.value;
  const outputs = new Map<string, string>();
  const run = {
    checkout: '',
    run: host.randomId(),
    timeLimit: options.gateTimeLimit,
    verdict: standings.some(({ how }) => how.kind === 'gates') ? await judgeHere(host, checkout) : undefined,
  };
  const { criteria, isClean } = await withCheckoutTree(host, repository, async (git, tree) => {
    const isCommitted = tree === (await treeOf(git, repository.head));
    const basis = proofBasis(git, tree, await workspaceOf(checkout, projects));
    const proven: CriterionRecord[] = [];
    for (const [index, standing] of standings.entries()) {
      const keepOutput = (text: string): string | undefined => {
        const name = `output-${index + 1}.txt`;
        if (isCommitted) outputs.set(name, text);
        return isCommitted ? name : undefined;
      };
      const here = { ...run, worktree: git, tree, proof: { basis, keepOutput } };
      proven.push(await prove(host, standing, here, basis));
    }
    return { criteria: proven, isClean: isCommitted };
  });
  const isRecorded = isClean && criteria.every((one) => one.proof?.run?.ended !== 'cancelled');
  if (isRecorded) await keepProofs(host, checkout, criteria, outputs);
  return ok({ criteria, isRecorded });
}

/** What code cannot decide stays as a person has said, if anybody has said it of exactly this. */
async function prove(host: Host, standing: Standing, run: ProbeRun, basis: Basis): Promise<CriterionRecord> {
  const { criterion, how, state, record } = standing;
  const isSaid = record?.proof?.person !== undefined && (state === 'holds' || state === 'does-not-hold');
  if (how.kind === 'history') {
    if (!record) throw new Error(`Internal error: nothing was looked up about "${criterion.text}"`);
    const at = new Date(host.clock.wall()).toISOString();
    return isSaid ? record : { ...record, proof: { at, ...(await basis(how)) } };
  }
  const found = await probe(host, criterion, run, how);
  return found.outcome === 'undecided' && isSaid ? record : found;
}

async function judgeHere(host: Host, { repository, options, request }: Checkout): Promise<ProbeRun['verdict']> {
  const run = host.randomId();
  const cache = join(host.stateFolder, 'scratch', `nx-${run}`);
  const targets = options.gates.filter((gate) => request.targets.includes(gate));
  const about = { project: request.project, targets, timeLimit: options.gateTimeLimit };
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
