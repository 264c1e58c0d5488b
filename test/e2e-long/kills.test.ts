import { describe, expect, test } from 'vitest';
import { endAndStartAgain } from '../rig/end-and-start-again.ts';

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
