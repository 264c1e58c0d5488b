import type { Gate } from '../result/records.ts';
import { failingTests, nameOfTest } from './same-failure.ts';

/** What a gate says of a change, of what it began from, and of that with the tests of the change. */
export interface Proof {
  readonly now: Gate;
  readonly base: Gate | undefined;
  readonly proof: Gate | undefined;
}

/**
 * New and changed tests that pass now, by whether the base with them shows what they are for. All that is new has to be
 * red there, or not even to load; what was there before and is changed may be.
 */
export function newTests(
  { now, base, proof }: Proof,
  isChanged: (file: string) => boolean,
): { readonly red: readonly string[]; readonly passing: readonly string[] } {
  const isRed = proof?.outcome === 'failed';
  const [passesNow, passesThere] = [passed(now), passed(proof)];
  const changed = (isRed ? (failingTests(proof) ?? []) : []).filter((name) => passesNow.has(name));
  const isKnown = base === undefined || base.tests?.names !== undefined;
  if (!isKnown || !proof || proof.outcome === 'not-run') return { red: changed, passing: [] };
  const before = new Set([...passed(base), ...(base ? (failingTests(base) ?? []) : [])]);
  const named = now.tests?.names ?? [];
  const came = named
    .filter(({ outcome, file }) => outcome === 'passed' && (file === undefined || isChanged(file)))
    .map(nameOfTest)
    .filter((name) => !before.has(name));
  const red = came.filter((name) => isRed && !passesThere.has(name));
  return { red: [...new Set([...red, ...changed])], passing: came.filter((name) => !red.includes(name)) };
}

function passed(gate: Gate | undefined): Set<string> {
  return new Set(gate?.tests?.names?.filter(({ outcome }) => outcome === 'passed').map(nameOfTest));
}
