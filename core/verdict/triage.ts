import type { Charge } from '../result/charges.ts';
import type { Gate } from '../result/records.ts';
import { environmentTrouble } from './environment-trouble.ts';
import { failsAsBefore } from './same-failure.ts';

/** A gate that has failed, judged again on the same tree, and on the base. */
export interface Replayed {
  readonly first: Gate;
  /** In fresh processes, with nothing replayed: one, or two where the first of them passed. */
  readonly again: readonly Gate[];
  /** Undefined where the base has no such gate, or where nobody needs to know. */
  readonly base: Gate | undefined;
}

export interface Triaged {
  readonly charge: Charge;
  /** The gate as it counts: one that passes two times of three has passed. */
  readonly gate: Gate;
  /** What the machine lacks. */
  readonly lacks?: string;
}

/** What a red gate is put down to: the change, wherever there is a doubt. */
export function triage({ first, again, base }: Replayed): Triaged {
  const passed = again.filter(hasPassed).length;
  if (passed > 0) {
    const last = again.findLast(hasPassed) ?? first;
    const gate = passed >= 2 ? { ...last, cached: false } : first;
    return { charge: 'flaky', gate: { ...gate, charge: 'flaky' } };
  }
  const charged = (charge: Charge): Triaged => ({ charge, gate: { ...first, charge } });
  if (base?.outcome !== 'failed') return charged('real');
  const lacks = environmentTrouble(first.output);
  if (lacks !== undefined && environmentTrouble(base.output) === lacks) return { ...charged('environment'), lacks };
  return charged(failsAsBefore(first, base) ? 'pre-existing' : 'real');
}

function hasPassed({ outcome }: Gate): boolean {
  return outcome === 'passed';
}
