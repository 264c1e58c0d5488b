import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drive } from '../../core/workflow/drive.ts';
import { iterative } from '../../core/workflow/workflow.ts';
import { words } from '../workflow/sample.ts';
import { World } from '../workflow/world.ts';
import { entriesIn, replayed } from './replayed.ts';

/*
 * Journals that earlier releases wrote: golden/README.md. A loop that was in flight when its user updated has to go on.
 */
const folder = join(import.meta.dirname, 'golden');
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.jsonl'))
  .toSorted();

function textOf(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

test('There are journals of every shape so far, of each workflow that there was.', () => {
  const first = ['iterative', 'phase-review'];
  const all = [...first, 'polish', 'tdd'];
  const releases: Readonly<Record<string, readonly string[]>> = {
    '0.1.0': all.flatMap((name) => [`${name}-1`, `${name}-2`]),
    '0.1.0-dev.1': first,
    '0.1.0-dev.2': [...first, 'polish'],
    '0.1.0-dev.3': [...first, 'polish'],
    '0.1.0-dev.4': [...first, 'polish'],
    '0.1.0-dev.5': all,
    '0.1.0-dev.6': all,
  };
  const expected = Object.entries(releases).flatMap(([release, of]) => of.map((name) => `${release}/${name}.jsonl`));
  expect(names).toEqual([...expected, 'version-1.jsonl'].toSorted());
});

test.each(names.filter((name) => name.includes('/')))(
  'The journal %s leads to where it led when it was written.',
  (name) => {
    const { state, pending } = replayed(entriesIn(textOf(name), name));
    expect(pending).toBeUndefined();
    // What later releases know beside it is theirs.
    expect(state).toMatchObject(JSON.parse(textOf(name.replace('.jsonl', '.state.json'))) as object);
  },
);

test.each(names)('The journal %s, cut after any intent, asks for just this, so the loop can go on.', (name) => {
  const entries = entriesIn(textOf(name), name);
  const intents = entries.filter(({ kind }) => kind === 'intent');
  expect(intents.length).toBeGreaterThan(5);
  for (const { sequence, data } of intents) {
    const { state, pending } = replayed(entries.slice(0, sequence + 1));
    expect(pending).toEqual(data);
    expect(state).toMatchObject({ at: 'running', command: data as object });
  }
});

test('The first journal of all leads to where it led when it was written, with nothing in flight.', () => {
  const { state, pending } = replayed(entriesIn(textOf('version-1.jsonl'), 'version-1.jsonl'));
  expect(pending).toBeUndefined();
  expect(words(state)).toBe('approved 95f4fcb9d6fb182fd2890e892ce53f6d6faddb32');
  expect(state.progress).toMatchObject({
    round: 2,
    attempt: 1,
    roundLimit: 3,
    agentCalls: 6,
    usage: { inputTokens: 50, costUsd: 0.5 },
    verdict: { green: true },
    open: [],
    settled: [{ outcome: 'fixed', finding: { severity: 'P1', title: 'off by one' } }],
  });
});

test.each(names.filter((name) => name.endsWith('/iterative.jsonl')))(
  'A loop that %s tells of goes on from the middle of it to an approval.',
  async (name) => {
    const entries = [...entriesIn(textOf(name), name, 12)];
    const journal = {
      entries,
      append: async (kind: (typeof entries)[number]['kind'], data: unknown) => {
        const entry = { ...entries.at(-1)!, sequence: entries.length, kind, data };
        entries.push(entry);
        return { ok: true, value: entry } as const;
      },
      close: async () => undefined,
    };
    const workflow = iterative({ gateRetries: 2, maxReviewRounds: 3 });
    const state = await drive({ stage: 'task-1', workflow, start: 'c0', journal, effects: new World() });
    expect(words(state)).toMatch(/^approved/);
  },
);
