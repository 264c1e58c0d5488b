import picomatch from 'picomatch';

/** What a change may touch. */
export interface Scope {
  /** Paths and globs that the task declares; empty: it does not say, and anything that is not protected is allowed. */
  readonly files: readonly string[];
  readonly isProtected: (path: string) => boolean;
}

/** Paths that nobody's task may touch: git's own, and ours. */
const neverTouched = /^(?:\.git(?:\/|$)|\.gitmodules$|\.phasewright\/|\.worktrees\/)/;

/**
 * What agents, git and CI take orders from: settings, hooks and servers of agents, files with instructions, those by which
 * git hides files and changes, wherever they lie, and what says what CI does. Another agent would follow what one has
 * planted, and a reviewer would not see what one has hidden, so a task touches them only if it names them, not by a wider
 * glob.
 */
const orders =
  /^\.github\/|(?:^|\/)(?:\.(?:claude|codex|agents|cursor|gemini|opencode)(?:\/|$)|\.mcp\.json$|(?:AGENTS|CLAUDE|GEMINI)(?:\.\w+)?\.md$|\.git(?!keep$)[^/]*$)/i;

/** The changed paths that are not the task's to change. From the diff, never from what an agent says. */
export function outsideScope(changed: readonly string[], { files, isProtected }: Scope): string[] {
  const isDeclared = files.length === 0 ? () => true : picomatch([...files], { dot: true });
  const naming = files.filter((file) => orders.test(file));
  const isOrdered = naming.length === 0 ? () => false : picomatch(naming, { dot: true });
  // A name may look like a glob: `pages/[id].ts`.
  const isNamed = (path: string): boolean => files.includes(path);
  return changed.filter(
    (path) =>
      neverTouched.test(path) ||
      isProtected(path) ||
      (!isNamed(path) && (!isDeclared(path) || (orders.test(path) && !isOrdered(path)))),
  );
}
