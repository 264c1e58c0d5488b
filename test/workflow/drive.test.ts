import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openJournal, type Journal } from '../../core/journal/journal.ts';
import { drive, replay, startOf, type Effects } from '../../core/workflow/drive.ts';
import type { State } from '../../core/workflow/state.ts';
import {
  fixingTogether,
  formattingTests,
  iterative,
  phaseReview,
  tdd,
  type Workflow,
} from '../../core/workflow/workflow.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { committed, failed, goodWork, inScope, redTests, reviewed, start, words, worked } from './sample.ts';
import { World } from './world.ts';

const limits = { gateRetries: 2, maxReviewRounds: 3, maxStyleRounds: 3 };
const workflow = iterative(limits);

/** Work with red gates, work that asks, guided work with a review, its fix with a review: 4 + 1 + 5 + 5. */
const effectsInAll = 15;

/** Gates and a review, two fixes one by one, and all of that judged and reviewed: 2 + 2 + 2 + 3. */
const effectsOfPhase = 9;

/** What a task does and one more turn, as the designer looks again; then an implementer with a review, and the formatters. */
const effectsWithoutTests = effectsInAll + 1 + 5 + 1;

/** One run with the journal at this path, as a process does it. */
async function run(
  path: string,
  effects: Effects,
  from = start,
  how: Workflow = workflow,
): Promise<{ state: State; journal: Journal }> {
  const journal = await open(path);
  const state = await drive({ stage: 'task-1', workflow: how, start: from, journal, effects });
  await journal.close();
  return { state, journal };
}

async function open(path: string): Promise<Journal> {
  const opened = await openJournal(hostWith(), path);
  if (!opened.ok) throw new Error(opened.failure.message);
  return opened.value;
}

/** What happened, as it is recorded: without the clock. */
function events(journal: Journal): unknown[] {
  return journal.entries.filter((entry) => entry.kind === 'result').map((entry) => entry.data);
}

