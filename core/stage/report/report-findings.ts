import { raisedIn } from '../../report/loop-story.ts';
import type { TracedFinding } from '../../report/report.ts';
import { findingId } from '../../review/finding.ts';
import type { Left } from './left.ts';

/** Every finding of the phase with what became of it: gaps in its specs, then those of the tasks and of the review. */
export function tracedFindings(left: Left): TracedFinding[] {
  const tasks = [...left.tasks].map(([slug, record]) => [`task-${slug}`, record] as const);
  const stages = [
    ...(left.polish ? [['polish', left.polish] as const] : []),
    ...tasks,
    ...left.merges.map((record) => [record.stage, record] as const),
    ...(left.review ? [['review', left.review] as const] : []),
  ];
  return stages.flatMap(([stage, record]) => {
    const story = left.stories.get(stage);
    const rounds = raisedIn(story?.rounds ?? []);
    const open = record.outcome === 'done' ? [] : (story?.open ?? []);
    return [...record.findings, ...open.map((finding) => ({ finding, outcome: 'open' as const }))].map(
      (one): TracedFinding => ({ ...one, stage, round: rounds.get(findingId(one.finding)) ?? null }),
    );
  });
}
