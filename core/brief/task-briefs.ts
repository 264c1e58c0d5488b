import type { Phase, Plan } from '../plan/plan.ts';
import { citations, resolveCitation } from '../spec/citation.ts';
import type { SpecFile } from '../spec/section.ts';
import type { Brief } from './brief.ts';

/** A brief for each task of a phase, in plan order, with the sections of these files that it cites. */
export function taskBriefs(plan: Plan, phase: Phase, specs: readonly SpecFile[]): Brief[] {
  return phase.tasks.map(({ id, slug, title, text, spec, files }) => ({
    id,
    slug,
    title,
    text,
    plan: plan.path,
    phase: { id: phase.id, title: phase.title },
    spec,
    sections: citedSections(spec, specs, plan.path),
    files: [...files],
  }));
}

/** What does not resolve is for the lint to complain about. */
function citedSections(spec: string, specs: readonly SpecFile[], planPath: string): Brief['sections'] {
  return citations(spec).flatMap((citation) => {
    const resolved = resolveCitation(citation, specs, planPath);
    return 'ok' in resolved ? resolved.ok.map(({ path, heading, text }) => ({ path, heading, text })) : [];
  });
}
