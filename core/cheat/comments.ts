import type { Source } from './change.ts';

/** Something that a file says to a tool, or to people. */
export interface Comment {
  /** Without its marks, on one line. */
  readonly text: string;
  readonly line: number;
}

/**
 * The comments of a file: by its grammar where there is one, so that a string is none; else the lines that begin with a
 * mark, or what follows one after a blank.
 */
export function commentsOf({ syntax, lines }: Source): Comment[] {
  if (syntax)
    return syntax.nodes('LineComment', 'BlockComment', 'Comment').map((node) => {
      const text = syntax.textOf(node).replaceAll(/^(?:\/\/+|\/\*+|#+)|\*+\/$/g, '');
      return { text: text.replaceAll(/\s*\n\s*\*?\s*/g, ' ').trim(), line: syntax.lineOf(node) };
    });
  return lines.flatMap((line, index) => {
    const text = /(?:^|\s)(?:\/\/+|\/\*+|#)\s?(.*)$/.exec(line)?.[1];
    return text === undefined ? [] : [{ text: text.replace(/\*+\/$/, '').trim(), line: index + 1 }];
  });
}
