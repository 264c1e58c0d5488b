import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fail, type Failure } from '../failure.ts';
import { jsonObject } from '../json.ts';
import type { Host } from '../host/host.ts';
import type { Breaker } from './call.ts';
import type { Trouble } from './trouble.ts';

/**
 * One file for each provider whose usage limit a run has reached, so that all stages of the run hear of it: none of them
 * calls the provider again, and their tasks wait as they are. A new run tries anew.
 */
export function quotaBreaker(
  host: Host,
  about: {
    /** State of ours for the run. */
    readonly folder: string;
    readonly provider: string;
    readonly whenReached: 'park' | 'wait';
    readonly note: (text: string) => void;
  },
): Breaker {
  const { folder, provider, whenReached, note } = about;
  const name = createHash('sha256').update(provider).digest('hex').slice(0, 12);
  const path = join(folder, `quota-${name}.json`);
  return {
    async closed() {
      for (;;) {
        const reached = readReached(await host.files.read(path));
        if (!reached) return undefined;
        const rest = (reached.resetsAt ?? Infinity) - host.clock.wall();
        if (rest <= 0) return undefined;
        if (whenReached === 'park' || reached.resetsAt === undefined) return parked(provider, reached);
        note(`waits for ${provider} until ${time(reached.resetsAt)}: ${reached.text}`);
        if (await host.stopsWithin(Math.min(rest, longestWait))) return fail('stopped', 'The run was stopped.').failure;
      }
    },
    async trip(trouble, { began, steps }) {
      const known = readReached(await host.files.read(path))?.resetsAt;
      const isJustAfter = (at: number): boolean => known !== undefined && at >= known && at < known + outlasting;
      // It may be told of late: after a long prompt, or after other tries by the agent itself.
      if (isJustAfter(host.clock.wall()) || (steps === 0 && isJustAfter(began))) {
        // Whoever states a new end each time would be called, and paid for, without end.
        await host.files.write(path, JSON.stringify({ text: trouble.text }));
        return parked(provider, { text: trouble.text });
      }
      // Of several that tell, the latest time counts; one that does not know takes nothing back.
      const times = [trouble.resetsAt ?? 0, known ?? 0].filter((at) => isAhead(at, host.clock.wall()));
      const resetsAt = times.length > 0 ? Math.max(...times) : undefined;
      const reached = { text: trouble.text, resetsAt };
      await host.files.write(path, JSON.stringify(reached));
      return whenReached === 'park' || resetsAt === undefined ? parked(provider, reached) : undefined;
    },
  };
}

/**
 * Milliseconds after the stated end of a limit: one that is reached again so soon has not ended then, nor one that keeps a
 * turn which began so soon from its first step.
 */
const outlasting = 60_000;

/** Milliseconds: timers count no further than 24 days, and a machine that slept should look at the clock again. */
const longestWait = 10 * 60 * 1000;

/**
 * A time that is past has not helped, and one that is as good as past would be no pause; nobody means one that is years
 * ahead. Then it is not known when the limit ends.
 */
function isAhead(at: number, now: number): boolean {
  return at >= now + 1000 && at < now + 365 * 24 * 3600 * 1000;
}

function readReached(text: string | undefined): Pick<Trouble, 'text' | 'resetsAt'> | undefined {
  const found = text === undefined ? undefined : jsonObject(text);
  if (!found) return undefined;
  const { text: said, resetsAt } = found;
  return { text: String(said), resetsAt: typeof resetsAt === 'number' ? resetsAt : undefined };
}

function parked(provider: string, reached: Pick<Trouble, 'text' | 'resetsAt'>): Failure {
  const until = reached.resetsAt === undefined ? '' : ` It ends at ${time(reached.resetsAt)}.`;
  return fail(
    'agent-quota',
    `The usage limit of ${provider} is reached: ${reached.text}.${until} Nothing is lost and no attempt is counted: run again then, or let the run wait with option "onQuota": "wait".`,
  ).failure;
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
