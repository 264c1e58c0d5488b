import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Report } from '../../core/report/report.ts';
import { agentCall, callName, type AgentCall } from './agent.ts';
import { Calls } from './calls.ts';
import { Child } from './child.ts';
import { gateCall, redIfBroken, type GateCall } from './gate.ts';
import { describe, killAll, processesOf, until, type Survivor } from './processes.ts';
import { Run, type Ended } from './run.ts';
import { snapshotOf, type Snapshot } from './snapshot.ts';
import {
  installInto,
  nxProgram,
  testedPackage,
  workspaceFiles,
  writeFiles,
  type WorkspaceOptions,
} from './workspace.ts';

export interface RigOptions extends WorkspaceOptions {
  /** Lets Nx use its daemon in the user's checkout. */
  readonly daemon?: boolean;
}

/** Flags of a target, as on the command line: `{ phase: '1' }` is `--phase=1`. */
export type Flags = Readonly<Record<string, string | boolean>>;

/**
 * A repository with an Nx workspace in a temporary folder, with agents and gates that the test drives. Everything in it
 * is real but what an agent thinks: git, Nx, the package as it is published, and every process.
 */
export class Rig {
  readonly agent = new Calls<AgentCall>(callName);
  readonly gate = new Calls<GateCall>((call) => call.name);
  /** The user's checkout, absolute. */
  readonly checkout: string;
  /** PHASEWRIGHT_STATE. */
  readonly state: string;
  readonly runs: Run[] = [];
  readonly #folder: string;
  readonly #daemon: boolean;
  readonly #server: Server;
  readonly #children = new Set<Child>();

  private constructor(folder: string, server: Server, options: RigOptions) {
    this.#folder = folder;
    this.#server = server;
    this.#daemon = options.daemon ?? false;
    this.checkout = join(folder, 'checkout');
    this.state = join(folder, 'state');
    this.gate.always(redIfBroken);
  }

