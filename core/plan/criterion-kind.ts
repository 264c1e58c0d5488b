import type { CriterionKind } from './plan.ts';
import { probeOf } from './probe.ts';

/** What a criterion speaks of, by its words alone. */
export function criterionKind(text: string): CriterionKind {
  const { kind } = probeOf(text);
  if (kind === 'command' || kind === 'gates') return 'command';
  if (kind === 'file') return 'file';
  return 'judgement';
}
