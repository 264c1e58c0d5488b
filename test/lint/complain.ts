import type { Diagnostic } from '../../core/lint/diagnostic.ts';
import { lint } from '../../core/lint/lint.ts';
import { rules } from '../../core/lint/rules.ts';
import { readPlan } from '../../core/plan/read.ts';

export type Files = Readonly<Record<string, string>>;

/** The complaints of one rule about the first file as a whole, which is the plan if it is called so. */
export function complain(id: string, files: Files, there: readonly string[] = []): readonly Diagnostic[] {
  const list = Object.entries(files).map(([path, content]) => ({ path, content }));
  const [first] = list;
  if (!first) throw new Error('Internal error: a test without a file');
  const plan = /(?:plan\.(?:md|toml)|\/tasks\.md)$/.test(first.path) ? readPlan(first.path, first.content) : null;
  const exists = (path: string): boolean => path in files || there.includes(path);
  return lint(
    { plan, phases: plan?.phases ?? [], files: list, whole: [first.path], exists },
    (rule) => ({ severity: 'warning', options: rule.options.parse({}) }),
    rules.filter((rule) => rule.id === id),
  );
}

export function places(found: readonly Diagnostic[]): string[] {
  return found.map(({ at, end }) => `${at.line}:${at.column}-${end?.column ?? ''}`);
}

export function words(found: readonly Diagnostic[]): string[] {
  return found.map(({ message }) => /"([^"]*)"/.exec(message)?.[1] ?? message);
}

/** What the file looks like when all complaints are fixed, from the last to the first. */
export function fixed(content: string, found: readonly Diagnostic[]): string {
  return found
    .flatMap(({ fix }) => fix ?? [])
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), content);
}

/** A plan of one phase with these rows. */
export const plan = (row: string): string => `## Phase 1: a\n\n| # | Task | Spec |\n|---|---|---|\n${row}\n`;
