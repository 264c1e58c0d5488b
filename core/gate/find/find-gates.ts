import type { GateSpec } from '../option.ts';
import { kinds, placeAt, type Check, type Kind, type Place, type RepositoryFacts } from './facts.ts';
import { goChecks } from './go.ts';
import { nodeChecks } from './node.ts';
import { pythonChecks } from './python.ts';
import { rustChecks } from './rust.ts';
import { justfiles, makefiles, ownChecks, wrapperIn } from './wrappers.ts';

/** Files whose text tells of gates, where they are there. */
export function filesToRead({ paths, projectRoot }: Pick<RepositoryFacts, 'paths' | 'projectRoot'>): string[] {
  const known = new Set(paths);
  const folders = new Set([projectRoot, '']);
  return [...folders]
    .flatMap((folder) => telling.map((name) => (folder === '' ? name : `${folder}/${name}`)))
    .filter((path) => known.has(path));
}

const telling = [
  'package.json',
  'go.mod',
  'pyproject.toml',
  'setup.cfg',
  'setup.py',
  'tox.ini',
  'Pipfile',
  'requirements.txt',
  'requirements-dev.txt',
  ...makefiles,
  ...justfiles,
];

/**
 * Gates that the repository has without anybody having named them, each with the reason: for each kind of check an Nx target
 * of the project, else the project's own command for all or for this one, else the command of each language that is there.
 */
export function findGates(facts: RepositoryFacts): GateSpec[] {
  const targets = targetsFound(facts.targets);
  const left = kinds.filter((kind) => !targets.some((target) => target.kind === kind));
  for (const folder of new Set([facts.projectRoot, ''])) {
    const commands = commandsIn(facts, folder, left);
    if (commands.length > 0) return [...targets.map(({ gate }) => gate), ...commands];
  }
  return targets.map(({ gate }) => gate);
}

/**
 * What a change calls for in a project that has gates of its own for always: the strict set at the boundary and the audit of
 * dependencies, each from the project's folder or else from the root, where a lockfile usually lies.
 */
export function findForChanges(facts: RepositoryFacts): GateSpec[] {
  const folders = [...new Set([facts.projectRoot, ''])];
  return (['strict', 'dependencies'] as const).flatMap((kind) => {
    const found = folders.map((folder) =>
      languageChecks(placeAt(facts, folder))
        .filter((check) => check.kind === kind)
        .map((check) => inFolder(gateFor(check), folder)),
    );
    return found.find((gates) => gates.length > 0) ?? [];
  });
}

/** Nx targets by what they look after, the usual names first. */
export const targetNames: readonly (readonly [Kind, readonly string[]])[] = [
  ['build', ['build', 'compile']],
  ['typecheck', ['typecheck', 'type-check', 'types', 'tsc']],
  ['lint', ['lint', 'eslint', 'eslint:lint']],
  ['format', ['format-check', 'format:check', 'check-format']],
  ['test', ['test', 'unit', 'unit-test', 'vitest', 'jest', 'pytest']],
  ['docs', ['docs-check', 'check-docs']],
];

function targetsFound(targets: readonly string[]): { kind: Kind; gate: GateSpec }[] {
  return targetNames.flatMap(([kind, names]) => {
    const name = names.find((one) => targets.includes(one));
    if (name === undefined) return [];
    return [
      {
        kind,
        gate: { name, run: { target: name }, expect: 'pass', because: `the project has the Nx target "${name}"` },
      },
    ];
  });
}

function commandsIn(facts: RepositoryFacts, folder: string, left: readonly Kind[]): GateSpec[] {
  const place = placeAt(facts, folder);
  const wrapper = wrapperIn(place);
  // One that leaves out what is left would only do once more what targets do.
  const isOfUse = wrapper?.covers.some((kind) => left.includes(kind)) === true;
  const rest = left.filter((kind) => !isOfUse || !wrapper.covers.includes(kind));
  const own = ownChecks(place).filter(({ kind }) => rest.includes(kind));
  const owned = new Set(own.map(({ kind }) => kind));
  const single = languageChecks(place).filter(({ kind }) => rest.includes(kind) && !owned.has(kind));
  const all: GateSpec[] = [...own, ...single]
    .toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))
    .map(gateFor);
  const about = wrapper && `${wrapper.because}, which looks after ${wrapper.covers.join(', ')}`;
  const checks: GateSpec[] =
    isOfUse && wrapper && about !== undefined
      ? [
          {
            name: wrapper.command.filter((word) => word !== '--silent').join(' '),
            run: { command: wrapper.command },
            expect: 'pass',
            because: about,
          },
        ]
      : [];
  return [...checks, ...all].map((gate) => inFolder(gate, folder));
}

function languageChecks(place: Place): Check[] {
  return [rustChecks, goChecks, pythonChecks, nodeChecks].flatMap((checks) => checks(place));
}

function inFolder(gate: GateSpec, folder: string): GateSpec {
  return folder === '' ? gate : { ...gate, folder };
}

function gateFor({ of, kind, command, because, when }: Check): GateSpec {
  return { name: `${of}:${kind}`, run: { command }, expect: 'pass', because, ...(when ? { when } : {}) };
}
