import { join } from 'node:path';
import { z } from 'zod';
import { fail, type Failure } from '../failure.ts';
import { jsonObject } from '../json.ts';
import type { Host } from '../host/host.ts';
import type { Spending } from './call.ts';
import { addUsage, totalTokens, usageSchema, type Usage } from './usage.ts';

const amountSchema = z.strictObject({
  /** US dollars. Agents that do not say what they cost add nothing. */
  usd: z.number().positive().optional(),
  /** Input and output tokens. */
  tokens: z.number().int().positive().optional(),
});

const limitSchema = z.strictObject({
  /** Told when it is reached; a phase then begins no further task. */
  soft: amountSchema.optional(),
  /** Running calls are ended, no further one is begun, and everything stays as it is. */
  hard: amountSchema.optional(),
});

/** What agents may cost, over all runs of a phase. */
export const budgetSchema = z.strictObject({ task: limitSchema.optional(), phase: limitSchema.optional() });
export type Budget = z.infer<typeof budgetSchema>;
type Amount = z.infer<typeof amountSchema>;

/**
 * Keeps the account of a phase, one line for each turn of an agent, also of those that failed; and holds calls to the
 * limits. What runs side by side counts when it has ended, and is looked at now and then, so calls in flight may go beyond
 * a limit by what they cost.
 */
export function spendingOf(
  host: Host,
  about: {
    /** The account's file. */
    readonly account: string;
    readonly stage: string;
    readonly budget: Budget;
    readonly note: (text: string) => void;
  },
): Spending {
  const { account, stage, budget, note } = about;
  const isTask = stage.startsWith('task-');
  let spent: Spent = { task: {}, phase: {}, isBegun: false, unreadable: undefined };
  const told = new Set<string>();
  return {
    async before() {
      await this.refresh();
      if (spent.unreadable !== undefined && (budget.phase || budget.task))
        return unknownCost(account, spent.unreadable);
      for (const level of ['phase', 'task'] as const) {
        const reached = beyond(spent[level], budget[level]?.hard);
        if (reached) return overBudget(level, 'hard', reached);
        const soft = beyond(spent[level], budget[level]?.soft);
        if (soft && level === 'phase' && isTask && !spent.isBegun) return overBudget(level, 'soft', soft);
        if (soft && !told.has(level)) {
          told.add(level);
          note(`the soft limit of the ${level}'s budget is reached: ${soft}`);
        }
      }
      return undefined;
    },
    during(usage) {
      for (const level of ['phase', 'task'] as const) {
        const reached = beyond(addUsage(spent[level], usage), budget[level]?.hard);
        if (reached) return `at the ${level}'s budget: ${reached}`;
      }
      return undefined;
    },
    async refresh() {
      spent = readAccount((await host.files.read(account)) ?? '', stage);
    },
    left() {
      const of = (['phase', 'task'] as const).flatMap((level) => {
        const most = budget[level]?.hard?.usd;
        return most === undefined ? [] : [Math.max(0, most - (spent[level].costUsd ?? 0))];
      });
      return of.length === 0 ? undefined : Math.min(...of);
    },
    async after(turn) {
      // A line of its own, also after one that was torn when a process was killed.
      await host.files.append(account, `\n${JSON.stringify({ stage, ...turn })}\n`);
    },
  };
}

const lineSchema = z.object({ stage: z.string(), usage: usageSchema });

interface Spent {
  task: Usage;
  phase: Usage;
  /** Whether the stage has called an agent before, in this run or an earlier one. */
  isBegun: boolean;
  /** Line, from 1, that is whole and yet tells no cost. */
  unreadable: number | undefined;
}

function readAccount(text: string, stage: string): Spent {
  const sum: Spent = { task: {}, phase: {}, isBegun: false, unreadable: undefined };
  for (const [index, line] of text.split('\n').entries()) {
    const told = jsonObject(line);
    // A torn line is of a process that was killed: what it would have said is not known.
    if (!told) continue;
    const parsed = lineSchema.safeParse(told);
    if (!parsed.success) {
      sum.unreadable ??= index + 1;
      continue;
    }
    sum.phase = addUsage(sum.phase, parsed.data.usage);
    if (parsed.data.stage !== stage) continue;
    sum.task = addUsage(sum.task, parsed.data.usage);
    sum.isBegun = true;
  }
  return sum;
}

/** Where the account of a phase lies, in its folder of state. */
export function accountPath(state: string): string {
  return join(state, 'spent.jsonl');
}

/** What all turns of a phase have cost, over all runs, by its account. */
export function accountTotal(text: string | undefined): Usage {
  return readAccount(text ?? '', '').phase;
}

/** The same, of each stage alone. */
export function accountByStage(text: string | undefined): ReadonlyMap<string, Usage> {
  const stages = new Map<string, Usage>();
  for (const line of (text ?? '').split('\n')) {
    const told = lineSchema.safeParse(jsonObject(line));
    if (told.success) stages.set(told.data.stage, addUsage(stages.get(told.data.stage) ?? {}, told.data.usage));
  }
  return stages;
}

/** What was spent and what is allowed, if the first is not below the second. */
function beyond(usage: Usage, limit: Amount | undefined): string | undefined {
  const usd = usage.costUsd ?? 0;
  const tokens = totalTokens(usage);
  if (limit?.usd !== undefined && usd >= limit.usd) return `${usd.toFixed(2)} of ${limit.usd.toFixed(2)} USD`;
  if (limit?.tokens !== undefined && tokens >= limit.tokens) return `${tokens} of ${limit.tokens} tokens`;
  return undefined;
}

function unknownCost(account: string, line: number): Failure {
  return fail(
    'budget',
    `${account}:${line}:1: Unexpected line that tells no cost, expected one for each turn of an agent; without it option "budget" cannot be kept. Mend the line, or remove it if it was no turn.`,
  ).failure;
}

function overBudget(of: 'phase' | 'task', kind: 'hard' | 'soft', reached: string): Failure {
  return fail(
    'budget',
    `The ${kind} limit of the ${of}'s budget is reached: ${reached}. All work is kept; raise option "budget" to go on.`,
  ).failure;
}
