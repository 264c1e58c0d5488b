import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openJournal } from '../../core/journal/journal.ts';
import { keyOf } from '../../core/result/result.ts';
import { readLedger, verdictOn, writeVerdict } from '../../core/verdict/ledger.ts';
import { withNames } from '../../core/verdict/test-names.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { entryOf, gateOf } from './sample.ts';

/** One with a key of its own, so that none of the user's is made. */
const host = hostWith({ stateFolder: realpathSync(mkdtempSync(join(tmpdir(), 'phasewright-test-'))) });
afterAll(() => rmSync(host.stateFolder, { recursive: true }));

test('What was written is read again, from all chains or from one.', async () => {
  const folder = temporaryFolder();
  await writeVerdict(host, folder, 'a', entryOf('1'));
  await writeVerdict(host, folder, 'a', entryOf('2'));
  await writeVerdict(host, folder, 'b', entryOf('3'));
  expect(await readLedger(host, folder)).toEqual({
    folder,
    entries: [entryOf('1'), entryOf('2'), entryOf('3')],
    notes: [],
  });
  expect((await readLedger(host, folder, 'b')).entries).toEqual([entryOf('3')]);
  expect((await readLedger(host, folder, 'c')).entries).toEqual([]);
});

test('The last verdict on an input counts, but for those that came to no end.', async () => {
  const folder = temporaryFolder();
  await writeVerdict(host, folder, 'a', { ...entryOf('1'), at: '2026-01-02T00:00:00.000Z', stage: 'later' });
  await writeVerdict(host, folder, 'a', entryOf('1'));
  const { verdict } = entryOf('1');
  const last = { ...entryOf('1'), at: '2026-01-03T00:00:00.000Z', verdict: { ...verdict, trouble: 'x' } };
  await writeVerdict(host, folder, 'a', last);
  const ledger = await readLedger(host, folder);
  expect(verdictOn(ledger, entryOf('1').key, 'run-2')).toMatchObject({ stage: 'later' });
  expect(verdictOn(ledger, entryOf('2').key, 'run-2')).toBeUndefined();
});

test('A red verdict counts for the run that found it: before the next somebody may have mended the machine.', async () => {
  const folder = temporaryFolder();
  const red = entryOf('1', [gateOf({ outcome: 'failed' })]);
  await writeVerdict(host, folder, 'a', red);
  const ledger = await readLedger(host, folder);
  expect(verdictOn(ledger, red.key, 'run-1')).toEqual(red);
  expect(verdictOn(ledger, red.key, 'run-2')).toBeUndefined();
});

/** What is read after somebody has changed one of two chains. */
async function laidAside(change: (text: string) => string) {
  const folder = temporaryFolder();
  await writeVerdict(host, folder, 'a', entryOf('1'));
  await writeVerdict(host, folder, 'a', entryOf('2'));
  await writeVerdict(host, folder, 'b', entryOf('3'));
  const path = join(folder, 'a.jsonl');
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  return await readLedger(host, folder);
}

describe('a chain that is not as we have written it', () => {
  test.each<[string, (text: string) => string]>([
    ['a changed verdict', (text) => text.replace('"green":true', '"green":false')],
    ['a line that is gone', (text) => text.split('\n').slice(1).join('\n')],
    ['a line of something else', (text) => `{}\n${text}`],
    ['text', () => 'green\n'],
  ])('is laid aside for %s; the others count.', async (_, change) => {
    const { folder, entries, notes } = await laidAside(change);
    expect(entries).toEqual([entryOf('3')]);
    expect(notes).toEqual([expect.stringContaining('do not count, and were laid aside')]);
    const names = readdirSync(folder).toSorted();
    expect(names).toEqual([expect.stringMatching(/^a\.jsonl\.\d+$/), 'b.jsonl']);
    await writeVerdict(host, folder, 'a', entryOf('4'));
    expect((await readLedger(host, folder)).entries).toEqual([entryOf('4'), entryOf('3')]);
  });

  test('is laid aside as well by who is about to write to it.', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.jsonl'), '{}\n');
    expect(await writeVerdict(host, folder, 'a', entryOf('1'))).toEqual([expect.stringContaining('laid aside')]);
    expect((await readLedger(host, folder)).entries).toEqual([entryOf('1')]);
  });

  test('is none when only its last line is torn.', async () => {
    const { entries, notes } = await laidAside((text) => text.slice(0, -20));
    expect(entries).toEqual([entryOf('1'), entryOf('3')]);
    expect(notes).toEqual([]);
  });
});

