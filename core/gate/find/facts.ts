/** What a repository holds, as far as its gates can be told from it. */
export interface RepositoryFacts {
  /** All tracked files, from the root of the workspace. */
  readonly paths: readonly string[];
  /** The text of those that `filesToRead` names and that are there. */
  readonly texts: ReadonlyMap<string, string>;
  /** Nx targets of the project. */
  readonly targets: readonly string[];
  /** Of the project; empty where it is the workspace. */
  readonly projectRoot: string;
}

/** What a gate looks after. Of each kind there is one gate, unless several languages have one. */
export const kinds = ['build', 'typecheck', 'lint', 'format', 'test', 'docs', 'strict', 'dependencies'] as const;
export type Kind = (typeof kinds)[number];

/** A check that somebody could run: by whom it is known, how it is run, and what shows that it is there. */
export interface Check {
  /** The language or the tool, as in the gate's name. */
  readonly of: string;
  readonly kind: Kind;
  readonly command: readonly string[];
  readonly because: string;
  /** Only where the change calls for it. */
  readonly when?: { readonly dependencies?: true; readonly boundary?: string[] };
}

/** One folder of a repository, as a tool sees it that is run there. */
export interface Place {
  /** Whether a file is there; relative to the folder. */
  readonly has: (path: string) => boolean;
  /** The text of a file; empty where there is none. */
  readonly text: (path: string) => string;
  /** All files in it and below. */
  readonly paths: readonly string[];
}

export function placeAt({ paths, texts }: RepositoryFacts, folder: string): Place {
  const prefix = folder === '' ? '' : `${folder}/`;
  const below = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  const known = new Set(below);
  return { has: (path) => known.has(path), text: (path) => texts.get(prefix + path) ?? '', paths: below };
}

/** Modules that take what comes from outside, as people call them: what changes there is held to the strict set. */
export function boundaryModules(paths: readonly string[]): string[] {
  const names = new Set(paths.flatMap((path) => path.split('/').slice(0, -1)).filter((name) => isBoundary.test(name)));
  return [...names].toSorted().map((name) => `**/${name}`);
}

const isBoundary =
  /^(?:[\w-]*[-_])?(?:api|apis|http|rest|grpc|rpc|graphql|web|server|gateway|net|network|ffi|cli|input|parser|parsers|protocol|wire|routes|handlers|controllers|endpoints|webhooks|auth)$/;
