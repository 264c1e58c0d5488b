import { isPlanPath } from '../plan/find.ts';
import type { Plan } from '../plan/plan.ts';

/**
 * Whether a file that is linted by its name is a plan, and not a spec in which `Step 1` is what a user does: it lies at a
 * known place, is called a plan, or has what only plans have, such as boxes, ids of tasks, milestones or findings. Any
 * document may have a list of boxes outside of phases.
 */
export function isPlan({ path, format, phases, milestones, findings }: Plan, content: string): boolean {
  if (isPlanPath(path) || /\.(?:toml|jsonl?|ya?ml)$/.test(path) || milestones.length > 0 || findings.length > 0)
    return true;
  const tasks = phases.flatMap((phase) => phase.tasks);
  if (tasks.some(({ ranges }) => ranges.id ?? (format === 'checklist' ? undefined : ranges.box))) return true;
  const isCalledSo = planName.test(path) || planTitle.test(/^# .{0,200}/m.exec(content)?.[0] ?? '');
  return isCalledSo && (format === 'checklist' ? tasks.length > 0 : phases.length > 0);
}

const planName = /(?:^|[/_. -])(?<!test[_-])(?:plan|tasks|roadmap|backlog|todo)\.(?:md|markdown)$/i;
const planTitle = /(?<!\btest )\bplan\b|\broadmap\b|\bbacklog\b|# tasks\b|计划|路线图|任务清单|計画|ロードマップ/i;
