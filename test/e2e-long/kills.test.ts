import { describe, expect, test } from 'vitest';
import { randomOf } from '../../scripts/random.ts';
import { endAndStartAgain, killAndStartAgain, type KillPoint } from '../rig/end-and-start-again.ts';

describe('a run that is ended and started again', () => {
  test.for([
    ['SIGKILL of the whole tree', 'the implementer of the first task'],
    ['SIGKILL of the whole tree', 'the gates of the first task'],
    ['SIGKILL of the whole tree', 'the review of the phase'],
    ['SIGKILL of Nx alone', 'the reviewer of the first task'],
    ['SIGKILL of Nx alone', 'two implementers side by side'],
    ['SIGTERM', 'the gates of the first task'],
    ['SIGTERM', 'the review of the phase'],
    ['Ctrl-C', 'two implementers side by side'],
  ] as const)('by %s during %s: the same tree, one commit a task, nothing left running', async ([way, moment]) => {
    expect(await endAndStartAgain(way, moment)).toEqual({ code: 0, outcome: 'landed' });
  });
});

describe('a run that is killed at any point and started again', () => {
  test.for(Array.from({ length: 20 }, (_, index) => killPoint(index + 1)))(
    'seed $seed, $after ms after call $nth: the same tree, one commit a task, nothing left running',
    async (point) => {
      expect(await killAndStartAgain(point)).toEqual({ code: 0, outcome: 'landed' });
    },
  );
});

/** A whole run makes nine calls of agents, and five or more of gates: each is hit, at a moment of chance. */
function killPoint(seed: number): KillPoint & { readonly seed: number } {
  const random = randomOf(seed);
  return { seed, nth: 1 + ((seed - 1) % 13), after: Math.floor(random() * 1500) };
}
