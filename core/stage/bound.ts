import { join } from 'node:path';
import { z } from 'zod';
import { briefSchema, type Brief } from '../brief/brief.ts';
import type { Host } from '../host/host.ts';
import { jsonObject } from '../json.ts';
import { readPhaseRecord, type PhaseRecord } from './phase-record.ts';

/**
 * A phase as its latest run has bound it, kept where its journals are: for whoever looks at it from outside, whatever became
 * of its worktree. Nothing that a run does depends on it.
 */
export interface Bound {
  readonly phase: PhaseRecord;
  /** Of its open tasks, in plan order. */
  readonly briefs: readonly Brief[];
}

const boundSchema = z.object({
  version: z.literal(1),
  phase: z.unknown(),
  briefs: z.array(briefSchema),
});

export async function keepBound(host: Host, { phase, briefs }: Bound): Promise<void> {
  await host.files.write(pathIn(phase.state), `${JSON.stringify({ version: 1, phase, briefs })}\n`);
}

/** Undefined where no run has come so far, where an older release ran, or a newer one. */
export async function readBound(host: Host, state: string): Promise<Bound | undefined> {
  const kept = boundSchema.safeParse(jsonObject(await host.files.read(pathIn(state))));
  const phase = kept.success ? readPhaseRecord(JSON.stringify(kept.data.phase)) : undefined;
  return kept.success && phase ? { phase, briefs: kept.data.briefs } : undefined;
}

function pathIn(state: string): string {
  return join(state, 'bound.json');
}
