import { markdownLines } from '../../markdown/lines.ts';
import type { Section } from '../../spec/section.ts';
import { citedSections, type LintContext } from '../context.ts';
import type { Diagnostic } from '../diagnostic.ts';

/**
 * A cited section says all that the task needs; an agent fills a gap with a guess.
 *
 *     The limit is TBD.            warning
 *     The limit is 4 KiB.          fine
 *     The lint looks for `TODO`.   fine: in a code span the word is spoken about
 */
export function unfinishedText(context: LintContext): Diagnostic[] {
  return citedSections(context).flatMap(marksIn);
}

function marksIn(section: Section): Diagnostic[] {
  return markdownLines(section.text)
    .filter((line) => line.kind === 'text')
    .flatMap((line) =>
      [...withoutCodeSpans(line.text).matchAll(/\b(?:TBD|TODO|FIXME)\b|\?\?\?|\blorem ipsum\b/gi)]
        // `Todo` is the name of many an app; only the marks that shout are left by mistake.
        .filter(([mark]) => mark === mark.toUpperCase() || /lorem/i.test(mark))
        .map((mark) => ({
          rule: 'unfinished-text',
          severity: 'warning',
          message: `Unexpected "${mark[0]}" in a cited section, expected what the task needs to know; write it, or move it out of the section`,
          at: { path: section.path, line: section.line + line.number - 1, column: mark.index + 1 },
        })),
    );
}

/** Blanks keep the columns as they are. */
function withoutCodeSpans(text: string): string {
  return text.replaceAll(/`[^`]*`/g, (span) => ' '.repeat(span.length));
}
