import type { Verdict } from '../../result/records.ts';

/** Why a verdict is not green, and what was found out about that, in sentences. */
export function describeRed({ trouble, complaints = [] }: Verdict, what: string): string {
  const found = complaints.map(({ message }) => `${message}.`);
  return [trouble ?? what, ...found].filter(Boolean).join(' ');
}
