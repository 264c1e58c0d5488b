import { spawn, type ChildProcess } from 'node:child_process';
import type { Report } from '../../core/report/report.ts';
import { kill, killAll, until, type Survivor } from './processes.ts';

export interface RunRequest {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What the rig knows that a run has to be able to tell. */
export interface RunContext {
  report(phase: string): Report | undefined;
  /** Names of the agent calls since this number of them. */
  callsSince(count: number): string[];
  readonly callCount: number;
  processes(): Survivor[];
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output and standard error, as they came. */
  readonly output: string;
  /** The agent calls made since the run began, by name, in the order of their arrival. */
  readonly calls: readonly string[];
}

/** An `nx run …` as a process group of its own, as a shell would start it. */
export class Run {
  readonly ended: Promise<Ended>;
  readonly pid: number;
  output = '';
  readonly #child: ChildProcess;
  readonly #context: RunContext;

  constructor(request: RunRequest, context: RunContext) {
    const { args, cwd, env } = request;
    const before = context.callCount;
    this.#context = context;
    this.#child = spawn(process.execPath, [...args], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.pid = this.#child.pid ?? 0;
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      // `exit`, not `close`: what Nx leaves running when it is killed holds the pipes open.
      this.#child.once('exit', (code, signal) => {
        // What was printed at the very end may still be in the pipe.
        setImmediate(() => resolve({ code, signal, output: this.output, calls: context.callsSince(before) }));
      });
    });
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The report that lies in the checkout; a failure of the test when there is none. */
  report(phase = '1'): Report {
    const report = this.#context.report(phase);
    if (!report) throw new Error(`There is no report of phase ${phase}. The run printed:\n${this.output}`);
    return report;
  }

  /** To Nx alone, as `kill` does. */
  kill(signal: NodeJS.Signals): void {
    kill(this.pid, signal);
  }

  /** To the whole group, as Ctrl-C in a terminal does. */
  interrupt(): void {
    kill(-this.pid, 'SIGINT');
  }

  /** SIGKILL to everything of the rig at once: the machine stops. */
  async killTree(): Promise<void> {
    kill(-this.pid, 'SIGKILL');
    await killAll(() => this.#context.processes());
    await this.ended;
  }

  /** SIGKILL to Nx, and to nothing that it has started. */
  async killNxOnly(): Promise<void> {
    kill(this.pid, 'SIGKILL');
    await this.ended;
  }

  /** Waits until the run prints something: for what shows itself in no other way. */
  async printed(text: string | RegExp): Promise<void> {
    const found = await until(
      () => (typeof text === 'string' ? this.output.includes(text) : text.test(this.output)) || !this.isRunning,
      90_000,
    );
    if (!found || !(typeof text === 'string' ? this.output.includes(text) : text.test(this.output)))
      throw new Error(`The run did not print ${String(text)} but:\n${this.output}`);
  }
}
