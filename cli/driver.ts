import { resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { atDesk, type Desk } from '../core/driver/desk.ts';
import { init } from '../core/driver/init.ts';
import { escalationIn, next } from '../core/driver/next.ts';
import { report } from '../core/driver/report.ts';
import { resume } from '../core/driver/resume.ts';
import { peek } from '../core/driver/store.ts';
import { stateName } from '../core/driver/view.ts';
import { describeFailure, ok, type Failure, type Result } from '../core/failure.ts';
import type { Host } from '../core/host/host.ts';
import { nodeHost } from '../core/host/node-host.ts';
import { readArgs, UsageError } from './usage-error.ts';

const usage = `phasewright driver init|next|report|resume|status --state FILE

Takes one commit of an implementation-plan.toml through designer, tester and implementor, each with its gate and its
style review, then scope review, format and commit. An outside orchestrator performs the turns of the agents: it runs
next, performs the turn that it names, hands the answer to report, and so on until next says done. The protocol is that
of ic-driver.py; what differs: docs/driver.md of phasewright.

  init     --plan FILE --commit ID     begins a commit
  next                                 the next turn, or done
  report   --result JSON               the answer to that turn; \`--result -\` reads it from standard input
  resume                               goes on after an escalation, then does as next
  status                               where the commit is

  --state FILE          the state file of this one commit, such as .ic/commit-1.json
  --plan FILE           with init: the plan
  --commit ID           with init: the commit, a number or not
  --done ID             with init: a commit that was done without this driver; may be given several times
  --designer-gate CMD   with init: what has to pass when there are interfaces. Needs --test-gate
  --test-gate CMD       with init: what runs the tests and names them. Needs --designer-gate
  --fmt-cmd CMD         with init: what formats
  --lint-cmd CMD        with init: what mends lint
  --accept-commands     with init, resume: commands that an agent proposes may be run
  --guide FILE          with init: a guide of style beside docs/style; may be given several times
  --time-limit SECONDS  with init: for one command; 300 without it
  --force               with init: begins anew, and takes what lies in the commit's files as its work
  --accept-tests        with resume: the tests are right as they are now, though the tester left others
  --choice NAME         with resume: one of the options that the escalation names
  --text TEXT           with resume: words for the agent
  -h, --help            this text

JSON on standard output and exit code 0; an escalation or an error is JSON on standard error, with "error" and
"state_path", and exit code 1; 2 where the command line cannot be read.
`;

const options = {
  state: { type: 'string' },
  plan: { type: 'string' },
  commit: { type: 'string' },
  done: { type: 'string', multiple: true },
  result: { type: 'string' },
  'designer-gate': { type: 'string' },
  'test-gate': { type: 'string' },
  'fmt-cmd': { type: 'string' },
  'lint-cmd': { type: 'string' },
  'accept-commands': { type: 'boolean' },
  'accept-tests': { type: 'boolean' },
  guide: { type: 'string', multiple: true },
  'time-limit': { type: 'string' },
  force: { type: 'boolean' },
  choice: { type: 'string' },
  text: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof read>['values'];

/** Which options each command has beside --state. */
const own: Readonly<Record<string, readonly (keyof typeof options)[]>> = {
  init: ['plan', 'commit', 'done', 'designer-gate', 'test-gate', 'fmt-cmd', 'lint-cmd', 'accept-commands', 'guide', 'time-limit', 'force'],
  next: [],
  report: ['result'],
  resume: ['accept-commands', 'accept-tests', 'choice', 'text'],
  status: [],
}; // prettier-ignore

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = read(args);
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const [command = '', ...rest] = positionals;
  const allowed = Object.hasOwn(own, command) ? own[command] : undefined;
  if (!allowed || rest.length > 0)
    throw new UsageError(
      `Unexpected command "${positionals.join(' ')}", expected one of ${Object.keys(own).join(', ')}.`,
      usage,
    );
  for (const name of Object.keys(values))
    if (name !== 'state' && !allowed.some((one) => one === name))
      throw new UsageError(`Unexpected option --${name} of ${command}.`, usage);
  const state = resolve(needed(values.state, 'state'));
  const host = nodeHost();
  const done = await perform(host, { command, state, values }).catch((error: unknown) => broken(error, state));
  if (done.ok && done.value.said) {
    process.stdout.write(`${JSON.stringify(done.value.said, null, command === 'status' ? 2 : 0)}\n`);
    return 0;
  }
  const escalation = done.ok ? done.value.escalation : errorOf(done.failure, state);
  process.stderr.write(`${JSON.stringify(escalation)}\n`);
  return 1;
}

/** What goes to standard output, or to standard error. */
interface Said {
  readonly said?: object;
  readonly escalation?: object;
}

async function perform(
  host: Host,
  { command, state, values }: { command: string; state: string; values: Values },
): Promise<Result<Said>> {
  switch (command) {
    case 'init':
      return await begin(host, state, values);
    case 'next':
      return await atDesk(host, state, false, onwards);
    case 'report': {
      const result = await readResult(needed(values.result, 'result'));
      return await atDesk<Said>(host, state, false, async (desk) => {
        const taken = await report(desk, result);
        if (taken.ok) return ok({ said: { state: stateName(desk.store.standing) } });
        return ok({ escalation: { ...errorOf(taken.failure, state), ...escalationIn(desk) } });
      });
    }
    case 'resume':
      return await atDesk(host, state, true, async (desk) => {
        const { choice, text = '', 'accept-commands': acceptCommands = false } = values;
        const { 'accept-tests': acceptTests = false } = values;
        const resumed = await resume(desk, { choice, text, acceptCommands, acceptTests });
        return resumed.ok ? await onwards(desk) : resumed;
      });
    default: {
      const found = await peek(host, state);
      return found.ok ? ok({ said: found.value }) : found;
    }
  }
}

async function onwards(desk: Desk): Promise<Result<Said>> {
  const found = await next(desk);
  if (!found.ok) return found;
  return ok('action' in found.value ? { said: found.value.action } : { escalation: found.value.escalation });
}

async function begin(host: Host, state: string, values: Values): Promise<Result<Said>> {
  const { 'designer-gate': designerGate, 'test-gate': testGate, 'time-limit': limit = '300' } = values;
  if ((designerGate === undefined) !== (testGate === undefined))
    throw new UsageError('Unexpected single gate, expected --designer-gate and --test-gate, or neither.', usage);
  const timeLimit = Number(limit);
  if (!(timeLimit > 0 && timeLimit <= 86_400))
    throw new UsageError(`Unexpected --time-limit "${limit}", expected seconds, at most 86400.`, usage);
  const begun = await init(host, {
    folder: process.cwd(),
    plan: needed(values.plan, 'plan'),
    commit: needed(values.commit, 'commit'),
    state,
    force: values.force ?? false,
    done: values.done ?? [],
    designerGate,
    testGate,
    fmtCmd: values['fmt-cmd'],
    lintCmd: values['lint-cmd'],
    acceptCommands: values['accept-commands'] ?? false,
    guides: values.guide ?? [],
    timeLimit,
  });
  return begun.ok ? ok({ said: { initialized: values.state, ...begun.value } }) : begun;
}

/** Standard input bears what a shell would break: an apostrophe in an agent's notes. */
async function readResult(given: string): Promise<unknown> {
  const text = given === '-' ? await readAll(process.stdin) : given;
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no answer; the driver says so, and counts it.
    return text;
  }
}

/** Our own bugs are told as all else is: an orchestrator reads nothing but JSON. */
function broken(error: unknown, state: string): Result<Said> {
  if (!(error instanceof Error) || error instanceof UsageError) throw error;
  return ok({ escalation: { error: error.message, state_path: state, reason: 'internal', stack: error.stack } });
}

function errorOf(failure: Failure, state: string): object {
  return { error: describeFailure(failure), state_path: state, reason: failure.reason };
}

function needed(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new UsageError(`Unexpected absence of --${name}.`, usage);
  return value;
}

function read(args: readonly string[]) {
  return readArgs({ args: [...args], allowPositionals: true, options }, usage);
}
