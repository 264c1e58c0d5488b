import { milestoneId } from './milestones/milestone-id.ts';
import { phaseWords } from './phases/phase-heading.ts';

/** What the words that somebody asked with mean, before any plan is looked at. */
export type PhaseWords =
  | { readonly kind: 'next' }
  | { readonly kind: 'milestone'; readonly id: string }
  /** A phase's id without the word for a phase, or words of its title. */
  | { readonly kind: 'phase'; readonly name: string };

/** `next`, `M1`, `milestone M1`, `里程碑 M1`, `2.6`, `phase 3`, `阶段 3`, `第3阶段`, `resource extraction`. */
export function readPhaseWords(asked: string): PhaseWords {
  const text = asked.trim();
  if (next.test(text)) return { kind: 'next' };
  const [, spelled] = milestone.exec(text) ?? [];
  const id = milestoneOf(spelled ?? text);
  if (id !== null) return { kind: 'milestone', id };
  const [, around] = labelFirst.exec(text) ?? [];
  return { kind: 'phase', name: around ?? text.replace(wordFirst, '') };
}

const next = /^(?:(?:the )?next(?: phase)?|下一?个?阶段|次のフェーズ)$/i;
const milestone = /^(?:milestone|里程碑|マイルストーン)\s?[:：]?\s?(\S.*)$/is;
const wordFirst = new RegExp(
  String.raw`^(?:(?:${phaseWords.join('|')})(?:[\s:-]+|(?=\d)|$)|(?:阶段|階段|フェーズ|ステージ|步骤|里程碑)\s?[:：]?\s?)`,
  'i',
);
const labelFirst = /^第\s?([\d.]+|[一二三四五六七八九十]{1,3})\s?(?:阶段|階段|フェーズ|ステージ|步)$/;

/** The whole text has to be the milestone's name; its first letter may be small. */
function milestoneOf(text: string): string | null {
  const wanted = text.replace(/^m/, 'M');
  return milestoneId(wanted) === wanted ? wanted : null;
}
