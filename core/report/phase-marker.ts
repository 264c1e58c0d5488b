import { slug } from '../plan/tasks/slug.ts';

/** The hidden line by which pull requests and comments of a phase are known again. It holds no text that an agent wrote. */
export function phaseMarker(planId: string, phaseId: string): string {
  return `<!-- phasewright: ${planId.replaceAll(/[^\w./]/g, '-')}, phase ${slug(phaseId)} -->`;
}
