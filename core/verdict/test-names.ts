import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import type { Verdict } from '../result/records.ts';
import { testsSchema, type Tests } from '../result/tests.ts';
import type { LedgerEntry } from './ledger-entry.ts';

/*
 * A gate may name thousands of tests, and only the verdict that is looked for needs them: so each list lies in a file of its
 * own, named by its content, and the ledger's entry has that name.
 */

/** A verdict without the names of tests; where these are, gate by gate. */
export async function laidOut(
  host: Host,
  ledger: string,
  verdict: Verdict,
): Promise<Pick<LedgerEntry, 'verdict' | 'names'>> {
  const names = await Promise.all(verdict.gates.map(async ({ tests }) => await keep(host, ledger, tests?.names)));
  const gates = verdict.gates.map(({ tests, ...gate }) => {
    if (!tests) return gate;
    const { names: _, ...counts } = tests;
    return { ...gate, tests: counts };
  });
  return { verdict: { ...verdict, gates }, ...(names.some((name) => name !== null) ? { names } : {}) };
}

async function keep(host: Host, ledger: string, names: Tests['names']): Promise<string | null> {
  if (names === undefined) return null;
  const text = JSON.stringify(names);
  const digest = digestOf(text);
  const path = pathOf(ledger, digest);
  if (!(await host.files.exists(path))) await host.files.write(path, text);
  return digest;
}

/** The verdict with all names; undefined where one list is not what it was. */
export async function withNames(
  host: Host,
  ledger: string,
  { verdict, names = [] }: LedgerEntry,
): Promise<Verdict | undefined> {
  const gates: Verdict['gates'] = [];
  for (const [index, gate] of verdict.gates.entries()) {
    const digest = names[index];
    if (!gate.tests || digest === undefined || digest === null) {
      gates.push(gate);
      continue;
    }
    const text = (await host.files.read(pathOf(ledger, digest))) ?? '';
    if (digestOf(text) !== digest) return undefined;
    gates.push({ ...gate, tests: { ...gate.tests, names: namesSchema.parse(JSON.parse(text)) } });
  }
  return { ...verdict, gates };
}

const namesSchema = testsSchema.shape.names.unwrap();

function pathOf(ledger: string, digest: string): string {
  return join(ledger, 'names', `${digest}.json`);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
