import { isAtLeast, severities, type Finding } from '../review/finding.ts';
import type { Step } from './workflow.ts';

/**
 * What is fixed in each turn and its commit. Where each finding has a turn, the worst come first, and what is left once
 * the turns are given out is in the last one.
 */
export function batches(
  open: readonly Finding[],
  { fixes, maxTurns }: Pick<Step['review'], 'fixes' | 'maxTurns'>,
): (readonly Finding[])[] {
  if (fixes === 'together') return [open];
  const worstFirst = severities.flatMap((severity) => open.filter((finding) => finding.severity === severity));
  const trivial = worstFirst.filter(({ severity }) => !isAtLeast(severity, 'P1'));
  const each = worstFirst.filter(({ severity }) => isAtLeast(severity, 'P1')).map((finding) => [finding]);
  const turns = trivial.length > 0 ? [...each, trivial] : each;
  if (turns.length <= maxTurns) return turns;
  return [...turns.slice(0, maxTurns - 1), turns.slice(maxTurns - 1).flat()];
}

/** The list in parts of at most so many. */
export function chunks<T>(list: readonly T[], most: number): (readonly T[])[] {
  const parts: (readonly T[])[] = [];
  for (let from = 0; from < list.length; from += most) parts.push(list.slice(from, from + most));
  return parts;
}
