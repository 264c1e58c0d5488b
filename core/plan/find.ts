/** Places of the formats that are looked at without being asked for. */
const own = ['specs/delivery/impl-plan.md', 'specs/91-impl-plan.md', 'implementation-plan.toml'];

/** Where other systems keep their plans: `*` is a folder, or the name of a file. They are looked at where the option `formats` names the format. */
export const placesOfFormats = {
  speckit: 'specs/*/tasks.md',
  openspec: 'openspec/changes/*/tasks.md',
  kiro: '.kiro/specs/*/tasks.md',
  gsd: '.planning/ROADMAP.md',
  taskmaster: '.taskmaster/tasks/tasks.json',
  beads: '.beads/issues.jsonl',
  superpowers: 'docs/superpowers/plans/*.md',
  speckitty: 'kitty-specs/*/tasks.md',
  bmad: '_bmad-output/implementation-artifacts/sprint-status.yaml',
} as const;
export type PlacedFormat = keyof typeof placesOfFormats;
export const placedFormats = Object.keys(placesOfFormats) as PlacedFormat[];

/** Whether a file stands where plans of our own formats do, or is called like them, whatever it looks like. */
export function isOwnPlace(path: string): boolean {
  return own.some((place) => endsWith(path, place)) || /impl-plan\.md$/i.test(path);
}

/** All the places where a plan may be looked for, as a glob for Nx. A plan elsewhere has to be named. */
export const planGlob = `**/{${[...own, ...Object.values(placesOfFormats)].join(',')}}`;

/** Whether a file stands at one of the known places. The path has forward slashes. */
export function isPlanPath(path: string, formats: readonly PlacedFormat[] = placedFormats): boolean {
  return own.some((place) => endsWith(path, place)) || formats.some((format) => isPlaceOf(format, path));
}

/** The plans among the paths. Where a folder has both places of an impl plan, `specs/delivery/impl-plan.md` wins. */
export function choosePlans(paths: readonly string[], formats: readonly PlacedFormat[] = []): string[] {
  const plans = paths.filter((path) => isPlanPath(path, formats));
  const known = new Set(plans);
  return plans.filter((path) => {
    const other = path.replace(/specs\/91-impl-plan\.md$/, 'specs/delivery/impl-plan.md');
    return other === path || !known.has(other);
  });
}

const roots: Readonly<Record<PlacedFormat, string>> = {
  speckit: 'specs',
  openspec: 'openspec',
  kiro: '.kiro',
  gsd: '.planning',
  taskmaster: '.taskmaster',
  beads: '.beads',
  superpowers: 'docs/superpowers',
  speckitty: 'kitty-specs',
  bmad: '_bmad-output',
};

/** The folder that a system keeps to itself, above a plan at its place: what is in it says what is asked for. */
export function rootOfPlace(path: string): string | undefined {
  const format = formatOfPlace(path);
  if (format === undefined) return undefined;
  const parts = path.split('/');
  const above = parts.slice(0, parts.length - placesOfFormats[format].split('/').length);
  return [...above, roots[format]].join('/');
}

/** Of an option as it is written, whatever it is: the formats that it names. */
export function formatsIn(option: unknown): PlacedFormat[] {
  return Array.isArray(option) ? placedFormats.filter((format) => option.includes(format)) : [];
}

/** Whether a plan is that of what lies at the root: none of its own folders is in a folder. */
export function isOfRoot(path: string): boolean {
  const places = [...own, ...Object.values(placesOfFormats)];
  return places.some((place) => path.split('/').length === place.split('/').length && endsWith(path, place));
}

/** The format whose place a path is at, whatever is in the file. */
export function formatOfPlace(path: string): PlacedFormat | undefined {
  return placedFormats.find((format) => isPlaceOf(format, path));
}

/** `.kiro/specs/*` ends like `specs/*`, and is Kiro's alone. */
function isPlaceOf(format: PlacedFormat, path: string): boolean {
  return endsWith(path, placesOfFormats[format]) && !(format === 'speckit' && endsWith(path, placesOfFormats.kiro));
}

/** Whether the last parts of a path are those of a place. */
function endsWith(path: string, place: string): boolean {
  const wanted = place.split('/');
  const parts = path.split('/').slice(-wanted.length);
  return parts.length === wanted.length && wanted.every((part, index) => isLike(part, parts[index] ?? ''));
}

function isLike(part: string, name: string): boolean {
  return part.startsWith('*') ? name.endsWith(part.slice(1)) : name === part;
}
