import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal } from '../../core/journal/journal.ts';
import { nodeHost } from '../../core/host/node-host.ts';
import { simulate } from '../simulation/simulate.ts';
import { entriesIn, replayed } from './replayed.ts';

/*
 * Writes the golden journals of a release: `node test/journal/write-golden.ts <release>`. For each workflow the first two
 * simulated loops that were approved, after a kill, a question and a failure.
 */
const [release] = process.argv.slice(2) as [string];
const folder = join(import.meta.dirname, 'golden', release);
if (existsSync(folder)) throw new Error(`Unexpected ${folder}: what was written once is never changed`);
mkdirSync(folder);

let seconds = 0;
const real = nodeHost();
const host = {
  ...real,
  clock: { ...real.clock, wall: () => Date.UTC(2026, 4, 1, 10) + 1000 * seconds++ },
};
const counts = new Map<string, number>();
for (let seed = 0; seed < 2000; seed++) {
  const { workflow, end, crashes, records } = await simulate(seed);
  const count = (counts.get(workflow) ?? 0) + 1;
  const events = records.map(({ data }) => (data as { type?: string }).type);
  const isEventful = crashes > 0 && events.includes('answered') && events.includes('failed') && records.length > 30;
  if (end !== 'approved' || !isEventful || count > 2) continue;
  counts.set(workflow, count);
  await write(`${workflow}-${count}`, records);
}
process.exit();

async function write(name: string, records: Awaited<ReturnType<typeof simulate>>['records']): Promise<void> {
  const path = join(folder, `${name}.jsonl`);
  const opened = await openJournal(host, path);
  if (!opened.ok) throw new Error(opened.failure.message);
  for (const { kind, data } of records) await opened.value.append(kind, data);
  await opened.value.close();
  const { state } = replayed(entriesIn(readFileSync(path, 'utf8'), name));
  writeFileSync(join(folder, `${name}.state.json`), `${JSON.stringify(state, null, 2)}\n`);
}
