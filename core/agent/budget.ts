import { z } from 'zod';
import { fail, type Failure } from '../failure.ts';
import type { Host } from '../host/host.ts';
import { addTurn, readAccount, type Account } from './account.ts';
import type { Spending } from './call.ts';
import { addUsage, totalTokens, type Usage } from './usage.ts';

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
 * a limit by what they cost. Of other machines counts what they had told when this run last asked.
 */
export function spendingOf(
  host: Host,
  about: {
    /** The folder that the account lies in. */
    readonly state: string;
    readonly run: string;
    readonly stage: string;
    readonly budget: Budget;
    readonly note: (text: string) => void;
  },
): Spending {
  const { state, run, stage, budget, note } = about;
  const isTask = stage.startsWith('task-');
  let account: Account = { total: {}, byStage: new Map(), unreadable: undefined };
  const spent = (level: 'phase' | 'task'): Usage =>
    level === 'phase' ? account.total : (account.byStage.get(stage) ?? {});
  const told = new Set<string>();
  return {
    async before() {
      await this.refresh();
      if (account.unreadable !== undefined && (budget.phase || budget.task)) return unknownCost(account.unreadable);
      for (const level of ['phase', 'task'] as const) {
        const reached = beyond(spent(level), budget[level]?.hard);
        if (reached) return overBudget(level, 'hard', reached);
        const soft = beyond(spent(level), budget[level]?.soft);
        if (soft && level === 'phase' && isTask && !account.byStage.has(stage)) return overBudget(level, 'soft', soft);
        if (soft && !told.has(level)) {
          told.add(level);
          note(`the soft limit of the ${level}'s budget is reached: ${soft}`);
        }
      }
      return undefined;
    },
    during(usage) {
      for (const level of ['phase', 'task'] as const) {
        const reached = beyond(addUsage(spent(level), usage), budget[level]?.hard);
        if (reached) return `at the ${level}'s budget: ${reached}`;
      }
      return undefined;
    },
    async refresh() {
      account = await readAccount(host, state);
    },
    left() {
      const of = (['phase', 'task'] as const).flatMap((level) => {
        const most = budget[level]?.hard?.usd;
        return most === undefined ? [] : [Math.max(0, most - (spent(level).costUsd ?? 0))];
      });
      return of.length === 0 ? undefined : Math.min(...of);
    },
    async after(turn) {
      await addTurn(host, state, { run, stage, ...turn });
    },
  };
}

/** What was spent and what is allowed, if the first is not below the second. */
function beyond(usage: Usage, limit: Amount | undefined): string | undefined {
  const usd = usage.costUsd ?? 0;
  const tokens = totalTokens(usage);
  if (limit?.usd !== undefined && usd >= limit.usd) return `${usd.toFixed(2)} of ${limit.usd.toFixed(2)} USD`;
  if (limit?.tokens !== undefined && tokens >= limit.tokens) return `${tokens} of ${limit.tokens} tokens`;
  return undefined;
}

function unknownCost(place: string): Failure {
  return fail(
    'budget',
    `${place}: Unexpected line that tells no cost, expected one for each turn of an agent; without it option "budget" cannot be kept. Mend the line, or remove it if it was no turn.`,
  ).failure;
}

function overBudget(of: 'phase' | 'task', kind: 'hard' | 'soft', reached: string): Failure {
  return fail(
    'budget',
    `The ${kind} limit of the ${of}'s budget is reached: ${reached}. All work is kept; raise option "budget" to go on.`,
  ).failure;
}
