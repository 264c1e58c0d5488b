import { join, relative, sep } from 'node:path';
import { describeFailure } from '../core/failure.ts';
import type { GateSpec } from '../core/gate/option.ts';
import { openRepository } from '../core/git/repository.ts';
import type { Host } from '../core/host/host.ts';
import { nodeHost } from '../core/host/node-host.ts';
import { jsonObject } from '../core/json.ts';
import { pluginOptions, type NxJson } from '../core/plugin-options.ts';
import { gatesOfCheckout, type GatesOfCheckout } from '../core/stage/gates/judge-checkout.ts';
import { shellWord } from '../core/shell-word.ts';
import { visibleText } from '../core/visible.ts';
import { explainGates } from './gates-why.ts';
import { readArgs, UsageError } from './usage-error.ts';

const usage = `phasewright gates [FOLDER] [--json]
phasewright gates --why [GATE] [--phase ID] [--json]

Shows what judges the project in a folder (the one where you are): the gates that are written in the option "gates", or
the usual targets, or what code finds in the repository, each with the reason. Nothing is run.

With --why: where the verdicts come from that phases have given on the tree of HEAD; of all gates, or of one.

  --phase ID   of that phase, on the last tree of it that was judged
  --json       for programs: name, target or command, and the reason of each; or all that is known of verdicts
  -h, --help   this text

How gates are named and found: docs/gates.md of phasewright.
Exit code: 0 there are gates, or verdicts, 1 there are none, 2 where the command line or the options cannot be read.
`;

export async function run(args: readonly string[]): Promise<number> {
  const options = {
    why: { type: 'boolean' },
    phase: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const { values, positionals } = readArgs({ args: [...args], options, allowPositionals: true }, usage);
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  if (values.why === true) return await explainGates({ ...values, gate: positionals[0] });
  if (values.phase !== undefined) throw new UsageError('Unexpected --phase without --why.', usage);
  const host = nodeHost();
  const known = await gatesAt(host, join(process.cwd(), positionals[0] ?? ''));
  if (typeof known === 'string') {
    process.stderr.write(`${known}\n`);
    return 2;
  }
  const rows = known.gates.map(rowOf);
  if (values.json === true) process.stdout.write(`${JSON.stringify({ version: 1, gates: rows }, null, 2)}\n`);
  else process.stdout.write(visibleText(tableOf(rows)));
  return rows.length > 0 ? 0 : 1;
}

/** What is wrong, where the gates cannot be told. */
async function gatesAt(host: Host, folder: string): Promise<GatesOfCheckout | string> {
  const opened = await openRepository(host, folder);
  if (!opened.ok) return describeFailure(opened.failure);
  const { root } = opened.value;
  const nxJson = (jsonObject(await host.files.read(join(root, 'nx.json'))) ?? {}) as NxJson;
  const real = (await host.files.realPath(folder)) ?? folder;
  const known = await gatesOfCheckout(host, {
    workspace: root,
    project: '',
    projectRoot: relative(root, real).split(sep).join('/'),
    targets: await targetsAt(host, real),
    options: [{ from: 'nx.json, plugin phasewright', written: pluginOptions(nxJson) ?? {} }],
  });
  return known.ok ? known.value : describeFailure(known.failure);
}

/** As far as the project's own files name them: what plugins infer only Nx knows. */
async function targetsAt(host: Host, folder: string): Promise<string[]> {
  const { targets } = jsonObject(await host.files.read(join(folder, 'project.json'))) ?? {};
  const { nx } = jsonObject(await host.files.read(join(folder, 'package.json'))) ?? {};
  const ofPackage = typeof nx === 'object' && nx !== null && 'targets' in nx ? nx.targets : {};
  return [targets, ofPackage].flatMap((one) => (typeof one === 'object' && one !== null ? Object.keys(one) : []));
}

interface Row {
  readonly name: string;
  readonly target?: string;
  readonly command?: readonly string[];
  readonly folder?: string;
  readonly when?: GateSpec['when'];
  readonly because: string;
}

function rowOf(gate: GateSpec): Row {
  const { name, run: how, folder, when } = gate;
  return {
    name,
    ...how,
    ...(folder === undefined ? {} : { folder }),
    ...(when === undefined ? {} : { when }),
    because: gate.because ?? 'it is named in the option "gates", or usual',
  };
}

function tableOf(rows: readonly Row[]): string {
  if (rows.length === 0)
    return 'No gate judges this project: it has no target that is named or usual, and none is found. Name targets or commands in the option "gates" of the plugin.\n';
  const lines = rows.map((row) => [row.name, howOf(row), whenOf(row), row.because]);
  const head = ['gate', 'runs', 'when', 'because'];
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => (line[column] ?? '').length)));
  return [head, ...lines]
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function howOf({ target, command = [], folder }: Row): string {
  if (target !== undefined) return `nx target ${target}`;
  return `${command.map(shownWord).join(' ')}${folder === undefined ? '' : ` (in ${folder})`}`;
}

/** Nobody takes a flag for anything else here. */
function shownWord(word: string): string {
  return /^-[\w./:@=-]*$/.test(word) ? word : shellWord(word);
}

function whenOf({ when }: Row): string {
  if (when === undefined) return 'always';
  const { paths = [], dependencies, boundary = [] } = when;
  return [...paths, ...(dependencies ? ['dependencies'] : []), ...boundary].join(', ');
}
