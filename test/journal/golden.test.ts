import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readJournal, type Journal } from '../../core/journal/journal.ts';
import { replay } from '../../core/workflow/drive.ts';
import { iterative } from '../../core/workflow/workflow.ts';
import { words } from '../workflow/sample.ts';

/*
 * Journals that earlier releases wrote. A loop that was in flight when its user updated has to go on: these files are
 * never edited, and a release that changes what is stored adds one.
 */
const folder = join(import.meta.dirname, 'golden');

test('There is a journal of every version so far.', () => {
  expect(readdirSync(folder)).toEqual(['version-1.jsonl']);
});

test('A journal of version 1 leads to where it led when it was written, with nothing in flight.', () => {
  const { state, pending } = replayed('version-1.jsonl');
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

test('Cut after any intent it leads to a state that asks for just this, so the loop can go on.', () => {
  const lines = readFileSync(join(folder, 'version-1.jsonl'), 'utf8').trimEnd().split('\n');
  const records = lines.map((line) => JSON.parse(line) as { sequence: number; kind: string; data: unknown });
  const intents = records.filter((record) => record.kind === 'intent');
  expect(intents).toHaveLength(15);
  for (const { sequence, data } of intents) {
    expect(replayed('version-1.jsonl', sequence + 1)).toMatchObject({
      pending: data,
      state: { at: 'running', command: data },
    });
    expect(replayed('version-1.jsonl', sequence).pending).toBeUndefined();
  }
});

function replayed(name: string, records = Infinity) {
  const lines = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').slice(0, records);
  const read = readJournal(lines.map((line) => `${line}\n`).join(''), name);
  if (!read.ok) throw new Error(read.failure.message);
  const journal: Journal = { entries: read.value.entries, append: rejected, close: rejected };
  return replay({ stage: 'task-1', workflow: iterative({ gateRetries: 2, maxReviewRounds: 3 }), start: 'c0', journal });
}

function rejected(): Promise<never> {
  return Promise.reject(new Error('a golden journal is only read'));
}