describe('a loop with a journal', () => {
  test('It records the intent before each effect, and the result after it.', async () => {
    const world = new World();
    const { state, journal } = await run(join(temporaryFolder(), 'task.jsonl'), world);
    expect(words(state)).toMatch(/^approved/);
    expect(world.done).toHaveLength(effectsInAll);
    const kinds = journal.entries.map((entry) => entry.kind).join(' ');
    // The answer of a person is a result without an intent.
    expect(kinds).toMatch(/^opened( intent result)+ result( intent result)+$/);
    expect(
      journal.entries.filter((entry) => entry.kind === 'intent').map((entry) => JSON.stringify(entry.data)),
    ).toEqual(world.done);
  });

  test('The intent is on the disk when the effect begins.', async () => {
    const path = join(temporaryFolder(), 'task.jsonl');
    const world = new World();
    const seen: boolean[] = [];
    const watching: Effects = {
      recover: (command) => world.recover(command),
      answerTo: () => world.answerTo(),
      carryOut: (command) => {
        const last = JSON.parse(readFileSync(path, 'utf8').trimEnd().split('\n').at(-1)!) as {
          kind: string;
          data: unknown;
        };
        seen.push(last.kind === 'intent' && JSON.stringify(last.data) === JSON.stringify(command));
        return world.carryOut(command);
      },
    };
    await run(path, watching);
    expect(seen).toEqual(Array(effectsInAll).fill(true));
  });

  test('Driven again when it has ended it carries out nothing and changes nothing.', async () => {
    const path = join(temporaryFolder(), 'task.jsonl');
    const before = await run(path, new World());
    const text = readFileSync(path, 'utf8');
    const world = new World();
    const after = await run(path, world);
    expect(after.state).toEqual(before.state);
    expect(world.done).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('A question that nobody has answered holds it, without an effect.', async () => {
    const path = join(temporaryFolder(), 'task.jsonl');
    const world = new World();
    const nobody = unanswered(world);
    const { state } = await run(path, nobody);
    expect(words(state)).toBe('asks person-needed');
    const done = world.done.length;
    expect((await run(path, nobody)).state).toEqual(state);
    expect(world.done).toHaveLength(done);
    expect(words((await run(path, world)).state)).toMatch(/^approved/);
  });

  test('What failed ends the run; the next run begins with the same command.', async () => {
    const path = join(temporaryFolder(), 'task.jsonl');
    const world = new World();
    const failing: Effects = { recover: async () => {}, answerTo: async () => undefined, carryOut: async () => failed };
    expect(words((await run(path, failing)).state)).toBe('stopped agent-failed');
    const { state } = await run(path, world);
    expect(words(state)).toMatch(/^approved/);
    expect(world.done[0]).toContain('"do":"work"');
    expect(state.progress.agentCalls).toBe(7);
  });

  test('It goes on from the start it was begun from, though its stage would begin it elsewhere by now.', async () => {
    const path = join(temporaryFolder(), 'task.jsonl');
    const failing: Effects = { recover: async () => {}, answerTo: async () => undefined, carryOut: async () => failed };
    await run(path, failing, 'c0');
    const world = new World();
    const { journal } = await run(path, world, 'another');
    expect(JSON.parse(world.done[0]!)).toMatchObject({ do: 'work', from: 'c0' });
    expect(startOf(journal)).toBe('c0');
  });
});

describe('a loop whose limits change', () => {
  const strict = iterative({ gateRetries: 0, maxReviewRounds: 1 });

  test('A question that was asked for want of tries is no question with more of them, and nothing is done again.', async () => {
    const path = join(temporaryFolder(), 'task.jsonl');
    const world = new World();
    expect(words((await run(path, unanswered(world), start, strict)).state)).toBe('asks gate-limit');
    const done = [...world.done];
    // With one more try the agent works again, and asks for a person itself.
    const more = iterative({ gateRetries: 1, maxReviewRounds: 1 });
    expect(words((await run(path, unanswered(world), start, more)).state)).toBe('asks person-needed');
    expect(world.done.slice(0, done.length)).toEqual(done);
    expect(world.done).toHaveLength(done.length + 1);
    // It is answered; the review then uses up its only round.
    expect(words((await run(path, onlyOnce(world), start, more)).state)).toBe('asks review-limit');
    expect(words((await run(path, unanswered(world), start, workflow)).state)).toMatch(/^approved/);
    expect(new Set(world.done).size).toBe(world.done.length);
  });

  test('With fewer of them it asks sooner, and what was answered stays so.', async () => {
    const path = join(temporaryFolder(), 'task.jsonl');
    const world = new World();
    const { state } = await run(path, unanswered(world));
    expect(words(state)).toBe('asks person-needed');
    const none = iterative({ gateRetries: 0, maxReviewRounds: 1 });
    expect((await run(path, unanswered(world), start, none)).state).toMatchObject({
      question: { reason: 'person-needed' },
    });
    expect(words((await run(path, onlyOnce(world), start, none)).state)).toBe('asks review-limit');
  });

  test('Limits that change again and again while a question stands are those of the last time.', async () => {
    const path = join(temporaryFolder(), 'task.jsonl');
    const asking = unanswered(new World());
    for (const maxReviewRounds of [5, 1, 8, 4])
      await run(path, asking, start, iterative({ gateRetries: 0, maxReviewRounds }));
    const { state } = await run(path, asking, start, iterative({ gateRetries: 0, maxReviewRounds: 4 }));
    expect(words(state)).toBe('asks gate-limit');
    expect(state.progress.roundLimit).toBe(4);
  });

  test('The limits are recorded when they change, and only then.', async () => {
    const path = join(temporaryFolder(), 'task.jsonl');
    const asking = unanswered(new World());
    await run(path, asking, start, strict);
    await run(path, asking, start, strict);
    await run(path, asking);
    const { journal } = await run(path, asking);
    expect(limitsTold(journal)).toEqual([
      { implementer: { retries: 0, rounds: 1 } },
      { implementer: { retries: 2, rounds: 3 } },
    ]);
  });

  test('A journal of an older release has no formatters after the tester.', async () => {
    const tidy = formattingTests(tdd(limits, true));
    const roles = tidy.steps.map(({ role }) => role);
    const accepted = reviewed('APPROVED');
    const whole = [...goodWork('c1'), accepted, worked, committed('c2'), inScope, redTests('c2', true), accepted];
    const after = async (own: object): Promise<string> => {
      const journal = await open(join(temporaryFolder(), 'task.jsonl'));
      await journal.append('opened', { start, fixes: 'together', steps: roles, ...own });
      for (const event of whole) await journal.append('result', event);
      const { state } = replay({ stage: 'task-1', workflow: tidy, start, journal });
      await journal.close();
      return words(state);
    };
    expect(await after({})).toBe('work 3.1 first from c2');
    expect(await after({ formatted: ['tester'] })).toBe('format c2');
  });

  test('A journal of an older release, which does not tell them, goes by those of today.', async () => {
    const { journal } = await run(join(temporaryFolder(), 'task.jsonl'), new World());
    const [first, ...others] = journal.entries;
    const { limits: _, ...data } = first!.data as { limits: unknown };
    const entries = [{ ...first!, data }, ...others];
    expect(words(replay({ stage: 'task-1', workflow, start, journal: { entries } }).state)).toMatch(/^approved/);
  });
});

describe('a loop that was killed', () => {
  test.each([
    ['of a task', workflow, effectsInAll],
    ['of a phase', phaseReview(limits), effectsOfPhase],
    ['of a task with a designer', tdd(limits, false), effectsWithoutTests],
  ])(
    '%s comes to the same end by the same events, after each record and in the middle of each.',
    async (_, how, all) => {
      const folder = temporaryFolder();
      const whole = await run(join(folder, 'whole.jsonl'), new World(), start, how);
      const lines = readFileSync(join(folder, 'whole.jsonl'), 'utf8').trimEnd().split('\n');
      for (let kept = 0; kept <= lines.length; kept++) {
        for (const torn of ['', (lines[kept] ?? '').slice(0, 40), lines[kept] ?? '']) {
          const path = join(folder, `${kept}-${torn.length}.jsonl`);
          writeFileSync(
            path,
            lines
              .slice(0, kept)
              .map((line) => `${line}\n`)
              .join('') + torn,
          );
          const world = new World();
          const { state, journal } = await run(path, world, start, how);
          expect(state, `journal ${path}`).toEqual(whole.state);
          expect(events(journal), `journal ${path}`).toEqual(events(whole.journal));
          const results = lines
            .slice(0, kept)
            .filter((line) => line.includes('"kind":"result"') && !line.includes('"answered"'));
          expect(world.done, `journal ${path}`).toHaveLength(all - results.length);
        }
      }
    },
  );

  test('An effect that was begun and has no result is recovered, then carried out once more.', async () => {
    const folder = temporaryFolder();
    await run(join(folder, 'whole.jsonl'), new World());
    const lines = readFileSync(join(folder, 'whole.jsonl'), 'utf8').trimEnd().split('\n');
    const path = join(folder, 'cut.jsonl');
    // Opened, work and its result, and the intent to commit.
    writeFileSync(
      path,
      lines
        .slice(0, 4)
        .map((line) => `${line}\n`)
        .join(''),
    );
    const journal = await open(path);
    await journal.close();
    const { pending } = replay({ stage: 'task-1', workflow, start, journal });
    expect(pending).toMatchObject({ do: 'commit' });
    const world = new World();
    await run(path, world);
    expect(world.recovered).toEqual([pending]);
    expect(world.done.filter((command) => command === JSON.stringify(pending))).toHaveLength(1);
  });

  test('A journal that does not tell how fixes are given out goes on as it was begun: all at once.', async () => {
    const phase = phaseReview(limits);
    const { journal } = await run(join(temporaryFolder(), 'phase.jsonl'), new World(), start, fixingTogether(phase));
    const entries = journal.entries.map((entry) =>
      entry.kind === 'opened' ? { ...entry, data: { stage: 'task-1', workflow: phase.name, start } } : entry,
    );
    const { state, pending } = replay({ stage: 'task-1', workflow: phase, start, journal: { ...journal, entries } });
    expect(pending).toBeUndefined();
    expect(words(state)).toMatch(/^approved/);
    expect(() =>
      replay({ stage: 'task-1', workflow: phase, start, journal: { ...journal, entries: named(entries) } }),
    ).toThrow(/^Internal error: unexpected event/);
  });

  test('A journal of a task without tests is read without a tester, also by one that does not know of the task.', async () => {
    const { state, journal } = await run(join(temporaryFolder(), 'tdd.jsonl'), new World(), start, tdd(limits, false));
    expect(replay({ stage: 'task-1', workflow: tdd(limits, true), start, journal }).state).toEqual(state);
  });

  test('A loop with nothing in flight recovers nothing.', async () => {
    const world = new World();
    await run(join(temporaryFolder(), 'task.jsonl'), world);
    expect(world.recovered).toEqual([]);
  });
});

/** The same entries, of a loop that would have given out its fixes one by one. */
function named(entries: Journal['entries']): Journal['entries'] {
  return entries.map((entry) =>
    entry.kind === 'opened' ? { ...entry, data: { ...(entry.data as object), fixes: 'each' } } : entry,
  );
}

/** Somebody answers the first question. */
function onlyOnce(world: World): Effects {
  const answers = [world.answerTo()];
  return { ...unanswered(world), answerTo: async () => await answers.shift() };
}

/** Nobody is there to answer. */
function unanswered(world: World): Effects {
  return {
    recover: (command) => world.recover(command),
    carryOut: (command) => world.carryOut(command),
    answerTo: async () => undefined,
  };
}

function limitsTold(journal: Journal): unknown[] {
  const opened = journal.entries.filter((entry) => entry.kind === 'opened');
  return opened.map((entry) => (entry.data as { limits?: unknown }).limits);
}
