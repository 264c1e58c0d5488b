import { targetNames } from './find-gates.ts';
import { scriptNames } from './node.ts';
import { ruleNames, wrapperNames } from './wrappers.ts';

/** Whether a target, script or recipe of this name is a gate as soon as it is there, if need be in the place of another. */
export function isTaken(name: string): boolean {
  return taken.has(name);
}

const taken: ReadonlySet<string> = new Set([
  ...wrapperNames,
  ...[...ruleNames.values()].flat(),
  ...[...scriptNames, ...targetNames].flatMap(([, names]) => names),
]);
