import { join } from 'node:path';
import { z } from 'zod';
import { findOnPath } from '../agent/on-path.ts';
import { cleanEnvironment } from '../gate/environment.ts';
import type { Host } from '../host/host.ts';
import { jsonObject } from '../json.ts';
import { keyOf } from '../result/result.ts';

/** All that a verdict depends on, as far as we can tell: the same input has the same verdict, or the gates are flaky. */
export const judgedInputSchema = z.object({
  tree: z.string(),
  /** The tree that affected projects are found against. */
  since: z.string(),
  /** Verdicts of one worktree are not taken for another: what lies ignored in it may decide as well. */
  cache: z.string(),
  /** Digest of what decides what a gate means beside the tree: what was asked for, installed packages, the environment. */
  surface: z.string(),
  /** Which gates alone were asked for, where it was not all of them. */
  only: z
    .object({
      targets: z.array(z.string()).readonly(),
      projects: z.array(z.string()).readonly().optional(),
      /** As earlier releases have it. */
      project: z.string().optional(),
    })
    .optional(),
  /** What more was asked of the tests of a change. */
  change: z
    .object({
      files: z.array(z.string()).readonly(),
      tests: z
        .array(z.object({ file: z.string().optional(), name: z.string() }))
        .readonly()
        .optional(),
      counts: z
        .array(z.object({ gate: z.string(), fewer: z.number() }))
        .readonly()
        .optional(),
      proves: z.boolean(),
      start: z.string().optional(),
      final: z.literal(true).optional(),
    })
    .optional(),
  /** Versions by name, and the platform. */
  tools: z.record(z.string(), z.string()),
});
export type JudgedInput = z.infer<typeof judgedInputSchema>;

/** What gates go by that lies outside of the tree. */
export type Surroundings = Pick<JudgedInput, 'surface' | 'tools'>;

/**
 * `asked` says which gates, in any shape that can be written as JSON; `packages` is a digest of those that are installed;
 * `programs` are names that PATH leads to.
 */
export async function surroundings(
  host: Host,
  about: {
    readonly asked: unknown;
    readonly checkout: string;
    readonly packages: string;
    readonly programs: readonly string[];
  },
): Promise<Surroundings> {
  const { asked, checkout, packages, programs } = about;
  const env = cleanEnvironment(host, checkout, checkout);
  const environment = Object.entries(env).filter(([name]) => !ofTheSession.test(name));
  const names = [...new Set([...languages, ...programs])];
  const known = await Promise.all(names.map(async (name) => [name, await programOf({ ...host, env }, name)] as const));
  const found = known.filter(([name, program]) => programs.includes(name) || program !== 'none');
  return {
    surface: keyOf({ asked, packages, environment: Object.fromEntries(environment) }),
    tools: {
      phasewright: host.machine.release,
      node: host.machine.nodeVersion,
      nx: await nxVersion(host, checkout),
      ...Object.fromEntries(found),
      ...(await rustToolchains(host, env)),
      platform: `${host.machine.platform} ${host.machine.arch}`,
    },
  };
}

/** What differs from one terminal to the next, and decides about no gate. */
const ofTheSession =
  /^(?:_|PWD|OLDPWD|SHLVL|TERM(?:_.*)?|COLORTERM|FORCE_COLOR|COLUMNS|LINES|WINDOWID|DISPLAY|WAYLAND_DISPLAY|SSH_.*|XDG_SESSION_.*|DBUS_.*|INVOCATION_ID|JOURNAL_STREAM|FORK_.*|VSCODE_.*)$/;

/** Programs that a target, a rule of a makefile or a script may run, whatever its first word is. */
const languages = ['cargo', 'go', 'python', 'python3'];

/** Where a program is, and how its file looks: to read all of a compiler would take longer than to know a verdict may. */
async function programOf(host: Host, name: string): Promise<string> {
  const path = await findOnPath(host, name);
  const stamp = path && (await host.files.stamp(path));
  return stamp ? `${path} ${keyOf(stamp).slice(0, 16)}` : 'none';
}

/** What rustup puts on PATH is the same program for each toolchain. */
async function rustToolchains(host: Host, env: Host['env']): Promise<Record<string, string>> {
  const home = env['RUSTUP_HOME'] ?? join(env['HOME'] ?? '', '.rustup');
  const folder = join(home, 'update-hashes');
  const names = (await host.files.list(folder)).map(({ name }) => join(folder, name)).toSorted();
  if (names.length === 0) return {};
  const texts = await Promise.all(
    [join(home, 'settings.toml'), ...names].map(async (path) => [path, await host.files.read(path)]),
  );
  return { rustup: keyOf(texts).slice(0, 16) };
}

async function nxVersion(host: Host, checkout: string): Promise<string> {
  const manifest = jsonObject((await host.files.read(join(checkout, 'node_modules', 'nx', 'package.json'))) ?? '');
  const version = manifest?.['version'];
  return typeof version === 'string' ? version : 'none';
}
