import { isNone } from './dependencies.ts';

/** Paths and globs in code spans; without any, what commas separate. */
export function parseFiles(text: string): string[] {
  if (text === '') return [];
  const spans = [...text.matchAll(/(delete:\s{0,5})?`([^`]+)`/gi)].map(([, mark = '', path = '']) =>
    withMark(mark + path),
  );
  if (spans.length > 0) return spans;
  const paths = text.split(/[,;，；、]|<br\s{0,5}\/?>/i).map(withMark);
  return paths.filter((path) => path !== '' && !isNone(path));
}

const mark = /^delete:\s*/i;

/** One that is to go has its mark right before it. */
function withMark(path: string): string {
  return path.trim().replace(mark, 'delete:');
}

/** The files of a task without their marks, and those that it is to delete; absent where it is to delete none. */
export function declaredFiles(written: readonly string[]): { readonly files: string[]; readonly deletes?: string[] } {
  const files = written.map((path) => path.replace(mark, ''));
  const deletes = files.filter((_, index) => mark.test(written[index] ?? ''));
  return { files, ...(deletes.length > 0 && { deletes }) };
}
