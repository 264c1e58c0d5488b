import { visibleLine } from '../../visible.ts';
import type { Brief, MemoName } from '../brief.ts';
import { most } from '../budget.ts';
import { startOf } from '../cut.ts';
import type { Piece } from '../write-prompt.ts';
import { listPiece } from './list.ts';
import { shareOut } from './share.ts';

/** The task itself, and all that its plan and the cited specs say of it. */
export function taskPieces(brief: Brief): Piece[] {
  return [
    {
      label: `${nameOf(brief)}, as it stands in ${brief.plan}${commented(brief.plan, brief.text)}`,
      text: brief.text,
      most: most.task,
      whole: brief.plan,
    },
    listPiece('acceptance: each statement has to hold', brief.acceptance),
    listPiece('requirements', brief.requirements),
    listPiece('constraints', brief.constraints),
    listPiece('anti-patterns: what the change must not do', brief.antiPatterns),
    listPiece('tests that the plan names', brief.tests),
    ...sectionPieces(brief.sections),
    ...memoPieces(brief.memos ?? []),
  ];
}

/** Research memos by name: agents read in their files what they decide. */
function memoPieces(memos: readonly MemoName[]): Piece[] {
  if (memos.length === 0) return [];
  return [
    'What the research memos of this list decide binds, as the specs do: read those that concern you in their files.',
    listPiece(
      'research memos',
      memos.map(({ path, says }) => (says === '' ? path : `${path} (${says})`)),
    ),
  ];
}

/** The cited sections, as far as they fit. */
export function sectionPieces(sections: Brief['sections']): Piece[] {
  const texts = sections.map(({ path, heading, text }) => ({
    label: `spec ${path}${heading ? `, ${heading}` : ''}${commented(path, text)}`,
    text,
    whole: path,
  }));
  return shareOut(texts, most.sections);
}

/** `task 1.2`, `phase 1`, `merge of task 1.1 and task 1.2`: it stands in words of ours, so it is nothing but a short name. */
export function nameOf(brief: Pick<Brief, 'id' | 'phase'>): string {
  const name = isPhase(brief) || isMerge(brief) ? brief.id : `task ${brief.id}`;
  return startOf(visibleLine(name.slice(0, 60)), 60);
}

/** Whether it is about the whole phase. */
export function isPhase(brief: Pick<Brief, 'id' | 'phase'>): boolean {
  return brief.id === `phase ${brief.phase.id}`;
}

function isMerge({ id }: Pick<Brief, 'id'>): boolean {
  return id.startsWith('merge of ');
}

/** Whoever reads the rendered page does not see its comments; an agent does, and has to know. */
function commented(path: string, text: string): string {
  const count = /\.(?:toml|jsonl?|ya?ml)$/i.test(path) ? 0 : text.split('<!--').length - 1;
  return count === 0 ? '' : ` (holds ${count} HTML comment${count === 1 ? '' : 's'}, hidden in the rendered page)`;
}
