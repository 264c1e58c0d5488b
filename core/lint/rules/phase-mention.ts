import { parsePhaseHeading, type PhaseWord } from '../../plan/phases/phase-heading.ts';
import type { Plan } from '../../plan/plan.ts';
import type { SpecFile } from '../../spec/section.ts';
import { linesOf } from '../context.ts';

/** Words that speak of a phase of the plan, such as `Phase 2`. Offsets in the text. */
export interface PhaseMention {
  /** As the text has it; there may be no such phase. */
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** `Phase 2` in every plan, `Stage 2` in one whose headings are called so, and `M2` in a roadmap. */
export function phaseMentions(text: string, plan: Plan, files: readonly SpecFile[]): PhaseMention[] {
  const pattern = known.get(plan) ?? patternFor(plan, files);
  known.set(plan, pattern);
  return [...text.matchAll(pattern)].map(({ 0: mention, index, groups: { latin, after, around, bare } = {} }) => {
    return { id: latin ?? after ?? around ?? bare ?? '', start: index, end: index + mention.length };
  });
}

const known = new WeakMap<Plan, RegExp>();

/** What the number of a phase looks like, for a regular expression. */
export const phaseLabel = String.raw`[A-Z]{0,2}\d{1,3}(?:\.\d{1,3}){0,3}[A-Z]?`;

/** Behind a number that is complete. */
export const labelEnd = String.raw`(?![\w-]|\.\d)`;

function patternFor(plan: Plan, files: readonly SpecFile[]): RegExp {
  const words: readonly PhaseWord[] = ['phase', ...wordOf(plan, files)];
  const others = [...new Set(words.flatMap((word) => translations[word] ?? []))].join('|');
  const forms = [
    String.raw`\b(?:${words.join('|')})s? (?<latin>${phaseLabel})${labelEnd}`,
    String.raw`(?:${others})\s?(?<after>${phaseLabel})${labelEnd}`,
    String.raw`第\s?(?<around>\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?:${others})`,
    ...(plan.format === 'roadmap' ? [String.raw`(?<![\w.-])(?:milestone )?(?<bare>M-?\d{1,3})${labelEnd}`] : []),
  ];
  return new RegExp(forms.join('|'), 'gi');
}

/** What the headings call a phase. */
function wordOf({ path, phases }: Plan, files: readonly SpecFile[]): PhaseWord[] {
  const file = files.find((each) => each.path === path);
  const line = file && linesOf(file)[(phases[0]?.line ?? 0) - 1];
  const heading = line && parsePhaseHeading(line);
  return heading ? [heading.word] : [];
}

const translations: Readonly<Partial<Record<PhaseWord, readonly string[]>>> = {
  phase: ['阶段', '階段', 'フェーズ'],
  stage: ['ステージ'],
  step: ['步骤', '步', 'ステップ'],
  milestone: ['里程碑', 'マイルストーン'],
};
