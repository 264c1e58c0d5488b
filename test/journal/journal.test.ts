import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openJournal, readJournal, type Journal } from '../../core/journal/journal.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';

const host = hostWith();

/** What stands in the journal, which is then left to others. */
async function closed(path: string): Promise<Journal> {
  const journal = await opened(path);
  await journal.close();
  return journal;
}

/** A journal of three records, and its lines. */
async function threeRecords(): Promise<{ path: string; lines: string[] }> {
  const path = join(temporaryFolder(), 'state', 'task-1.jsonl');
  const journal = await opened(path);
  await journal.append('opened', { stage: 'task-1', start: 'c0' });
  await journal.append('intent', { do: 'work', text: 'naïve 你好 🙂 \u2028 "quoted" \n line' });
  await journal.append('result', { type: 'worked' });
  await journal.close();
  return { path, lines: readFileSync(path, 'utf8').trimEnd().split('\n') };
}

async function opened(path: string): Promise<Journal> {
  const result = await openJournal(host, path);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

test('What was appended is read again, one record a line, each with the hash of the one before.', async () => {
  const { path, lines } = await threeRecords();
  expect(lines).toHaveLength(3);
  const { entries } = await closed(path);
  expect(entries.map(({ sequence, kind }) => [sequence, kind])).toEqual([
    [0, 'opened'],
    [1, 'intent'],
    [2, 'result'],
  ]);
  expect(entries[1]?.data).toEqual({ do: 'work', text: 'naïve 你好 🙂 \u2028 "quoted" \n line' });
  expect(entries.map((entry) => entry.previous)).toEqual(['', entries[0]?.hash, entries[1]?.hash]);
});

test('A journal that is opened again grows on.', async () => {
  const { path } = await threeRecords();
  const journal = await opened(path);
  await journal.append('intent', { do: 'commit' });
  await journal.close();
  expect((await closed(path)).entries).toHaveLength(4);
});

test('A journal that is not there begins empty, and so does one of no bytes.', async () => {
  const path = join(temporaryFolder(), 'empty.jsonl');
  expect((await closed(path)).entries).toEqual([]);
  writeFileSync(path, '');
  expect((await closed(path)).entries).toEqual([]);
});

describe('a torn last line', () => {
  test.each([1, 30, -1])('F27: is dropped, on the disk as well, when %i of its characters are there', async (kept) => {
    const { path, lines } = await threeRecords();
    const whole = `${lines[0]}\n${lines[1]}\n`;
    writeFileSync(path, whole + lines[2]!.slice(0, kept));
    const journal = await opened(path);
    expect(journal.entries).toHaveLength(2);
    expect(readFileSync(path, 'utf8')).toBe(whole);
    await journal.append('result', { type: 'worked', again: true });
    await journal.close();
    expect((await closed(path)).entries.map((entry) => entry.sequence)).toEqual([0, 1, 2]);
  });

  test('is dropped though nothing else is there.', async () => {
    const { path, lines } = await threeRecords();
    writeFileSync(path, lines[0]!);
    expect((await closed(path)).entries).toEqual([]);
  });
});

describe('a journal that somebody has touched', () => {
  test.each<[string, (lines: string[]) => string[], string]>([
    ['a changed byte', ([a, b, c]) => [a!, b!.replace('naïve', 'native'), c!], 'hash in record 2'],
    ['a changed time', ([a, b, c]) => [a!, b!.replace(/"at":"2/, '"at":"3'), c!], 'hash in record 2'],
    ['a record that is missing', ([a, , c]) => [a!, c!], 'sequence number 2, expected 1, in record 2'],
    ['a first record that is missing', ([, b, c]) => [b!, c!], 'sequence number 1, expected 0, in record 1'],
    ['a record twice', ([a, b, c]) => [a!, b!, b!, c!], 'sequence number 1, expected 2, in record 3'],
    [
      'another chain',
      ([a, b, c]) => [a!, b!.replace(/"previous":"[0-9a-f]/, '"previous":"x'), c!],
      'break of the hash chain in record 2',
    ],
    ['text that is no record', ([a, b, c]) => [a!, 'hello', b!, c!], 'text in record 2'],
    ['an empty line', ([a, b, c]) => [a!, '', b!, c!], 'text in record 2'],
    ['an unknown kind', ([a, b, c]) => [a!, b!.replace('"intent"', '"wish"'), c!], 'text in record 2'],
    ['bytes of zero', ([a, b, c]) => [a!, '\0'.repeat(b!.length), c!], 'text in record 2'],
  ])('F27: stops the loop, names the record and keeps the file: %s.', async (_title, change, problem) => {
    const { path, lines } = await threeRecords();
    const text = change(lines)
      .map((line) => `${line}\n`)
      .join('');
    writeFileSync(path, text);
    const result = await openJournal(host, path);
    expect(result).toMatchObject({ ok: false, failure: { reason: 'journal' } });
    expect(!result.ok && result.failure.message).toContain(`Unexpected ${problem} of ${path}.`);
    expect(!result.ok && result.failure.message).toContain('Move it away');
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('F28: stops the loop as well where a newer release has written it, and both versions are told.', async () => {
    const { path, lines } = await threeRecords();
    const text = `${lines[0]!.replace('"version":1', '"version":2')}\n${lines[1]}\n${lines[2]}\n`;
    writeFileSync(path, text);
    const message = expect.stringContaining('version 2 (this is version 1; update phasewright) in record 1');
    expect(await openJournal(host, path)).toMatchObject({ failure: { reason: 'journal', message } });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('A broken last record that has its newline is no torn one.', async () => {
    const { path, lines } = await threeRecords();
    writeFileSync(path, `${lines[0]}\n${lines[1]!.slice(0, 40)}\n`);
    expect(readJournal(readFileSync(path, 'utf8'), path)).toMatchObject({ ok: false });
  });
});
