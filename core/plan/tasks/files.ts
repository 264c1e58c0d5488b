import { isNone } from './dependencies.ts';

/** Paths and globs in code spans; without any, what commas separate. */
export function parseFiles(text: string): string[] {
  if (text === '') return [];
  const spans = [...text.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path.trim());
  if (spans.length > 0) return spans;
  const paths = text.split(/[,;，；、]|<br\s{0,5}\/?>/i).map((path) => path.trim());
  return paths.filter((path) => path !== '' && !isNone(path));
}
