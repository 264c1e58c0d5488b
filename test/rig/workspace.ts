import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WrittenOptions } from '../../core/options.ts';
import { packageVariable } from './build.ts';
import { diamond, plan } from './plan.ts';

/** What a scratch workspace is made of. Without anything: a project `demo` whose plan is a diamond of four tasks. */
export interface WorkspaceOptions {
  /** Files beside or in place of the usual ones, path → content. */
  readonly files?: Readonly<Record<string, string>>;
  /** The text of `demo/specs/91-impl-plan.md`. */
  readonly plan?: string;
  /** Where project `demo` lies: `demo/`, or the empty string for the root of the workspace. */
  readonly projectRoot?: string;
  /** Options of the plugin, over those that name the driven agent and gate. */
  readonly options?: Partial<WrittenOptions>;
  /** Targets of project `demo` that run a driven gate of that name. */
  readonly gates?: readonly string[];
}

const repository = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(repository, 'node_modules');

export const usualSpec =
  '# Data\n\n## 1. Shape\n\nEvery part is one file.\n\n## 2. Names\n\nA file is named for its task.\n';

/** Path → content of everything that is committed first. */
export function workspaceFiles(about: WorkspaceOptions): Record<string, string> {
  const { files, plan: planText = plan(diamond), projectRoot = 'demo/', options, gates = ['check'] } = about;
  const targets = Object.fromEntries(gates.map((gate) => [gate, gateTarget(gate)]));
  return {
    '.gitignore': 'node_modules\n.nx\n',
    'package.json': json({ name: 'scratch', private: true, scripts: {} }),
    'nx.json': json(nxConfiguration(gates, options)),
    [`${projectRoot}project.json`]: json({ name: 'demo', targets }),
    [`${projectRoot}src/index.ts`]: 'export {};\n',
    [`${projectRoot}specs/10-data.md`]: usualSpec,
    [`${projectRoot}specs/91-impl-plan.md`]: planText,
    ...files,
  };
}

/** What an agent is in the options: the program that asks the test what to do. */
export const drivenAgent = { driver: 'command', command: ['rig-agent'] } as const;

/** A cached Nx target that runs the driven gate. */
export function gateTarget(name: string): object {
  return {
    executor: 'nx:run-commands',
    cache: true,
    inputs: ['{projectRoot}/src/**/*'],
    options: { command: `rig-gate ${name}`, cwd: '{projectRoot}' },
  };
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    const absolute = join(folder, path);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, content);
  }
}

/** A `node_modules` of its own: links to what the workspace needs, and the package under test. */
export function installInto(checkout: string): void {
  const tested = testedPackage();
  for (const name of ['nx', '@nx/devkit', 'typescript'])
    link(join(modules, name), join(checkout, 'node_modules', name));
  link(tested, join(checkout, 'node_modules/phasewright'));
  link('../nx/dist/bin/nx.js', join(checkout, 'node_modules/.bin/nx'));
  const command = 'dist/cli/phasewright.js';
  if (existsSync(join(tested, command)))
    link(`../phasewright/${command}`, join(checkout, 'node_modules/.bin/phasewright'));
}

/** The entry of Nx's own command line, relative to the workspace. */
export function nxProgram(checkout: string): string {
  const folder = join(checkout, 'node_modules/nx');
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { bin: { nx: string } };
  return join(folder, manifest.bin.nx);
}

export function testedPackage(): string {
  const folder = process.env[packageVariable];
  if (folder === undefined) throw new Error(`${packageVariable} is not set: test/rig/build.ts has not run`);
  return folder;
}

/** Most tests are about what comes after the specs. */
const agents = { implementer: drivenAgent, reviewer: drivenAgent };

function nxConfiguration(gates: readonly string[], options: WorkspaceOptions['options']): object {
  return {
    analytics: false,
    neverConnectToCloud: true,
    plugins: [{ plugin: 'phasewright', options: { ...agents, polish: 'off', gates, ...options } }],
  };
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
