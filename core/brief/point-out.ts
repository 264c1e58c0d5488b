import { createHash } from 'node:crypto';
import { plainLine } from '../review/finding.ts';
import { withoutHidden } from '../visible.ts';
import type { Brief } from './brief.ts';
import { most } from './budget.ts';
import { byteCount } from './cut.ts';

/** A text that binds, and that stands in a file of the reader's working directory. */
export interface Pointer {
  readonly path: string;
  readonly heading: string | null;
  readonly bytes: number;
  /** SHA-256, in short. */
  readonly digest: string;
}

/** A line that somebody has quoted. */
interface Quoted {
  readonly path?: string | undefined;
  readonly quote?: string | undefined;
}

/**
 * The brief for one who can look around in the work: without the sections and rules that stand there word for word, and
 * beside it where they do. A text that is quoted by what has to be decided stays; so does one that is hardly longer than
 * its name, and one in whose file a reader would not see all that is there.
 */
export function pointOut(
  brief: Brief,
  at: { readonly contents: ReadonlyMap<string, string | undefined>; readonly quoted: readonly Quoted[] },
): { readonly brief: Brief; readonly toRead: readonly Pointer[] } {
  const isThere = ({ path, text }: Text): boolean =>
    byteCount(text) > most.label &&
    at.contents.get(path)?.includes(text) === true &&
    withoutHidden(text).hidden === 0 &&
    !at.quoted.some((one) => isQuoted(one, { path, text }));
  const rules = brief.rules.map((rule) => ({ ...rule, heading: null }));
  return {
    brief: {
      ...brief,
      sections: brief.sections.filter((section) => !isThere(section)),
      rules: brief.rules.filter((rule) => !isThere(rule)),
    },
    toRead: [...brief.sections, ...rules].filter(isThere).map(pointer),
  };
}

type Text = Pick<Brief['sections'][number], 'path' | 'text'>;

function isQuoted({ path, quote }: Quoted, text: Text): boolean {
  const line = plainLine(quote);
  return path === text.path && line !== '' && plainLine(text.text).includes(line);
}

function pointer({ path, heading, text }: Brief['sections'][number]): Pointer {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return { path, heading, bytes: byteCount(text), digest };
}
