import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** The programs behind the drivers `acp` and `scripted`: agents, which run as processes of their own, and no part of the engine. */
const ownPrograms = ['core/agent/acp-agent.ts', 'core/agent/scripted-agent.ts'];

/** One file of ours: what it imports, as paths from the root or names of packages, and its code without comments. */
interface Source {
  readonly path: string;
  readonly imports: readonly string[];
  readonly code: string;
}

const sources = ['actions', 'cli', 'core', 'executors', 'generators', 'plugins', 'scripts']
  .flatMap((folder) => typescriptBelow(folder))
  .filter((path) => !ownPrograms.includes(path))
  .map(readSource);

function typescriptBelow(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path}`);
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  const named = [
    ...text.matchAll(/^(?:import|export)\b[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*['"`]([^'"`]+)/gm),
  ];
  const imports = named.map(([, from, bare, late]) => from ?? bare ?? late ?? '');
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return {
    path,
    imports: imports.map((name) => (name.startsWith('.') ? relative(root, join(root, dirname(path), name)) : name)),
    code,
  };
}

/** Files of some folders that import what they may not, as `file imports name`. */
function importing(folders: RegExp, forbidden: RegExp): string[] {
  return sources
    .filter(({ path }) => folders.test(path))
    .flatMap(({ path, imports }) =>
      imports.filter((name) => forbidden.test(name)).map((name) => `${path} imports ${name}`),
    );
}

function mentioning(folders: RegExp, forbidden: RegExp): string[] {
  return sources.filter(({ path, code }) => folders.test(path) && forbidden.test(code)).map(({ path }) => path);
}

const domain = /^core\/(?!host\/)/;

test('The test sees what it is about.', () => {
  const drive = sources.find(({ path }) => path === 'core/workflow/drive.ts');
  expect(drive?.imports).toContain('core/workflow/transition.ts');
  expect(importing(/^core\/host\//, /^execa$/)).toEqual(['core/host/node-processes.ts imports execa']);
  expect(mentioning(/^core\/host\//, /\bprocess\.env\b/)).toContain('core/host/node-host.ts');
  for (const path of ownPrograms) expect(existsSync(join(root, path)), `file ${path}`).toBe(true);
});

test('Core outside core/host reaches no file, process, clock or network, and neither Nx nor GitHub.', () => {
  const world =
    /^(?:node:)?(?:fs|child_process|os|process|timers|net|http|https|readline|worker_threads)(?:\/|$)|^execa$|^@?nx(?:\/|$)|^@actions\//;
  expect(importing(domain, world)).toEqual([]);
});

test('Core outside core/host does not use what is there without an import: environment, clock, console.', () => {
  const globals =
    /\bprocess\.\w|\bconsole\.|\bDate\.now\b|\bnew Date\(\)|\bperformance\.|\bset(?:Timeout|Interval|Immediate)\(|\bfetch\(|\bMath\.random\b/;
  expect(mentioning(domain, globals)).toEqual([]);
});

test('Core outside core/host gets what is random from its host: of node:crypto it has hashes alone.', () => {
  expect(mentioning(domain, /\bcrypto\.|\brandom(?:UUID|Bytes|Int|FillSync)\b|\bAbortSignal\.timeout\b/)).toEqual([]);
  const hashing = sources.filter(({ path, imports }) => domain.test(path) && imports.includes('node:crypto'));
  expect(hashing.map(({ path }) => path)).toContain('core/journal/journal.ts');
  const others = hashing.flatMap(({ path, code }) => {
    const names = /^import \{ ([^}]+) \} from 'node:crypto'/m.exec(code)?.[1]?.split(', ') ?? ['everything'];
    return names.filter((name) => !/^(?:hash|createHash|createHmac)$/.test(name)).map((name) => `${path}: ${name}`);
  });
  expect(others).toEqual([]);
});

test('Core depends on nothing of ours but core.', () => {
  expect(importing(/^core\//, /^(?:actions|cli|executors|generators|plugins|scripts|test)\//)).toEqual([]);
});

test('Core/host depends on nothing of core that is not the host, beside failures.', () => {
  expect(importing(/^core\/host\//, /^core\/(?!host\/|failure\.ts$)/)).toEqual([]);
});

test('Plugins depend on nothing of executors, the command or actions; executors on nothing of the command; the command on actions by one door.', () => {
  expect(importing(/^plugins\//, /^(?:actions|cli|executors|generators|scripts)\//)).toEqual([]);
  expect(importing(/^executors\//, /^(?:actions|cli|generators|plugins|scripts)\//)).toEqual([]);
  expect(importing(/^cli\//, /^(?:actions|executors|generators|plugins|scripts)\//)).toEqual([
    'cli/ci.ts imports actions/lib/ci.ts',
  ]);
});

test('What Nx loads for its graph reads plans by lines: neither remark nor GitHub comes with it.', () => {
  const loaded = new Set<string>();
  const toLoad = ['plugins/plan/index.ts'];
  for (let path = toLoad.pop(); path !== undefined; path = toLoad.pop()) {
    if (loaded.has(path)) continue;
    loaded.add(path);
    toLoad.push(...(sources.find((source) => source.path === path)?.imports ?? []));
  }
  expect(loaded).toContain('core/plan/read.ts');
  expect([...loaded].filter((name) => /^(?:remark|unified|mdast|unist|@actions)/.test(name))).toEqual([]);
});

test('Only executors, the command and scripts print.', () => {
  const printing = /\bconsole\.|\bprocess\.std(?:out|err)\b|\bfrom 'node:process'/;
  expect(mentioning(/^(?!executors\/|cli\/|scripts\/)/, printing)).toEqual([]);
});

test('Nothing of ours imports a test.', () => {
  expect(importing(/./, /^test\//)).toEqual([]);
});
