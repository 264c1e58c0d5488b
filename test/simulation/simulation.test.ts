import { describe, expect, test } from 'vitest';
import { ok } from '../../core/failure.ts';
import { drive } from '../../core/workflow/drive.ts';
import { simulate, type Driver, type Simulated } from './simulate.ts';

/*
 * Few of the loops that `npm run simulate` goes through.
 */

async function seeds(runs: number, driver?: Driver): Promise<Simulated[]> {
  const all: Simulated[] = [];
  for (let seed = 0; seed < runs; seed++) all.push(await simulate(seed, driver));
  return all;
}

test('Whatever happens to a loop, it ends within its limits, with what is approved proven, and its journal tells so.', async () => {
  const all = await seeds(400);
  expect(all.filter(({ problems }) => problems.length > 0)).toEqual([]);
  const ends = new Set(all.map(({ workflow, end }) => `${workflow} ${end}`));
  expect([...ends].toSorted()).toEqual(
    ['iterative', 'phase-review', 'polish', 'tdd'].flatMap((name) => [`${name} abandoned`, `${name} approved`]),
  );
  // The loops met what they are to withstand.
  expect(all.filter(({ crashes }) => crashes > 0).length).toBeGreaterThan(100);
  expect(all.filter(({ refusals }) => refusals > 0).length).toBeGreaterThan(20);
});

test('The same seed brings the same loop.', async () => {
  expect(await simulate(7)).toEqual(await simulate(7));
  expect((await simulate(7)).trace).not.toEqual((await simulate(8)).trace);
});

describe('a bug in what drives the loop is found', () => {
  test.each<[string, Driver, RegExp]>([
    [
      'what was half done is not cleared away',
      async (loop) =>
        await drive({
          ...loop,
          effects: {
            carryOut: async (command, progress) => await loop.effects.carryOut(command, progress),
            recover: async () => undefined,
            answerTo: async (question) => await loop.effects.answerTo(question),
          },
        }),
      /was begun over what .* has left/,
    ],
    [
      'a result is not written',
      async (loop) =>
        await drive({
          ...loop,
          journal: {
            ...loop.journal,
            append: async (kind, data) =>
              kind === 'result'
                ? ok({ version: 1, sequence: 0, previous: '', kind, at: '', data, hash: '' })
                : await loop.journal.append(kind, data),
          },
        }),
      /the journal does not lead to where the loop is/,
    ],
    [
      'red gates are tried once too often',
      async (loop) => {
        const steps = loop.workflow.steps.map((step) => ({
          ...step,
          gate: { ...step.gate, retries: step.gate.retries + 1 },
        }));
        return await drive({ ...loop, workflow: { ...loop.workflow, steps } });
      },
      /times gates-red .* since a person was asked/,
    ],
    [
      'what waits for an answer is taken for approved',
      async (loop) => {
        const state = await drive(loop);
        return state.at === 'asking' ? { at: 'approved', progress: state.progress } : state;
      },
      /is approved, and its gates are not green|findings are open in what is approved/,
    ],
  ])('%s.', async (_, driver, problem) => {
    const failing = (await seeds(100, driver)).filter(({ problems }) => problems.length > 0);
    expect(failing.flatMap(({ problems }) => problems)).toContainEqual(expect.stringMatching(problem));
    // It is found again by its seed.
    const [first] = failing;
    expect(await simulate(first!.seed, driver)).toEqual(first);
  });
});
