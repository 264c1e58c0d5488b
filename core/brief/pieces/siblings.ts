import type { Sibling } from '../brief.ts';
import { most } from '../budget.ts';
import type { Piece } from '../write-prompt.ts';

const standings = {
  before: 'is done, and in your worktree: use what it made',
  after: 'comes later, and builds on your task: leave it what it will need, do not do it',
  beside: 'is done by somebody else, apart from you: do not do it, and do not count on it',
  ticked: 'is ticked in the plan: it should be there already',
} as const;

/** What the other tasks of the phase promise and expect, as far as the plan says so. */
export function siblingPieces(siblings: readonly Sibling[]): Piece[] {
  if (siblings.length === 0) return [];
  const text = siblings.map(describe).join('\n');
  return [
    'The other tasks of the phase, so that the parts fit. They are no part of your work.',
    { label: 'other tasks of the phase', text, most: most.siblings },
  ];
}

function describe({ id, title, standing, files, specs }: Sibling): string {
  const lines = [`- ${id} ${title}: ${standings[standing]}`];
  if (files.length > 0) lines.push(`  files: ${files.join(', ')}`);
  if (specs.length > 0) lines.push(`  specs: ${specs.join('; ')}`);
  return lines.join('\n');
}
