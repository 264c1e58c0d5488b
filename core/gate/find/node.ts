import { jsonObject } from '../../json.ts';
import { boundaryModules, type Check, type Kind, type Place } from './facts.ts';

/** Names of scripts by what they look after, the plainer ones first. */
export const scriptNames: readonly (readonly [Kind, readonly string[]])[] = [
  ['build', ['build', 'compile']],
  ['typecheck', ['typecheck', 'type-check', 'check-types', 'types', 'tsc']],
  ['lint', ['lint', 'lint:check', 'eslint']],
  ['format', ['format:check', 'format-check', 'check-format', 'check:format', 'fmt:check', 'prettier:check']],
  ['test', ['test', 'test:unit', 'unit']],
  ['docs', ['docs:check', 'docs:build']],
];

/** The scripts of a manifest, run by the package manager whose lockfile is there. */
export function nodeChecks(place: Place): Check[] {
  const scripts = scriptsOf(place);
  const manager = managerOf(place);
  const found = scriptNames.flatMap(([kind, known]): Check[] => {
    const script = known.find((name) => isReal(scripts.get(name)));
    return script === undefined
      ? []
      : [{ of: 'node', kind, command: [...manager.run, script], because: `script "${script}" of package.json` }];
  });
  const boundary = boundaryModules(place.paths);
  const isStrict = isReal(scripts.get('lint:strict')) && boundary.length > 0;
  return [
    ...found,
    ...(isStrict
      ? [
          {
            of: 'node',
            kind: 'strict' as const,
            command: [...manager.run, 'lint:strict'],
            because: 'script "lint:strict" of package.json, and modules at the boundary',
            when: { boundary },
          },
        ]
      : []),
    ...(manager.audit
      ? [
          {
            of: 'node',
            kind: 'dependencies' as const,
            command: manager.audit,
            because: `${manager.lockfile} is there`,
            when: { dependencies: true as const },
          },
        ]
      : []),
  ];
}

export function scriptsOf({ text }: Place): ReadonlyMap<string, string> {
  const { scripts } = jsonObject(text('package.json')) ?? {};
  const entries = typeof scripts === 'object' && scripts !== null ? Object.entries(scripts) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** What `npm init` writes tests nothing, and what mends files is no gate. */
function isReal(script: string | undefined): boolean {
  return script !== undefined && script.trim() !== '' && !/no test specified|\s--(?:fix|write)\b/.test(script);
}

interface Manager {
  readonly run: readonly string[];
  readonly lockfile?: string;
  readonly audit?: readonly string[];
}

export function managerOf({ has }: Place): Manager {
  const known = managers.find(({ lockfile }) => has(lockfile));
  return known ?? { run: ['npm', 'run', '--silent'] };
}

const managers: readonly (Manager & { readonly lockfile: string })[] = [
  { lockfile: 'pnpm-lock.yaml', run: ['pnpm', 'run'], audit: ['pnpm', 'audit', '--audit-level=high'] },
  { lockfile: 'yarn.lock', run: ['yarn', 'run'] },
  { lockfile: 'bun.lock', run: ['bun', 'run'] },
  { lockfile: 'bun.lockb', run: ['bun', 'run'] },
  { lockfile: 'package-lock.json', run: ['npm', 'run', '--silent'], audit: ['npm', 'audit', '--audit-level=high'] },
];