/** Another machine, or somebody who knows how a chain is made and not what it is sealed by. */
const stranger = (): typeof host => ({ ...host, stateFolder: temporaryFolder() });

test('A chain that somebody else has made, whole and with all its hashes, does not count.', async () => {
  const folder = temporaryFolder();
  await writeVerdict(stranger(), folder, 'a', entryOf('1'));
  expect(await readLedger(host, folder)).toMatchObject({ entries: [], notes: [expect.stringContaining('record 1')] });
  await writeVerdict(host, folder, 'b', entryOf('1'));
  const before = readFileSync(join(folder, 'b.jsonl'), 'utf8');
  const journal = await openJournal(host, join(folder, 'b.jsonl'));
  if (!journal.ok) throw new Error(journal.failure.message);
  await journal.value.append('result', journal.value.entries[0]?.data);
  await journal.value.close();
  expect(readFileSync(join(folder, 'b.jsonl'), 'utf8')).toContain(before);
  expect((await readLedger(host, folder)).entries).toEqual([]);
});

test('An entry of another chain does not count here.', async () => {
  const folder = temporaryFolder();
  await writeVerdict(host, folder, 'a', entryOf('1'));
  writeFileSync(join(folder, 'b.jsonl'), readFileSync(join(folder, 'a.jsonl')));
  expect((await readLedger(host, folder)).entries).toEqual([entryOf('1')]);
});

test('Names of tests lie in a file of their own, and a verdict whose names are not what they were is not known.', async () => {
  const folder = temporaryFolder();
  const names = [{ name: 'one', file: 'a.test.ts', outcome: 'passed' as const }];
  const counts = { executed: 1, passed: 1, failed: 0, skipped: 0, by: 'vitest' as const };
  const entry = entryOf('1', [gateOf(), gateOf({ tests: { ...counts, names } })]);
  await writeVerdict(host, folder, 'a', entry);
  const [read] = (await readLedger(host, folder)).entries;
  if (!read) throw new Error('It is not there');
  expect(read.verdict.gates[1]?.tests).toEqual(counts);
  expect(await withNames(host, folder, read)).toEqual(entry.verdict);
  const [file = ''] = readdirSync(join(folder, 'names'));
  writeFileSync(join(folder, 'names', file), JSON.stringify([{ ...names[0], name: 'two' }]));
  expect(await withNames(host, folder, read)).toBeUndefined();
});

test('A verdict under the key of another input makes its chain count for nothing.', async () => {
  const folder = temporaryFolder();
  await writeVerdict(host, folder, 'a', { ...entryOf('1'), key: keyOf(entryOf('2').input) });
  expect(await readLedger(host, folder)).toMatchObject({ entries: [], notes: [expect.stringContaining('record 1')] });
});

test('Verdicts of another release are passed over, and kept.', async () => {
  const folder = temporaryFolder();
  const journal = await openJournal(host, join(folder, 'a.jsonl'));
  if (!journal.ok) throw new Error(journal.failure.message);
  await journal.value.append('result', { version: 99, green: 'yes' });
  await journal.value.close();
  await writeVerdict(host, folder, 'a', entryOf('1'));
  expect(await readLedger(host, folder)).toEqual({ folder, entries: [entryOf('1')], notes: [] });
});
