import type { Standing } from '../judged.ts';
import type { Report } from '../report.ts';
import type { Stage } from '../story.ts';
import type { Tone } from './icon.ts';

/** Which tone an outcome has: one table for the whole page. */
export const outcomeTones: Record<Report['outcome'], Tone> = {
  landed: 'good',
  waiting: 'open',
  failed: 'bad',
  stopped: 'open',
};

export const stageTones: Record<Stage['outcome'], Tone> = {
  done: 'good',
  failed: 'bad',
  waiting: 'open',
  parked: 'open',
  skipped: 'idle',
  'ticked-unproven': 'open',
};

export const gateTones: Record<Report['gates'][number]['outcome'], Tone> = {
  passed: 'good',
  failed: 'bad',
  'not-run': 'idle',
};

export const standingTones: Record<Standing, Tone> = { green: 'good', red: 'bad', earlier: 'idle', none: 'idle' };

export const criterionTones: Record<Report['criteria'][number]['outcome'], Tone> = {
  met: 'good',
  'not-met': 'bad',
  undecided: 'open',
};

/** The worst of some: bad before open before idle before good. */
export function worst(tones: readonly Tone[]): Tone {
  return (['bad', 'open', 'idle', 'good'] as const).find((tone) => tones.includes(tone)) ?? 'idle';
}
