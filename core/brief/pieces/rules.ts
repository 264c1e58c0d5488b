import type { RuleFile } from '../brief.ts';
import { most } from '../budget.ts';
import type { Piece } from '../write-prompt.ts';
import { shareOut } from './share.ts';

/** The project's rules, as they were before the phase began. */
export function rulePieces(rules: readonly RuleFile[]): Piece[] {
  const texts = rules.map(({ path, text }) => ({ label: `rules of the project, ${path}`, text, whole: path }));
  return shareOut(texts, most.rules);
}