  static async create(options: RigOptions = {}): Promise<Rig> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'phasewright-rig-')));
    const server = createServer();
    const rig = new Rig(folder, server, options);
    server.on('connection', (socket) => {
      const child = new Child(socket, (hello) => {
        if (hello.kind === 'agent') rig.agent.arrived(agentCall(child, hello));
        else rig.gate.arrived(gateCall(child, hello));
      });
      rig.#children.add(child);
      void child.closed.then(() => rig.#children.delete(child));
    });
    const socket = join(folder, 'socket');
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    layOut(folder, socket);
    if (options.daemon) answerUpdateChecks(folder);
    writeFiles(rig.checkout, workspaceFiles(options));
    installInto(rig.checkout);
    await rig.git('init', '--quiet', '--initial-branch=main');
    await rig.git('add', '--all');
    await rig.git('commit', '--quiet', '--message=A workspace with a plan');
    return rig;
  }

  /** Starts a target of project `demo` with Nx, in the user's checkout. */
  run(target: string, flags: Flags = {}, env: Readonly<Record<string, string>> = {}): Run {
    const args = [
      nxProgram(this.checkout),
      'run',
      `demo:${target}`,
      ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`),
    ];
    return this.start(args, env);
  }

  /** Runs a phase to its end. */
  async implementPhase(flags: Flags = {}): Promise<Ended & { readonly report: Report }> {
    const run = this.run('implement-phase', { phase: '1', ...flags });
    const ended = await run.ended;
    return { ...ended, report: run.report(String(flags['phase'] ?? '1')) };
  }

  /** Runs the `phasewright` command to its end. */
  async phasewright(...args: string[]): Promise<Ended> {
    return await this.start([join(testedPackage(), 'dist/cli/phasewright.js'), ...args]).ended;
  }

  /** Answers a question as a person does: on the command line. The next run takes it up. */
  async answer(question: { readonly id: string } | undefined, choice: string, text = ''): Promise<void> {
    const { code, output } = await this.phasewright('answer', question?.id ?? '', choice, `--text=${text}`);
    if (code !== 0) throw new Error(`The answer was not taken:\n${output}`);
  }

  /** Starts a Node program in the user's checkout, or in another one. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}, checkout = this.checkout): Run {
    const { agent } = this;
    const run = new Run(
      { args, cwd: checkout, env: { ...this.environment(), ...env } },
      {
        report: (phase) => this.report(phase),
        callsSince: (count) => agent.names(count),
        callCount: agent.count,
        processes: () => this.survivors(),
      },
    );
    this.runs.push(run);
    return run;
  }

  /** Git in the user's checkout, as the user; answers with what it printed. */
  async git(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)('git', args, {
      cwd: this.checkout,
      env: this.environment(),
      maxBuffer: 1 << 26,
    });
    return stdout.trimEnd();
  }

  /** Writes files in the user's checkout. */
  write(files: Readonly<Record<string, string>>): void {
    writeFiles(this.checkout, files);
  }

  read(path: string): string {
    return readFileSync(join(this.checkout, path), 'utf8');
  }

  /** Changes a file in the user's checkout. */
  edit(path: string, change: (text: string) => string): void {
    const text = this.read(path);
    const changed = change(text);
    if (changed === text) throw new Error(`The edit changed nothing in ${path}`);
    this.write({ [path]: changed });
  }

  exists(path: string): boolean {
    return existsSync(join(this.checkout, path));
  }

  remove(path: string): void {
    rmSync(join(this.checkout, path), { recursive: true, force: true });
  }

  /** Commits everything in the user's checkout. */
  async commit(message: string): Promise<string> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', `--message=${message}`);
    return await this.git('rev-parse', 'HEAD');
  }

  /** The report of a phase that lies in the checkout, if there is one. */
  report(phase = '1'): Report | undefined {
    const path = `.phasewright/demo/phase-${phase}/report/report.json`;
    return this.exists(path) ? (JSON.parse(this.read(path)) as Report) : undefined;
  }

  /** Everything that is the user's: for `toEqual` with a snapshot of before. */
  snapshot(landed: readonly string[] = ['phase/1']): Snapshot {
    return snapshotOf(this.checkout, landed);
  }

  /** The processes of this rig that are running, Nx's daemon among them. */
  survivors(): Survivor[] {
    return processesOf(this.#folder);
  }

  /** Waits until nothing of the rig runs any more. Answers with what does. */
  async quiet(limit = 10_000): Promise<Survivor[]> {
    await until(() => this.survivors().length === 0, limit);
    return this.survivors();
  }

  /** What all runs so far have printed, for the reader of a failed test. */
  story(): string {
    return this.runs.map((run, index) => `--- run ${index + 1} ---\n${run.output}`).join('\n');
  }

  /** Ends and removes everything. Throws if something outlived its run, or if a behaviour went wrong. */
  async close(): Promise<void> {
    const isIdle = this.runs.every((run) => !run.isRunning);
    if (this.#daemon) await this.start([nxProgram(this.checkout), 'daemon', '--stop']).ended;
    const survivors = isIdle ? await this.quiet() : [];
    for (const child of this.#children) child.release();
    await killAll(() => this.survivors());
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
    if (survivors.length > 0) throw new Error(`Still running after the run:\n${describe(survivors)}`);
    const errors = [...this.agent.errors, ...this.gate.errors];
    if (errors.length > 0) throw new AggregateError(errors, 'A behaviour of the rig went wrong');
  }

  /** The whole environment of the user: nothing of the machine's but its programs. */
  environment(): Record<string, string> {
    const programs = (process.env['PATH'] ?? '')
      .split(delimiter)
      .filter((entry) => entry !== '' && !entry.includes('node_modules'));
    return {
      PATH: [join(this.#folder, 'bin'), dirname(process.execPath), ...programs].join(delimiter),
      HOME: join(this.#folder, 'home'),
      TMPDIR: join(this.#folder, 'tmp'),
      LANG: 'C.UTF-8',
      PHASEWRIGHT_STATE: this.state,
      NX_DAEMON: String(this.#daemon),
      NX_ISOLATE_PLUGINS: 'false',
      NX_TUI: 'false',
      NX_NO_CLOUD: 'true',
      FORCE_COLOR: '0',
    };
  }
}

/** The folders beside the checkout: a home with an identity, and the programs that the options name. */
function layOut(folder: string, socket: string): void {
  const program = fileURLToPath(new URL('./programs/child.ts', import.meta.url));
  for (const name of ['bin', 'home', 'state', 'tmp', 'checkout']) mkdirSync(join(folder, name));
  writeFileSync(
    join(folder, 'home/.gitconfig'),
    '[user]\n\tname = Ada Example\n\temail = ada@example.com\n[init]\n\tdefaultBranch = main\n',
  );
  for (const kind of ['agent', 'gate']) {
    const path = join(folder, 'bin', `rig-${kind}`);
    writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${program}' ${kind} '${socket}' "$@"\n`);
    chmodSync(path, 0o755);
  }
}

/** Nx's daemon asks npm for its own latest version, on the network and for longer than a test: it is told no at once. */
function answerUpdateChecks(folder: string): void {
  const path = join(folder, 'bin/npm');
  writeFileSync(path, '#!/bin/sh\nexit 1\n');
  chmodSync(path, 0o755);
}
