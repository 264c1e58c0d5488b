import type { Phase, Plan } from '../plan/plan.ts';
import { citations, resolveCitation } from '../spec/citation.ts';
import type { GatheredMemo } from '../spec/gather.ts';
import type { SpecFile } from '../spec/section.ts';
import type { Brief, MemoName, RuleFile } from './brief.ts';
import { memosIn } from './memo-names.ts';
import { siblingsIn } from './siblings.ts';

/** A brief for each task of a phase, in plan order, with the sections of these files that it cites. */
export function taskBriefs(
  plan: Plan,
  phase: Phase,
  about: {
    readonly specs: readonly SpecFile[];
    /** Memos that the phase or its specs name. */
    readonly memos?: readonly GatheredMemo[];
    readonly rules: readonly RuleFile[];
    readonly gates: readonly string[];
  },
): Brief[] {
  const sections = phase.tasks.map((task) => citedSections(task.spec, about.specs, plan.path));
  const siblingsOf = siblingsIn(phase.tasks.map((task, index) => ({ task, sections: sections[index] ?? [] })));
  const memosOf = memosIn(phase, plan.path, about.memos ?? []);
  return phase.tasks.map((task, index) => ({
    id: task.id,
    slug: task.slug,
    title: task.title,
    text: task.text,
    plan: plan.path,
    phase: { id: phase.id, title: phase.title },
    spec: task.spec,
    sections: sections[index] ?? [],
    ...binding(memosOf(task, new Set(sections[index]?.map(({ path }) => path)))),
    files: [...task.files],
    ...(task.deletes ? { deletes: [...task.deletes] } : {}),
    acceptance: task.criteria.map((criterion) => criterion.text),
    antiPatterns: [...task.commit.antiPatterns],
    requirements: [...task.commit.requirements],
    constraints: [...task.commit.constraints],
    tests: [...task.commit.tests],
    gates: [...about.gates],
    siblings: siblingsOf(task),
    findings: [],
    rules: [...about.rules],
  }));
}

/** What does not resolve is for the lint to complain about. */
function citedSections(spec: string, specs: readonly SpecFile[], planPath: string): Brief['sections'] {
  return citations(spec).flatMap((citation) => {
    const resolved = resolveCitation(citation, specs, planPath);
    return 'ok' in resolved ? resolved.ok.map(({ path, heading, text }) => ({ path, heading, text })) : [];
  });
}

/** Without memos there is no word of them: the brief is the one that it was before there could be any. */
function binding(memos: MemoName[]): Pick<Brief, 'memos'> {
  return memos.length > 0 ? { memos } : {};
}
