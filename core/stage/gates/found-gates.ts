import type { RepositoryFacts } from '../../gate/find/facts.ts';
import { filesToRead, findForChanges, findGates } from '../../gate/find/find-gates.ts';
import { gatesOf, type GateSpec } from '../../gate/option.ts';
import type { Git } from '../../git/git.ts';
import { fileAt, pathsAt } from '../../git/repository.ts';
import type { Options } from '../../options.ts';
import type { PhaseRequest } from '../decide/decision.ts';

type Asked = Pick<PhaseRequest, 'options' | 'targets' | 'projectRoot'>;

/**
 * The options with the gates that are found at a commit, where nobody has written the option: those of all kinds where the
 * project has none of the usual targets, else, beside these, what a change may call for.
 */
export async function withFoundGates(git: Git, commit: string, asked: Asked, options: Options): Promise<Options> {
  if (areWritten(asked)) return options;
  const gates = gatesWith(options.gates, asked.targets, await factsAt(git, commit, asked));
  return gates.length > 0 ? { ...options, gates } : options;
}

/** The usual gates with what is found beside them, or in place of them where the project has none. */
export function gatesWith(usual: readonly GateSpec[], targets: readonly string[], facts: RepositoryFacts): GateSpec[] {
  return gatesOf(usual, targets).length > 0 ? [...usual, ...findForChanges(facts)] : findGates(facts);
}

/** The gates that code finds, whatever is written. */
export async function gatesFoundAt(git: Git, commit: string, asked: AskedOf): Promise<GateSpec[]> {
  return findGates(await factsAt(git, commit, asked));
}

type AskedOf = Pick<PhaseRequest, 'targets' | 'projectRoot'>;

async function factsAt(git: Git, commit: string, { targets, projectRoot }: AskedOf): Promise<RepositoryFacts> {
  const paths = await pathsAt(git, commit, '');
  const texts = new Map<string, string>();
  for (const path of filesToRead({ paths, projectRoot })) texts.set(path, (await fileAt(git, commit, path)) ?? '');
  return { paths, texts, targets, projectRoot };
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
