import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { WrittenScript } from '../../../core/agent/script.ts';
import { hostWith, temporaryFolder } from '../../host/temporary.ts';
import type { AgentOption } from '../../../core/agent/option.ts';
import type { Report } from '../../../core/report/report.ts';
import { processesOf, until, type Survivor } from '../processes.ts';
import { phaseModel } from './phase-model.ts';
import type { Script } from '../model/server.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const script = JSON.parse(readFileSync(join(repository, 'examples/demo/script/script.json'), 'utf8')) as WrittenScript;

/** A model that does in the demo what the script of its scripted agent says, call by call. */
export function demoModel(): Script {
  return phaseModel(({ task, role, time }) => {
    const turns = script.turns.filter((turn) => turn.task === task && turn.role === role);
    const turn = turns[Math.min(time, turns.length) - 1];
    if (!turn) throw new Error(`The script has no turn of the ${role} of ${task}`);
    const copied = (turn.do ?? []).flatMap((action) => ('copy' in action ? [action.copy] : []));
    return { files: Object.assign({}, ...copied.map(filesOf)), answer: turn.answer ?? {} };
  });
}

/** Runs the demo phase with these agents in a clone of this repository, as its users do. */
export async function runDemo(
  agents: { readonly implementer: AgentOption; readonly reviewer: AgentOption },
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ code: number | undefined; output: string; report: Report; survivors: Survivor[] }> {
  const folder = temporaryFolder();
  const clone = join(folder, 'clone');
  git(folder, 'clone', '--quiet', '--branch', git(repository, 'branch', '--show-current'), repository, clone);
  symlinkSync(join(repository, 'node_modules'), join(clone, 'node_modules'));
  const configuration = JSON.parse(readFileSync(join(clone, 'nx.json'), 'utf8')) as { plugins: [{ options: object }] };
  Object.assign(configuration.plugins[0].options, agents);
  writeFileSync(join(clone, 'nx.json'), JSON.stringify(configuration, null, 2));
  git(clone, 'commit', '--quiet', '--all', '--message=Other agents');
  const host = hostWith();
  const result = await host.processes.run({
    file: process.execPath,
    args: [join(clone, 'node_modules/nx/dist/bin/nx.js'), 'run', 'demo:implement-phase', '--phase=1'],
    cwd: clone,
    env: {
      PATH: [dirname(process.execPath), process.env['PATH']].join(':'),
      HOME: folder,
      LANG: 'C.UTF-8',
      PHASEWRIGHT_STATE: join(folder, 'state'),
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      FORCE_COLOR: '0',
      ...identity,
      ...env,
    },
    timeLimit: 900_000,
  });
  onTestFinished(({ task }) => {
    if (task.result?.state === 'fail') process.stderr.write(`${result.stdout}\n${result.stderr}\n`);
  });
  // What was told to end may take a moment.
  await until(() => processesOf(folder).length === 0, 5_000);
  const report = join(clone, '.phasewright/demo/phase-1/report/report.json');
  return {
    code: result.code,
    output: result.stdout,
    report: JSON.parse(readFileSync(report, 'utf8')) as Report,
    survivors: processesOf(folder),
  };
}

const identity = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((who) => [
    [`GIT_${who}_NAME`, 'Ada Example'],
    [`GIT_${who}_EMAIL`, 'ada@example.com'],
  ]),
);

/** The files of a folder beside the script, as paths of the workspace. */
function filesOf(name: string): Record<string, string> {
  const folder = join(repository, 'examples/demo/script', name);
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.map((path) => [join('examples/demo', path.slice(folder.length + 1)), readFileSync(path, 'utf8')]),
  );
}

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...identity } }).trim();
}
