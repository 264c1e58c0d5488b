import type { ExecutorContext } from '@nx/devkit';
import { describeFailure, type Failure } from '../../core/failure.ts';
import type { Host } from '../../core/host/host.ts';
import { nodeHost } from '../../core/host/node-host.ts';
import type { Project } from '../../core/result/coverage.ts';
import type { CriterionRecord } from '../../core/result/records.ts';
import type { PhaseRequest } from '../../core/stage/decide/decision.ts';
import { measureAgain } from '../../core/stage/prove/budgets.ts';
import { openCheckout, type Checkout } from '../../core/stage/review/checkout.ts';
import { runExitCriteria } from '../../core/stage/prove/exit-criteria.ts';
import { ledgerLines } from '../../core/stage/prove/ledger-text.ts';
import { ledgerOf } from '../../core/stage/prove/ledger.ts';
import { proveCheckout } from '../../core/stage/prove/prove-checkout.ts';
import { projectsOf } from '../projects.ts';
import { requestOf } from '../request.ts';
import { isPhaseWorktree, runStage } from '../stage.ts';

/**
 * In a phase worktree: proves the final tree. In a checkout: says which of the recorded proofs still hold there, or with
 * `prove` runs the probes there, with `budgets` the benchmarks of all phases that were handed over. No agent is asked.
 */
export default async function exitCriteriaExecutor(
  options: Record<string, unknown>,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const host = nodeHost();
  const projects = projectsOf(context);
  if (await isPhaseWorktree(host, context.root))
    return await runStage(context, 'exit-criteria', async (stage) => await runExitCriteria(stage, projects));
  if (options['budgets'] === true) return await budgets(host, requestOf(options, context));
  const checkout = await openCheckout(host, requestOf(options, context));
  if (!checkout.ok) return refused(checkout.failure);
  return options['prove'] === true
    ? await prove(host, checkout.value, projects)
    : await show(host, checkout.value, projects);
}

async function show(host: Host, checkout: Checkout, projects: readonly Project[]): Promise<{ success: boolean }> {
  const ledger = await ledgerOf(host, checkout, projects);
  if (!ledger.ok) return refused(ledger.failure);
  for (const line of ledgerLines(ledger.value, commandOf(checkout))) console.log(line);
  return { success: ledger.value.standings.every(({ state }) => state === 'holds') };
}

async function prove(host: Host, checkout: Checkout, projects: readonly Project[]): Promise<{ success: boolean }> {
  const proven = await proveCheckout(host, checkout, projects);
  if (!proven.ok) return refused(proven.failure);
  const { criteria, isRecorded, questions } = proven.value;
  const { phase } = checkout;
  console.log(`Phase ${phase.id}: ${phase.title}`);
  for (const criterion of criteria) console.log(said(criterion));
  if (!isRecorded) console.log('Not all is recorded: only what is committed, and stays so while the probes run, is.');
  for (const { id, text, options } of questions) {
    console.log(`${text}\n    This is for a person to say:`);
    for (const { name, does } of options) console.log(`    npx phasewright answer ${id} ${name}    ${does}`);
  }
  if (questions.length > 0) console.log(`When it is answered: ${commandOf(checkout)} --prove`);
  return { success: criteria.every((one) => one.outcome === 'met') };
}

async function budgets(host: Host, request: PhaseRequest): Promise<{ success: boolean }> {
  const measured = await measureAgain(host, request);
  if (!measured.ok) return refused(measured.failure);
  if (measured.value.length === 0) console.log('No phase that was handed over has a benchmark with a budget.');
  for (const { plan, phase, found } of measured.value) console.log(`${plan}, phase ${phase}\n${said(found)}`);
  return { success: measured.value.every(({ found }) => found.outcome === 'met') };
}

const marks = { met: '✔', 'not-met': '✘', undecided: '?' };

function said({ outcome, text, probe, evidence }: CriterionRecord): string {
  return `${marks[outcome]} ${text}\n    ${probe}: ${evidence.replaceAll('\n', '\n    ')}`;
}

/** What starts this target again. */
function commandOf({ request }: Checkout): string {
  const { project, plan, phase } = request;
  const flags = [plan && `--plan=${plan}`, phase && `--phase=${phase}`].filter(Boolean);
  return ['nx run', `${project}:exit-criteria`, ...flags].join(' ');
}

function refused(failure: Failure): { success: boolean } {
  console.error(describeFailure(failure));
  return { success: false };
}
