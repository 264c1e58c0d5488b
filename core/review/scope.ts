import picomatch from 'picomatch';

/** What a change may touch. */
export interface Scope {
  /** Paths and globs that the task declares; empty: it does not say, and anything that is not protected is allowed. */
  readonly files: readonly string[];
  readonly isProtected: (path: string) => boolean;
}

/** Paths that nobody's task may touch: they decide what git, CI and the engine do. */
const neverTouched = /^(?:\.git(?:\/|$)|\.gitmodules$|\.github\/|\.phasewright\/|\.worktrees\/)/;

/**
 * What agents and git take orders from, wherever it lies: settings, hooks and servers of agents, files with instructions,
 * and those by which git hides files and changes. Another agent would follow what one has planted, and a reviewer would
 * not see what one has hidden, so a task touches them only if it names them, not by a wider glob.
 */
const orders =
  /(?:^|\/)(?:\.(?:claude|codex|agents|cursor|gemini|opencode)(?:\/|$)|\.mcp\.json$|(?:AGENTS|CLAUDE|GEMINI)(?:\.\w+)?\.md$|\.git(?!keep$)[^/]*$)/i;

/** The changed paths that are not the task's to change. From the diff, never from what an agent says. */
export function outsideScope(changed: readonly string[], scope: Scope): string[] {
  const isDeclared = scope.files.length === 0 ? () => true : picomatch([...scope.files], { dot: true });
  const naming = scope.files.filter((file) => orders.test(file));
  const isNamed = naming.length === 0 ? () => false : picomatch(naming, { dot: true });
  return changed.filter(
    (path) =>
      neverTouched.test(path) || scope.isProtected(path) || !isDeclared(path) || (orders.test(path) && !isNamed(path)),
  );
}
