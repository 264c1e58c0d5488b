import type { Prompt } from '../../agent/prompt.ts';
import { most } from '../budget.ts';
import { listPiece } from '../pieces/list.ts';
import { rulePieces } from '../pieces/rules.ts';
import { aboutMaterial, writePrompt, type Piece } from '../write-prompt.ts';
import type { PhaseDocuments } from './reader.ts';

/** Proposes the tasks of a phase that has none. It changes nothing: code writes down what is accepted. */
export function breakdownPrompt(documents: PhaseDocuments, guidance: readonly string[], mark: string): Prompt {
  const { plan, phase, text, criteria, rules } = documents;
  const all: Piece[] = [
    'You divide a phase of a written plan into tasks, read-only. Each task will be given to one agent, in a git worktree of its own.',
    aboutMaterial(mark),
    { label: `phase ${phase.id} ${phase.title}, as it stands in ${plan}`, text, most: most.task, whole: plan },
    listPiece('exit criteria of the phase', criteria),
    ...rulePieces(rules),
    howToDivide,
    listPiece('what a person has said of earlier proposals: follow it', guidance),
  ];
  return writePrompt({ full: all, resumed: all }, mark);
}

const howToDivide = `How to divide
- Go by what is written: numbered steps under an approach or implementation, distinct features, boundaries between modules.
- One task is what one session of one agent can do and have reviewed: a few files, one idea. Where it can, it is tested by itself.
- Order by dependency, foundations first. A task names those before it that it builds on, and no others: what is independent can be done side by side.
- Together they do the whole phase, and nothing beside it. No tasks for review, testing in general or documentation in general: each task brings its own.
- A title says what is made, so that somebody who reads only the titles knows what the phase does.`;
