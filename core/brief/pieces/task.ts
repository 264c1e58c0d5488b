import { visibleLine } from '../../visible.ts';
import type { Brief, RuleFile } from '../brief.ts';
import { most } from '../budget.ts';
import { startOf } from '../cut.ts';
import type { Piece } from '../write-prompt.ts';
import { shareOut } from './share.ts';

/** A list of statements, one on each line. */
export function listPiece(label: string, texts: readonly string[]): Piece {
  if (texts.length === 0) return null;
  return { label, text: texts.map((text) => `- ${text.replaceAll('\n', '\n  ')}`).join('\n'), most: most.list };
}

/** What a writer may change: told first, since all else is read with it in mind. */
export function scopePieces(brief: Pick<Brief, 'files'>): Piece[] {
  const never =
    'Never change the plan or the specs, and nothing in `.git`, `.gitmodules`, `.github/`, `.phasewright/` or `.worktrees/`. Do nothing outside the task, and nothing that nobody asked for.';
  return brief.files.length > 0
    ? [
        `Scope: create or change only the files of the list below, which may hold patterns. If it cannot be done within them, stop and say so. ${never}`,
        listPiece('files of the task', brief.files),
      ]
    : [`Scope: no files are named; change as few as it needs. ${never}`];
}

/** What will judge the change, so that a writer can judge it before. */
export function gatesPiece(brief: Pick<Brief, 'gates'>): Piece {
  return listPiece('gates: Nx targets that judge the change, of each project that it affects', brief.gates);
}

/** The task itself, and all that its plan and the cited specs say of it. */
export function taskPieces(brief: Brief): Piece[] {
  return [
    {
      label: `${nameOf(brief)}, as it stands in ${brief.plan}${commented(brief.text)}`,
      text: brief.text,
      most: most.task,
      whole: brief.plan,
    },
    listPiece('acceptance: each statement has to hold', brief.acceptance),
    listPiece('requirements of the task', brief.requirements),
    listPiece('constraints of the task', brief.constraints),
    listPiece('anti-patterns: what the change must not do', brief.antiPatterns),
    listPiece('tests that the plan names', brief.tests),
    ...sectionPieces(brief.sections),
  ];
}

export function sectionPieces(sections: Brief['sections']): Piece[] {
  const texts = sections.map(({ path, heading, text }) => ({
    label: `spec ${path}${heading ? `, ${heading}` : ''}${commented(text)}`,
    text,
    whole: path,
  }));
  return shareOut(texts, most.sections);
}

/** The project's rules, as they were before the phase began. */
export function rulePieces(rules: readonly RuleFile[]): Piece[] {
  const texts = rules.map(({ path, text }) => ({ label: `rules of the project, ${path}`, text, whole: path }));
  return shareOut(texts, most.rules);
}

/** `task 1.2`, `phase 1`: it stands in words of ours, so it is nothing but a short name. */
export function nameOf(brief: Pick<Brief, 'id' | 'phase'>): string {
  const name = isPhase(brief) ? brief.id : `task ${brief.id}`;
  return startOf(visibleLine(name.slice(0, 60)), 60);
}

/** Whether it is about the whole phase. */
export function isPhase(brief: Pick<Brief, 'id' | 'phase'>): boolean {
  return brief.id === `phase ${brief.phase.id}`;
}

/** Whoever reads the rendered page does not see its comments; an agent does, and has to know. */
function commented(text: string): string {
  const count = text.split('<!--').length - 1;
  return count === 0 ? '' : ` (holds ${count} HTML comment${count === 1 ? '' : 's'}, hidden in the rendered page)`;
}
