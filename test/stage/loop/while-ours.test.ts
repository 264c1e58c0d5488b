import { expect, test } from 'vitest';
import { fail, type Failure } from '../../../core/failure.ts';
import { whileOurs } from '../../../core/stage/loop/while-ours.ts';
import type { Effects } from '../../../core/workflow/drive.ts';
import type { Command, Event, Progress } from '../../../core/workflow/state.ts';

test('Once a claim is known to be lost, no agent and no gate is begun any more.', async () => {
  const begun: string[] = [];
  const ended: Event = { type: 'resumed' };
  const effects: Effects = {
    carryOut: async (command) => {
      begun.push(command.do);
      return ended;
    },
    recover: async () => undefined,
    answerTo: async () => undefined,
  };
  let failure: Failure | undefined;
  const fenced = whileOurs(effects, () => failure);
  const command = { do: 'scope', commit: 'c' } as Command;
  expect(await fenced.carryOut(command, {} as Progress)).toBe(ended);
  failure = fail('waiting', 'taken over').failure;
  expect(await fenced.carryOut(command, {} as Progress)).toMatchObject({ type: 'failed', failure });
  expect(begun).toEqual(['scope']);
});
