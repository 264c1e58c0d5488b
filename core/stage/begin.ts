import { diskFailure } from '../disk-trouble.ts';
import { ok, type Result } from '../failure.ts';
import type { HeldClaim } from '../claim/held-claim.ts';
import { notBrought } from '../git/not-brought.ts';
import type { Host } from '../host/host.ts';
import { tellingWaits } from '../host/telling-waits.ts';
import { runVariable } from '../host/variables.ts';
import { forecastLines } from '../report/forecast-lines.ts';
import type { ProgressEvent } from '../report/progress.ts';
import { claimPhase, phaseContext } from './decide/bind.ts';
import { decide } from './decide/decide.ts';
import type { PhaseRequest } from './decide/decision.ts';
import { share } from './decide/share.ts';
import { sharingNotes } from './decide/sharing-notes.ts';
import type { Forge } from './land/landing.ts';
import { stillToPush } from './land/landing-place.ts';
import type { Ending } from './report/report-outcome.ts';
import { runStages } from './run.ts';
import { shareSpending } from './share-spending.ts';
import type { Walk } from './walk.ts';

/** What a run meets beside the machine. */
export interface Outside {
  readonly onEvent: (event: ProgressEvent) => void;
  readonly forge: Forge;
  /** Runs the stages of a phase; with an Nx of their own unless said. */
  readonly runStages?: typeof runStages;
}

/** A run that has the claim on its phase. */
export interface Begun {
  readonly walk: Walk;
  readonly claim: HeldClaim;
  /** What was there before the run, and what the run has done, so far. */
  readonly soFar: () => Pick<Ending, 'known' | 'reusesPolish' | 'agentCalls'>;
}

/**
 * Does some work on a phase under its claim: decides all that can be decided before anything is touched, and ends with
 * nothing of the run alive. A request that is refused touches nothing.
 */
export async function begin<T>(
  silent: Host,
  request: PhaseRequest,
  outside: Outside,
  work: (begun: Begun) => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await beginUnguarded(silent, request, outside, work);
  } catch (error) {
    const failure = diskFailure(error);
    if (!failure) throw error;
    return { ok: false, failure };
  }
}

async function beginUnguarded<T>(
  silent: Host,
  request: PhaseRequest,
  outside: Outside,
  work: (begun: Begun) => Promise<Result<T>>,
): Promise<Result<T>> {
  const started = silent.clock.wall();
  const host = tellingWaits(silent, (text) =>
    outside.onEvent({ type: 'note', stage: 'run', text, at: silent.clock.wall() - started }),
  );
  const decided = await decide(host, request);
  if (!decided.ok) return decided;
  const usable = decided.value.landing.to === 'pull-request' ? outside.forge.check() : ok('usable');
  if (!usable.ok) return usable;
  const run = host.randomId();
  const claim = await claimPhase(host, decided.value, run);
  if (!claim.ok) return claim;
  try {
    const decision = await share(host, decided.value);
    if (!decision.ok) return decision;
    const about = { started, request, run, decision: decision.value, outside };
    return await work({ ...(await walkOf(host, about)), claim: claim.value });
  } finally {
    await host.processes.sweep(`${runVariable}=${run}`);
    await claim.value.end();
  }
}

interface About {
  readonly started: number;
  readonly request: PhaseRequest;
  readonly run: string;
  readonly decision: Walk['decision'];
  readonly outside: Outside;
}

/** The walk of a run, with all that there is to tell before it begins. */
async function walkOf(host: Host, about: About): Promise<Omit<Begun, 'claim'>> {
  const { started, request, run, decision, outside } = about;
  let agentCalls = 0;
  const onEvent = (event: ProgressEvent): void => {
    if (event.type === 'agent-started') agentCalls += 1;
    outside.onEvent(event);
  };
  const emit: Walk['context']['emit'] = (event) => onEvent({ ...event, at: host.clock.wall() - started });
  const graph = outside.runStages ?? runStages;
  const walk: Walk = {
    host,
    request,
    decision,
    context: await phaseContext(host, decision, run, emit),
    known: new Map(),
    runGraph: async (context, what, cancel) => await graph(context, { started, onEvent, what, cancel }),
  };
  for (const { what, why } of forecastLines(decision.forecast))
    emit({ type: 'note', stage: 'run', text: `${what}: ${why}` });
  for (const text of sharingNotes(decision)) emit({ type: 'note', stage: 'bind', text });
  for (const text of await notBrought(decision.repository.git, decision.base))
    emit({ type: 'note', stage: 'bind', text });
  const toPush = await stillToPush(decision.repository.git, decision.landing, decision.base);
  if (toPush !== undefined) emit({ type: 'note', stage: 'land', text: toPush });
  await shareSpending(walk.context, 'when-there-is-room');
  const reusesPolish = decision.polish.state === 'done';
  return { walk, soFar: () => ({ known: walk.known, reusesPolish, agentCalls }) };
}
