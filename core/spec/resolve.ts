import type { Citation } from './citation.ts';
import { sectionAt, sectionNamed, wholeFile, type Section, type SpecFile } from './section.ts';

/** The sections a citation means, or what of it is not there. */
export type Resolution = { readonly ok: readonly Section[] } | { readonly missing: string };

/**
 * Finds what a citation means among the spec files. Content in, content out: whoever calls has read the files, and
 * a file that was not handed in is missing.
 */
export function resolveCitation(citation: Citation, specFiles: readonly SpecFile[], planPath: string): Resolution {
  if (citation.kind === 'unclear') return { missing: `anything that "${citation.text}" points at` };
  const files =
    citation.kind === 'number' ? numbered(citation.number, specFiles, planPath) : atPath(citation, specFiles, planPath);
  if ('missing' in files) return files;
  const anchor = citation.kind === 'number' ? null : citation.anchor;
  if (anchor !== null && anchor !== '') return allOf(files.ok, [anchor], sectionAt, '#');
  return citation.sections.length > 0
    ? allOf(files.ok, citation.sections, sectionNamed, '§ ')
    : { ok: files.ok.map(wholeFile) };
}

type Files = { readonly ok: readonly SpecFile[] } | { readonly missing: string };

/** `14` is the file `14-….md` in the plan's spec folder; the one that lies nearest to the folder's top. */
function numbered(number: string, files: readonly SpecFile[], planPath: string): Files {
  const folder = specFolder(planPath);
  const hits = files.filter((file) => isInside(file.path, folder) && numberOf(file.path) === Number(number));
  const top = Math.min(...hits.map((file) => depthOf(file.path)));
  const nearest = hits.filter((file) => depthOf(file.path) === top);
  if (nearest.length === 1) return { ok: nearest };
  const pattern = join(folder, `${number}-*.md`);
  if (nearest.length === 0) return { missing: `a file ${pattern}` };
  return { missing: `one file ${pattern} (there are ${nearest.map((file) => file.path).join(', ')})` };
}

/** The folder of the plan; for `specs/delivery/impl-plan.md` the one above, where the specs are. */
function specFolder(planPath: string): string {
  const folder = folderOf(planPath);
  return /(?:^|\/)delivery$/.test(folder) ? folderOf(folder) : folder;
}

function numberOf(path: string): number {
  return Number(/(?:^|\/)(\d+)[-_. ][^/]*$/.exec(path)?.[1]);
}

/**
 * A file, or a folder with all that lies in it. Only a bare path may also start at the root, in the spec folder, or where
 * that lies: at the root of a project.
 */
function atPath(citation: Extract<Citation, { path: string }>, files: readonly SpecFile[], planPath: string): Files {
  const { kind, path } = citation;
  const specs = specFolder(planPath);
  const bases = kind === 'link' ? [folderOf(planPath)] : [folderOf(planPath), '', specs, folderOf(specs)];
  const wanted =
    path === '' ? [planPath] : bases.map((base) => join(path.startsWith('/') ? '' : base, decodedPath(path)));
  for (const candidate of wanted) {
    const hits = files.filter((file) => file.path === candidate || isInside(file.path, candidate));
    if (candidate !== '' && hits.length > 0) return { ok: hits };
  }
  const places = [...new Set(wanted)].join(' or ');
  const end = `/${join('', decodedPath(path))}`;
  const others = files.filter((file) => file.path.endsWith(end)).map((file) => file.path);
  return { missing: `a file ${places}${others.length > 0 ? ` (there is ${others.join(', ')})` : ''}` };
}

function allOf(
  files: readonly SpecFile[],
  names: readonly string[],
  find: (file: SpecFile, name: string) => Section | null,
  sign: string,
): Resolution {
  const sections: Section[] = [];
  for (const name of names) {
    const section = files.map((file) => find(file, name)).find((found) => found !== null);
    if (!section) return { missing: `a heading ${sign}${name} in ${files.map((file) => file.path).join(', ')}` };
    sections.push(section);
  }
  return { ok: sections };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function isInside(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

function depthOf(path: string): number {
  return path.split('/').length;
}

/** Joins and resolves `.` and `..`; a path that leaves the repository keeps its `..` and matches no file. */
function join(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
