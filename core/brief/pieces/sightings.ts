import { describeSighting, type Allowed, type Sighting } from '../../cheat/sighting.ts';
import { most } from '../budget.ts';
import { cutEnd } from '../cut.ts';
import type { Piece } from '../write-prompt.ts';

/** What looks like a cheat: each with its id, its place, and the line. */
export function sightingsPiece(label: string, sightings: readonly Sighting[]): Piece {
  if (sightings.length === 0) return null;
  return { label, text: sightings.map(inShort).join('\n'), most: most.findings };
}

/** What a person has let pass for this task. */
export function allowedPiece(allowed: readonly Allowed[]): Piece {
  if (allowed.length === 0) return null;
  const text = allowed
    .map((one) => `${inShort(one)}\n  ${one.by}: ${cutEnd(one.words || 'allowed', most.dispute.reason)}`)
    .join('\n');
  return { label: 'what looks like a cheat, and a person has allowed for this task', text, most: most.list };
}

function inShort(one: Sighting): string {
  const { says, quote } = most.finding;
  const line = one.quote === '' ? '' : `\n  line: ${cutEnd(one.quote, quote)}`;
  return `- ${one.id} ${cutEnd(describeSighting(one), says)}${line}`;
}
