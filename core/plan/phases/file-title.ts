import type { Line } from '../../markdown/lines.ts';

/** What a file is called: its first heading of level 1, or else its name. */
export function fileTitle(path: string, lines: readonly Line[]): string {
  const heading = lines.find((line) => line.heading?.level === 1)?.heading;
  return heading?.text ?? path.slice(path.lastIndexOf('/') + 1);
}
