import type { Change } from './change.ts';
import type { Cheat, Sight } from './cheat.ts';
import { cheats } from './cheats.ts';

/** A sight of a cheat, with the name of the cheat and what is to be done about it. */
export interface Detected extends Required<Omit<Sight, 'verdict' | 'test' | 'asked'>>, Pick<Sight, 'test'> {
  readonly cheat: string;
  readonly verdict: Cheat['verdict'];
  readonly asked: Cheat['asked'] | 'never';
  /** The line, trimmed; empty where there is none. */
  readonly quote: string;
}

/** Looks for every cheat in a change. Those that block come first; then by file and line. Each place is told once for each cheat. */
export function detect(change: Change, among: readonly Cheat[] = cheats): Detected[] {
  const found = new Map<string, Detected>();
  for (const { id, verdict, asked, look } of among)
    look(change, ({ path, line, side = 'head', message, test, verdict: milder, asked: other }) => {
      const place = `${id} ${path} ${side} ${line}`;
      if (found.has(place)) return;
      const file = change.files.find((one) => one.path === path);
      const quote = (file?.[side]?.lines[line - 1] ?? '').trim();
      const about = { path, line, side, message, quote, ...(test !== undefined && { test }) };
      found.set(place, { cheat: id, verdict: milder ?? verdict, asked: other ?? asked, ...about });
    });
  return [...found.values()].toSorted(
    (a, b) => rank(a) - rank(b) || compare(a.path, b.path) || a.line - b.line || compare(a.cheat, b.cheat),
  );
}

function rank({ verdict }: Detected): number {
  return verdict === 'block' ? 0 : 1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
