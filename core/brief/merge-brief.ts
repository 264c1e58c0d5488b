import type { Brief } from './brief.ts';

/** What is brought together: what a person would call it, and the tasks that it was done for. */
export interface MergeSide {
  /** `task 1.2`, `main of origin`. */
  readonly name: string;
  readonly briefs: readonly Brief[];
}

/** The brief for those who resolve the conflicts of two pieces of work, or review how that was done. */
export function mergeBrief(
  sides: readonly [MergeSide, MergeSide],
  about: {
    /** Of its loop: `merge-1.2`. */
    readonly stage: string;
    readonly plan: string;
    readonly phase: Brief['phase'];
    readonly paths: readonly string[];
    readonly gates: readonly string[];
  },
): Brief {
  const { stage, plan, phase, paths, gates } = about;
  const briefs = sides.flatMap((side) => side.briefs);
  const names = sides.map(({ name }) => name).join(' and ');
  const all = <T>(of: (brief: Brief) => readonly T[]): T[] => unique(briefs.flatMap(of));
  const memos = all((brief) => brief.memos ?? []);
  return {
    id: `merge of ${names}`,
    slug: stage,
    title: `What ${names} did, together`,
    text: unique(briefs.map(({ text }) => text)).join('\n'),
    plan,
    phase,
    spec: '',
    sections: all((brief) => brief.sections),
    ...(memos.length > 0 ? { memos } : {}),
    files: [...paths],
    acceptance: all((brief) => brief.acceptance),
    antiPatterns: all((brief) => brief.antiPatterns),
    requirements: [
      `The change resolves the conflicts between ${names}: in the diff the markers and what stood between them are what is removed, side by side. At each of these places what both sides are there for has to hold, and nothing of either is lost or undone.`,
      ...all((brief) => brief.requirements),
    ],
    constraints: all((brief) => brief.constraints),
    tests: all((brief) => brief.tests),
    gates: [...gates],
    siblings: [],
    findings: [],
    rules: [...(briefs[0]?.rules ?? [])],
  };
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
