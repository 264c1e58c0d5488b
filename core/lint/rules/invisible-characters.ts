import { positions } from '../../markdown/position.ts';
import { citedSections, type LintContext } from '../context.ts';
import type { Diagnostic } from '../diagnostic.ts';

/**
 * Nothing may be said to an agent that a reader of the plan does not see. Bidirectional controls can show a line in
 * another order than it is read in, zero-width characters can hide text.
 *
 *     Delete nothing.              fine
 *     Delete <U+202E>nothing.      error
 *     👩‍💻                           fine: joined emoji need a zero-width joiner
 */
export function invisibleCharacters(context: LintContext): Diagnostic[] {
  return texts(context).flatMap(invisibleIn);
}

interface Text {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** The whole plan, because agents may read all of it; without its file, what is known of the phase. */
function texts(context: LintContext): Text[] {
  const { plan, phase, files } = context;
  const file = files.find(({ path }) => path === plan.path);
  const planTexts = file ? [{ line: 1, text: file.content }] : [...phase.tasks, ...phase.criteria];
  return [...planTexts.map(({ line, text }) => ({ path: plan.path, line, text })), ...citedSections(context)];
}

const invisible = new RegExp(
  [
    // A byte order mark belongs to the start of a file and to no other place.
    String.raw`(?<!^)\uFEFF`,
    String.raw`[\u00AD\u061C\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\u{E0000}-\u{E007F}]`,
    // A joiner with an emoji on one side only joins nothing.
    String.raw`(?<!\p{Extended_Pictographic}|\uFE0F|\p{Emoji_Modifier})\u200D`,
    String.raw`\u200D(?!\p{Extended_Pictographic})`,
  ].join('|'),
  'gu',
);

function invisibleIn({ path, line, text }: Text): Diagnostic[] {
  const place = positions(text);
  return [...text.matchAll(invisible)].map((found) => {
    const at = place(found.index);
    const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return {
      rule: 'invisible-characters',
      severity: 'error',
      message: `Unexpected invisible character U+${code}, expected text that a reader can see; remove it`,
      at: { path, line: line + at.line - 1, column: at.column },
    };
  });
}
