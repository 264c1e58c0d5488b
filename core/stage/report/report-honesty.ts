import type { Report } from '../../report/report.ts';
import type { Left } from './left.ts';

/** What looked like a cheat in the tasks and in the fixes of the review, with what became of it. */
export function reportHonesty({ tasks, merges, review }: Left): Pick<Report, 'flags' | 'allowed'> {
  const all = [
    ...[...tasks].map(([slug, record]) => [`task-${slug}`, record] as const),
    ...merges.map((record) => [record.stage, record] as const),
    ...(review ? [['review', review] as const] : []),
  ];
  return {
    flags: all.flatMap(([stage, { flags = [] }]) => flags.map((one) => ({ ...one, stage }))),
    allowed: all.flatMap(([stage, { allowed = [] }]) => allowed.map((one) => ({ ...one, stage }))),
  };
}
