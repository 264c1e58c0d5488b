import { join } from 'node:path';
import { z } from 'zod';
import { jsonObject } from '../json.ts';
import type { Host } from '../host/host.ts';
import { addUsage, usageSchema, type Usage } from './usage.ts';

/** What agents have cost in a phase, over all runs of it: those of this machine, and those of others as far as they were told. */
export interface Account {
  readonly total: Usage;
  readonly byStage: ReadonlyMap<string, Usage>;
  /** `path:line:1` of what is whole and yet tells no cost. */
  readonly unreadable: string | undefined;
}

/** What one run has cost: stage → all its turns. */
export const costsSchema = z.record(z.string(), usageSchema);
export type Costs = z.infer<typeof costsSchema>;

/** Where the account of a phase lies, in its folder of state: a line for each turn of an agent, also of those that failed. */
export function accountPath(state: string): string {
  return join(state, 'spent.jsonl');
}

export async function readAccount(host: Host, state: string): Promise<Account> {
  const { turns, unreadable } = await readTurns(host, state);
  const elsewhere = await readElsewhere(host, state);
  const own = new Set(turns.map(({ run }) => run));
  const byStage = new Map<string, Usage>();
  const add = (stage: string, usage: Usage): void => void byStage.set(stage, addUsage(byStage.get(stage) ?? {}, usage));
  for (const { stage, usage } of turns) add(stage, usage);
  for (const [run, costs] of Object.entries(elsewhere ?? {}))
    if (!own.has(run)) for (const [stage, usage] of Object.entries(costs)) add(stage, usage);
  const total = [...byStage.values()].reduce(addUsage, {});
  return { total, byStage, unreadable: elsewhere ? unreadable : `${elsewherePath(state)}:1:1` };
}

export async function addTurn(
  host: Host,
  state: string,
  turn: { readonly run: string; readonly stage: string; readonly usage: Usage },
): Promise<void> {
  // A line of its own, also after one that was torn when a process was killed.
  await host.files.append(accountPath(state), `\n${JSON.stringify(turn)}\n`);
}

/** What each run of this machine has cost. */
export async function costsByRun(host: Host, state: string): Promise<ReadonlyMap<string, Costs>> {
  const runs = new Map<string, Costs>();
  for (const { run, stage, usage } of (await readTurns(host, state)).turns) {
    const costs = runs.get(run) ?? {};
    runs.set(run, { ...costs, [stage]: addUsage(costs[stage] ?? {}, usage) });
  }
  return runs;
}

/** Writes down what runs of other machines have cost, in place of what was known of them. */
export async function keepElsewhere(host: Host, state: string, runs: ReadonlyMap<string, Costs>): Promise<void> {
  await host.files.write(elsewherePath(state), `${JSON.stringify(Object.fromEntries(runs))}\n`);
}

/** Undefined where something is written that tells no cost. */
async function readElsewhere(host: Host, state: string): Promise<Readonly<Record<string, Costs>> | undefined> {
  const text = await host.files.read(elsewherePath(state));
  return text === undefined ? {} : z.record(z.string(), costsSchema).safeParse(jsonObject(text)).data;
}

function elsewherePath(state: string): string {
  return join(state, 'spent-elsewhere.json');
}

const turnSchema = z.object({ run: z.string(), stage: z.string(), usage: usageSchema });

async function readTurns(host: Host, state: string) {
  const path = accountPath(state);
  const turns: z.infer<typeof turnSchema>[] = [];
  let unreadable: string | undefined;
  for (const [index, line] of ((await host.files.read(path)) ?? '').split('\n').entries()) {
    const told = jsonObject(line);
    // A torn line is of a process that was killed: what it would have said is not known.
    if (!told) continue;
    const parsed = turnSchema.safeParse(told);
    if (parsed.success) turns.push(parsed.data);
    else unreadable ??= `${path}:${index + 1}:1`;
  }
  return { turns, unreadable };
}
