import { createHmac } from 'node:crypto';
import { delimiter, extname, join } from 'node:path';
import { z } from 'zod';
import type { Host } from '../host/host.ts';
import { testReportsVariable } from '../host/variables.ts';
import { jsonObject } from '../json.ts';
import type { Tests } from '../result/tests.ts';
import { pytestPluginFiles } from './pytest-plugin.ts';

/** What the runners of tests in one gate have left. */
export interface TestReports {
  readonly reports: readonly TestReport[];
  /** Runners that began to run tests and did not come to tell of them. */
  readonly silent: readonly string[];
  /** Runners that were there, and did not come to run tests as far as is known. */
  readonly begun: readonly string[];
  /** Files there that no runner has written. */
  readonly forged: readonly string[];
}

export interface TestReport {
  readonly runner: Exclude<Tests['by'], 'output' | 'go'>;
  readonly tests: NonNullable<Tests['names']>;
}

const reportSchema = z.object({
  runner: z.enum(['vitest', 'jest', 'node:test', 'pytest']),
  tests: z.array(
    z.object({
      name: z.string(),
      file: z.string().optional(),
      outcome: z.enum(['passed', 'failed', 'skipped']),
      message: z.string().optional(),
    }),
  ),
});

/** Where the runners of one run of gates leave their reports. */
export interface ReportFolder {
  /** What makes them do so, for the environment of the gates. */
  readonly env: Readonly<Record<string, string>>;
  /** Those of the Nx task with this hash, or of a command that is no task. */
  read(task?: string): Promise<TestReports>;
  remove(): Promise<void>;
}

/** Bytes of one report. What is longer cannot be read, as what no runner has written. */
export const mostOfReport = 64 * 1024 * 1024;

const noReports: TestReports = { reports: [], silent: [], begun: [], forged: [] };

/**
 * Asks every vitest, jest, pytest and Node's own runner that a gate starts for a report of ours, beside those that the
 * project asks for. Where it lies, and the key that it is sealed by, are in the environment until one of them takes them out,
 * before any test is loaded; so a test cannot write a report itself.
 */
export async function openReports(host: Host, folder: string): Promise<ReportFolder> {
  const key = host.randomId();
  const place = join(folder, host.randomId());
  const plugins = join(folder, 'pytest');
  await host.files.makeFolder(place);
  for (const [path, text] of pytestPluginFiles(plugins)) await host.files.write(path, text);
  const pythonPath = [plugins, host.env['PYTHONPATH']].filter(Boolean).join(delimiter);
  return {
    env: {
      [testReportsVariable]: `${key}:${place}`,
      NODE_OPTIONS: `--require=${quoted(preload('preload-node-test').pathname)} --import=${preload('preload').href}`,
      PYTHONPATH: pythonPath,
    },
    read: async (task = 'command') => await readReports(host, join(place, task), key),
    remove: async () => await host.files.remove(place),
  };
}

/** It is as Node loads it: compiled, or as it stands here. */
function preload(name: string): URL {
  return new URL(`../host/test-reports/${name}${extname(import.meta.url)}`, import.meta.url);
}

/** A word of NODE_OPTIONS. */
function quoted(path: string): string {
  return `"${decodeURIComponent(path).replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

async function readReports(host: Host, folder: string, key: string): Promise<TestReports> {
  if (!(await host.files.exists(folder))) return noReports;
  const names = (await host.files.list(folder)).map(({ name }) => name);
  const reports: TestReport[] = [];
  const forged: string[] = [];
  for (const name of names.filter((one) => one.endsWith('.json'))) {
    const report = readReport(await host.files.readEnds(join(folder, name), mostOfReport), key);
    if (report) reports.push(report);
    else forged.push(name);
  }
  const told = new Set(names);
  const without = (end: string, next: string): string[] =>
    names
      .filter((name) => name.endsWith(end) && !told.has(name.slice(0, -end.length) + next))
      .map((name) => name.replace(/-\d+-[0-9a-f-]+\.\w+$/, ''));
  return { reports, silent: without('.started', '.json'), begun: without('.begun', '.started'), forged };
}

function readReport(text: string | undefined, key: string): TestReport | undefined {
  const { seal, body } = jsonObject(text) ?? {};
  if (typeof body !== 'string' || seal !== createHmac('sha256', key).update(body).digest('hex')) return undefined;
  const report = reportSchema.safeParse(jsonObject(body));
  return report.success ? report.data : undefined;
}
