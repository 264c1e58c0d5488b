import { surfaceKindOf } from '../gate/surface-file.ts';
import { isTestFile, isTestPath } from '../review/test-file.ts';
import type { Change, ChangedFile } from './change.ts';
import { languageOf } from './language.ts';

/** A file that is judged by nobody who reads it. */
export interface Unread {
  readonly path: string;
  readonly message: string;
  /** Of what judges nothing may stay unread; of others it is a question. */
  readonly verdict: 'block' | 'flag';
  /** Nobody could read it before: a plan that names it can ask for another. */
  readonly mayBeAsked: boolean;
}

/**
 * Files of a change in which no cheat is looked for: those that are no text or very large, and code that is written as
 * nobody does, too long for a grammar.
 */
export function unreadFiles({ files, unread }: Change): Unread[] {
  const closed = unread.map(({ path, why, side }) => ({
    path,
    why,
    isNew: side !== 'base',
    mayBeAsked: side === 'both',
  }));
  const unparsed = files.flatMap((file) => {
    const isNew = isUnparsed(file, 'head');
    return isNew || isUnparsed(file, 'base')
      ? [
          {
            path: file.path,
            why: 'too large, or a line too long',
            isNew: isNew && !isUnparsed(file, 'base'),
            mayBeAsked: false,
          },
        ]
      : [];
  });
  return [
    ...closed.filter(({ path }) => judges(path) || !asset.test(path)),
    ...unparsed.filter(({ path }) => !surfaceKindOf(path) || isOfTests(path)),
  ].map(({ path, why, isNew, mayBeAsked }) => ({
    path,
    mayBeAsked,
    message: `Unexpected file that cannot be judged (${why}), expected text that people write`,
    verdict: judges(path) && isNew ? 'block' : 'flag',
  }));
}

function isUnparsed(file: ChangedFile, side: 'base' | 'head'): boolean {
  const { language, [side]: source } = file;
  const isParsed = language === 'typescript' || language === 'javascript' || language === 'python';
  return isParsed && source !== undefined && source.syntax === undefined;
}

function judges(path: string): boolean {
  const kind = surfaceKindOf(path);
  return isOfTests(path) || (kind === 'snapshot' ? /\.(?:snap|ambr)$/.test(path) : kind !== undefined);
}

function isOfTests(path: string): boolean {
  return isTestFile(path) || (isTestPath(path) && languageOf(path) !== undefined);
}

/** Pictures, fonts, sounds and pages, which are no text by their nature and run nowhere. */
const asset =
  /\.(?:png|jpe?g|gif|webp|avif|ico|icns|bmp|tiff?|woff2?|ttf|otf|eot|mp[34]|m4[av]|wav|ogg|flac|webm|mov|pdf|psd|xlsx?|docx?|pptx?)$/i;
