import { criteriaOf } from '../plan/criteria/probe.ts';
import type { Phase } from '../plan/plan.ts';
import type { Brief, MemoName, RuleFile } from './brief.ts';

/** The brief for those who look at a phase as a whole. */
export function phaseBrief(
  phase: Phase,
  about: {
    readonly plan: string;
    readonly sections: Brief['sections'];
    readonly memos?: readonly MemoName[];
    readonly rules: readonly RuleFile[];
    readonly gates: readonly string[];
    /** Of the backlog, those that its tasks say to have mended. */
    readonly findings?: Brief['findings'];
  },
): Brief {
  return {
    id: `phase ${phase.id}`,
    slug: 'review',
    title: phase.title,
    text: [phase.title, ...phase.tasks.map((task) => task.text)].join('\n'),
    plan: about.plan,
    phase: { id: phase.id, title: phase.title },
    spec: '',
    sections: about.sections,
    ...(about.memos && about.memos.length > 0 ? { memos: [...about.memos] } : {}),
    files: [],
    acceptance: criteriaOf(phase).map((criterion) => criterion.text),
    antiPatterns: unique(phase.tasks.flatMap((task) => task.commit.antiPatterns)),
    requirements: unique(phase.tasks.flatMap((task) => task.commit.requirements)),
    constraints: unique(phase.tasks.flatMap((task) => task.commit.constraints)),
    tests: unique(phase.tasks.flatMap((task) => task.commit.tests)),
    gates: [...about.gates],
    siblings: [],
    findings: [...(about.findings ?? [])],
    rules: [...about.rules],
  };
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
