import type { SpecFile } from './section.ts';

/** The files that belong to one set of specs, by the names that people give them. Any of them may be missing. */
export interface SpecSet {
  /** Empty for the top of the repository. */
  readonly folder: string;
  /** All Markdown files of the folder and the folders in it, by path; the plan is one of them. */
  readonly files: readonly SpecFile[];
  readonly index: SpecFile | null;
  readonly roadmap: SpecFile | null;
  readonly backlog: SpecFile | null;
  /** One file with all decisions, or one file for each. */
  readonly decisions: readonly SpecFile[];
  /** The specs of components: files whose names start with 10 to 59. */
  readonly features: readonly SpecFile[];
}

/** Finds the set that the plan, or the spec at this path, belongs to. */
export function specSet(files: readonly SpecFile[], path: string): SpecSet {
  const folder = folderOf(path);
  const inside = files
    .filter((file) => isInside(file.path, folder) && /\.md$/i.test(file.path))
    .map((file) => ({ file, name: folder === '' ? file.path : file.path.slice(folder.length + 1) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const named = (pattern: RegExp): SpecFile[] =>
    inside.filter(({ name }) => pattern.test(name)).map(({ file }) => file);
  const oneLog = named(decisionLog);
  return {
    folder,
    files: inside.map(({ file }) => file),
    index: named(/^index\.md$/i)[0] ?? named(/^readme\.md$/i)[0] ?? null,
    roadmap: named(/roadmap[^/]*\.md$/i)[0] ?? null,
    // Of several the one with the highest number is the one that is written to.
    backlog: named(/(?:improvements-review|backlog)[^/]*\.md$/i).at(-1) ?? null,
    decisions: oneLog.length > 0 ? oneLog.slice(0, 1) : named(decisionFile),
    features: named(/^(?!(?:.*\/)?(?:archive|decisions|adrs?|research|reviews?)\/)(?:.*\/)?[1-5]\d[-_. ][^/]*$/i),
  };
}

const decisionLog = /(?:^|\/)(?:[^/]*key-decisions[^/]*|99-[^/]*decision[^/]*|decisions)\.md$/i;
const decisionFile = /(?:^|\/)(?:decisions|adrs?)\/\d{3,4}-[^/]*\.md$/i;

/** Whether a file is named like a log of decisions, or like one decision among others. */
export function isDecisions(path: string): boolean {
  return decisionLog.test(path) || decisionFile.test(path);
}

/** `specs` for `specs/91-plan.md`, `specs/delivery/plan.md` and `specs/core/10-data.md`; else the file's own folder. */
function folderOf(path: string): string {
  const folders = path.split('/').slice(0, -1);
  const specs = folders.findLastIndex((folder) => /^specs?$/.test(folder)) + 1;
  // Each folder such as `specs/001-login` is a set of its own.
  const isFeature = /^\d{3,}-/.test(folders[specs] ?? '');
  if (specs > 0) return folders.slice(0, isFeature ? specs + 1 : specs).join('/');
  return folders.at(-1) === 'delivery' ? folders.slice(0, -1).join('/') : folders.join('/');
}

function isInside(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}
