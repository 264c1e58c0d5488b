import type { Diagnostic } from '../diagnostic.ts';

/** A note at the side of a file on GitHub; `core` of `@actions/core` has a function of each name. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly place: {
    readonly title: string;
    readonly file: string;
    readonly startLine: number;
    readonly startColumn: number;
    readonly endLine: number;
    /** Of the last character; only within one line, as GitHub has it. */
    readonly endColumn?: number;
  };
}

const levels = { error: 'error', warning: 'warning', info: 'notice' } as const;

export function annotations(diagnostics: readonly Diagnostic[]): Annotation[] {
  return diagnostics.map(({ rule, severity, message, at, end, other }) => {
    const endLine = end?.line ?? at.line;
    const place = {
      title: `phasewright: ${rule}`,
      file: at.path,
      startLine: at.line,
      startColumn: at.column,
      endLine,
      ...(end && endLine === at.line ? { endColumn: Math.max(at.column, end.column - 1) } : {}),
    };
    const also = other ? `\nSee also ${other.path}:${other.line}:${other.column}` : '';
    return { level: levels[severity], message: message + also, place };
  });
}
