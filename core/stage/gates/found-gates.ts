import { filesToRead, findGates } from '../../gate/find/find-gates.ts';
import { gatesOf, type GateSpec } from '../../gate/option.ts';
import type { Git } from '../../git/git.ts';
import { fileAt, pathsAt } from '../../git/repository.ts';
import type { Options } from '../../options.ts';
import type { PhaseRequest } from '../decide/decision.ts';

type Asked = Pick<PhaseRequest, 'options' | 'targets' | 'projectRoot'>;

/**
 * The options with the gates that are found at a commit, where nobody has written the option and the project has none of the
 * usual targets; else as they are.
 */
export async function withFoundGates(git: Git, commit: string, asked: Asked, options: Options): Promise<Options> {
  if (areWritten(asked) || gatesOf(options.gates, asked.targets).length > 0) return options;
  const found = await gatesFoundAt(git, commit, asked);
  return found.length > 0 ? { ...options, gates: found } : options;
}

/** The gates that code finds, whatever is written. */
export async function gatesFoundAt(
  git: Git,
  commit: string,
  { targets, projectRoot }: Pick<PhaseRequest, 'targets' | 'projectRoot'>,
): Promise<GateSpec[]> {
  const paths = await pathsAt(git, commit, '');
  const texts = new Map<string, string>();
  for (const path of filesToRead({ paths, projectRoot })) texts.set(path, (await fileAt(git, commit, path)) ?? '');
  return findGates({ paths, texts, targets, projectRoot });
}

/** Whether somebody has written the option, with whatever in it. */
export function areWritten({ options }: Pick<Asked, 'options'>): boolean {
  return options.some(({ written }) => typeof written === 'object' && written !== null && 'gates' in written);
}

/** In one line, for people; undefined where the gates are those that are written. */
export function describeFound(gates: readonly GateSpec[]): string | undefined {
  const found = gates.filter(({ because }) => because !== undefined);
  if (found.length === 0) return undefined;
  return `gates found, since the option "gates" names none: ${found.map(({ name, because }) => `${name} because ${because}`).join('; ')}`;
}
