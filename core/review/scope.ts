import picomatch from 'picomatch';

/** What a change may touch. */
export interface Scope {
  /** Paths and globs that the task declares; empty: it does not say, and anything that is not protected is allowed. */
  readonly files: readonly string[];
  readonly isProtected: (path: string) => boolean;
}

/** Paths that nobody's task may touch: they decide what git, CI and the engine do. */
const neverTouched = /^(?:\.git(?:\/|$)|\.gitmodules$|\.github\/|\.phasewright\/|\.worktrees\/)/;

/** The changed paths that are not the task's to change. From the diff, never from what an agent says. */
export function outsideScope(changed: readonly string[], scope: Scope): string[] {
  const isDeclared = scope.files.length === 0 ? () => true : picomatch([...scope.files], { dot: true });
  return changed.filter((path) => neverTouched.test(path) || scope.isProtected(path) || !isDeclared(path));
}
