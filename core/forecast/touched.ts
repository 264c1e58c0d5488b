import { posix } from 'node:path';
import type { Task } from '../plan/plan.ts';
import type { Project } from '../result/coverage.ts';
import { placeFinder, type Place } from './places.ts';

/** What a task touches, as far as the plan tells. */
export interface Touched {
  /** By place, the paths there that the task names; at least one. Empty where nothing is known. */
  readonly places: ReadonlyMap<Place, readonly [string, ...string[]]>;
  /** The task declares no files; the paths are those that its text names. */
  readonly guessed: boolean;
}

/** The workspace that a plan is about. */
export interface Workspace {
  readonly projects: readonly Project[];
  /** Of the plan's own project, relative to the workspace; empty for the root. */
  readonly projectRoot: string;
}

/** Finds what tasks touch: by the files that they declare, else by those that they speak of. */
export function touchedBy(workspace: Workspace): (task: Pick<Task, 'files' | 'text'>) => Touched {
  const find = placeFinder(workspace.projects);
  const inProject = resolver(workspace);
  return ({ files, text }) => {
    const declared = files.filter((file) => !file.startsWith('!'));
    const guessed = declared.length === 0;
    const places = new Map<Place, [string, ...string[]]>();
    for (const path of guessed ? spokenOf(text).map(inProject) : declared)
      for (const place of find(path)) {
        const known = places.get(place);
        if (known) known.push(path);
        else places.set(place, [path]);
      }
    return { places, guessed };
  };
}

/**
 * Paths in a text, also of files that are still to be made: words with a slash and an ending, or with a slash behind
 * them, and the files in the root of a workspace that all share. Markdown is left out: it is cited far more often than
 * changed.
 */
function spokenOf(text: string): string[] {
  const words = [...text.matchAll(/[\w@.~+*/-]+/g)].map(([word]) => word.replace(/[.]+$/, ''));
  return words.filter((word) => {
    // What is left of an address, or of something that is not below the workspace.
    if (word.startsWith('/') || word.startsWith('~') || /\.(?:md|markdown)$/i.test(word)) return false;
    if (!word.includes('/')) return onlyInRoot.test(word);
    return word.endsWith('/') || /\.[A-Za-z]\w*$/.test(posix.basename(word));
  });
}

/** Names that say by themselves where the file lies. */
const onlyInRoot = /^(?:nx\.json|tsconfig\.base\.json|package-lock\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?)$/;

/** A plan speaks of files as they lie in its project, unless they are seen to lie in another one. */
function resolver({ projects, projectRoot }: Workspace): (path: string) => string {
  const roots = projects.map(({ root }) => root).filter((root) => root !== '');
  return (path) => {
    const isFromRoot = !path.includes('/') || roots.some((root) => path.startsWith(`${root}/`));
    return isFromRoot ? path : posix.join(projectRoot, path);
  };
}
