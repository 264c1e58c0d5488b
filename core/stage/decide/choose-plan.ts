import { posix } from 'node:path';
import { fail, ok, type Result } from '../../failure.ts';
import { fileAt, type Repository } from '../../git/repository.ts';
import { slug } from '../../plan/tasks/slug.ts';
import { formatOfPlace, placesOfFormats } from '../../plan/find.ts';
import type { PhaseRequest } from './decision.ts';
import { specFolder } from '../specs/protected-paths.ts';

/** The plan that was asked for, by path or id, or the only one that the project has. */
export async function choosePlan(repository: Repository, request: PhaseRequest): Promise<Result<string>> {
  const chosen = await chosenPlan(repository, request);
  return chosen.ok ? unlessIdIsShared(request, chosen.value) : chosen;
}

async function chosenPlan(repository: Repository, request: PhaseRequest): Promise<Result<string>> {
  const { plans } = request;
  const wanted = request.plan?.replaceAll('\\', '/').replace(/^\.\//, '');
  if (wanted !== undefined) {
    const byId = plans.find((path) => planIdOf(request, path) === wanted);
    const path = byId ?? wanted;
    if ((await fileAt(repository.git, repository.head, path)) !== undefined) return ok(path);
    const known = plans.length > 0 ? ` Plans of ${request.project}: ${plans.join(', ')}.` : '';
    return fail(
      'unknown-plan',
      `Unexpected plan "${wanted}": there is no such file at HEAD, and no plan has that id.${known}`,
    );
  }
  if (plans.length === 1) return ok(plans[0]!);
  if (plans.length > 1)
    return fail(
      'several-plans',
      `Unexpected number of plans in project ${request.project}, expected one: ${listOf(request)}. Name one with --plan.`,
    );
  return fail(
    'no-plan',
    `Unexpected project ${request.project} without a plan, expected specs/delivery/impl-plan.md, specs/91-impl-plan.md or implementation-plan.toml below ${request.projectRoot || 'the workspace'}, a plan of a system that the option "formats" names, or --plan.`,
  );
}

function listOf(request: PhaseRequest): string {
  const { plans } = request;
  const named = plans.slice(0, 12).map((path) => `${path} (${planIdOf(request, path)})`);
  return plans.length > named.length ? `${named.join(', ')} and ${plans.length - named.length} more` : named.join(', ');
}

/** Refs, claims and answers of a plan are found by its id alone. */
function unlessIdIsShared(request: PhaseRequest, path: string): Result<string> {
  const id = planIdOf(request, path);
  // On some systems refs that differ in case alone share a file.
  const other = request.plans.find((one) => one !== path && planIdOf(request, one).toLowerCase() === id.toLowerCase());
  if (other === undefined) return ok(path);
  return fail(
    'several-plans',
    `Unexpected plans ${path} and ${other} of project ${request.project}, expected an id for each and both have "${id}": name one of them in another way, or make its folder a project of its own.`,
  );
}

/** Short where it can be: the project's name; with the file's or folder's where a project has several kinds of plans. */
export function planIdOf(request: PhaseRequest, path: string): string {
  const { own, byFile, byFolder } = idsOf(request.project, path, request.projectRoot);
  if (own !== undefined && specFolder(path) === posix.join(request.projectRoot || '.', 'specs')) return own;
  const folder = posix.basename(posix.dirname(path));
  return byFolder !== undefined && folder !== posix.basename(request.projectRoot) ? byFolder : byFile;
}

/** Whether a plan of a project at that path may have an id, for who does not know where the project is. */
export function mayBePlanId(project: string, path: string, id: string): boolean {
  const folders = posix.dirname(path).split('/');
  const roots = folders.map((_, index) => folders.slice(0, index + 1).join('/'));
  return ['', ...roots].some((root) => Object.values(idsOf(project, path, root)).includes(id));
}

/** The ids that follow from a path: as the project's own plan, by its file and by its folder. */
function idsOf(
  project: string,
  path: string,
  projectRoot: string,
): { readonly own: string | undefined; readonly byFile: string; readonly byFolder: string | undefined } {
  const folder = posix.basename(posix.dirname(path));
  const format = formatOfPlace(path);
  // Their files are all called alike: there is one for each feature, or one for all.
  const place = format === undefined ? '' : placesOfFormats[format];
  const file = posix.basename(path).replace(/\.[a-z]+$/, '');
  const feature = place.includes('*/') ? folder : place.includes('*') ? file : undefined;
  const short = feature === undefined ? (format ?? file) : `${format}-${feature}`;
  // Each part of a project may have a feature of that name, and each kind of plan of its own.
  const folders = path.split('/').slice(0, -place.split('/').length).join('/');
  const above = format === undefined ? '' : posix.relative(projectRoot, folders).replaceAll('/', '-');
  const name = above === '' || above.startsWith('..') ? short : `${above}-${short}`;
  return {
    own: file.endsWith('impl-plan') ? slug(project) : undefined,
    byFile: slug(`${project}-${name}`),
    byFolder: file === 'implementation-plan' && folder !== '.' ? slug(`${project}-${folder}`) : undefined,
  };
}
