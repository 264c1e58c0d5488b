import type { Location } from '../failure.ts';

/** A complaint about a file: where, how bad, and what its author can do about it. */
export interface Diagnostic {
  /** Kebab-case rule id, the same as the rule's file name. */
  readonly rule: string;
  readonly severity: Severity;
  /** Worded "Unexpected X, expected Y; do Z". */
  readonly message: string;
  readonly at: Location;
  /** Where the text ends that is complained about; absent where a place is all that is known. */
  readonly end?: Position;
  /** The other place involved, if two places contradict each other. */
  readonly other?: Location;
  readonly fix?: Fix;
}

export type Severity = 'error' | 'warning' | 'info';

/** 1-based; the column is in UTF-16 code units, and the first behind the text. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A change of one file that removes the complaint and changes no meaning. Offsets in UTF-16 code units. */
export interface Fix {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** By file, line and column: the order in which an author reads them. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      compareText(a.at.path, b.at.path) ||
      a.at.line - b.at.line ||
      a.at.column - b.at.column ||
      compareText(a.rule, b.rule),
  );
}

/** `path:line:column error message (rule)`, followed by the other place if there is one. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { at, other, severity, message, rule } = diagnostic;
  const line = `${at.path}:${at.line}:${at.column} ${severity} ${message} (${rule})`;
  return other ? `${line}\n  see also ${other.path}:${other.line}:${other.column}` : line;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether work must not start while this stands. */
export function isBlocking(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error';
}
