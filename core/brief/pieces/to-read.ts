import { most } from '../budget.ts';
import type { Pointer } from '../point-out.ts';
import type { Piece } from '../write-prompt.ts';

/** Specs and rules that are not in the prompt, since they stand in the working directory as they did. */
export function toReadPieces(texts: readonly Pointer[]): Piece[] {
  if (texts.length === 0) return [];
  return [
    'The specs and rules of the next list bind like all others. Each stands in its file in your working directory, word for word as the first review was told it: read there what the change or a finding touches, before you judge it.',
    { label: 'specs and rules to be read in their files', text: texts.map(inWords).join('\n'), most: most.toRead },
  ];
}

function inWords({ path, heading, bytes, digest }: Pointer): string {
  return `- ${path}${heading === null ? '' : `, ${heading}`} (${bytes.toLocaleString('en')} bytes, sha256 ${digest})`;
}
