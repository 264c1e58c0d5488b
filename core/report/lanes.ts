import type { Stage } from './story.ts';

/**
 * Stages with a lane each, so that no two of one lane overlap: as few lanes as there were ever at work at once. Which
 * process did the work is not known and does not matter; how many worked side by side is.
 */
export function withLanes(stages: readonly Stage[]): Stage[] {
  const timed = stages
    .filter((stage) => stage.started !== null && stage.ended !== null)
    .toSorted((a, b) => time(a.started) - time(b.started));
  const freeAt: number[] = [];
  const lanes = new Map<string, number>();
  for (const stage of timed) {
    const free = freeAt.findIndex((end) => end <= time(stage.started));
    const lane = free === -1 ? freeAt.length : free;
    freeAt[lane] = Math.max(time(stage.ended), time(stage.started));
    lanes.set(stage.name, lane);
  }
  return stages.map((stage) => ({ ...stage, lane: lanes.get(stage.name) ?? null }));
}

function time(at: string | null): number {
  return Date.parse(at ?? '');
}
