import type { z } from 'zod';
import type { Host } from '../host/host.ts';
import { fail, ok, type Failure, type Result } from '../failure.ts';
import { callVariable, runVariable } from '../host/variables.ts';
import type { AgentOption } from '../options.ts';
import { addUsage, type Usage } from './answer.ts';
import { driverOf } from './driver.ts';

/** One agent call: everything the agent gets, and how its answer is checked. */
export interface AgentCall<Answer> {
  readonly agent: AgentOption;
  /** Facts that the agent also finds in its environment, as `PHASEWRIGHT_<NAME>`. */
  readonly facts: Readonly<Record<'task' | 'role' | 'round' | 'attempt' | 'commit' | 'nonce', string>>;
  readonly prompt: string;
  readonly answer: z.ZodType<Answer>;
  readonly worktree: string;
  /** The checkout that relative paths of the agent's option are meant in. */
  readonly workspace: string;
  readonly run: string;
  /** Seconds. */
  readonly timeLimit: number;
  readonly silenceLimit: number;
  readonly say: (text: string) => void;
  /** Gets all that the agent printed, cut in the middle when it is long. */
  readonly transcript: (text: string) => Promise<void>;
}

export type AgentOutcome<Answer> =
  | { readonly ok: true; readonly answer: Answer; readonly usage: Usage }
  | { readonly ok: false; readonly failure: Failure };

/** What every program needs; of the rest of the user's environment an agent sees nothing that is not named. */
const passedOn = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'SYSTEMROOT',
  'COMSPEC',
  'PATHEXT',
  'LANG',
  'LC_ALL',
  'TERM',
  'TMPDIR',
  'TEMP',
  'TMP',
];

/** Starts the agent, watches it, reads its answer, and makes sure that nothing of it is left. */
export async function callAgent<Answer>(host: Host, call: AgentCall<Answer>): Promise<AgentOutcome<Answer>> {
  const driver = driverOf(call.agent);
  const launch = driver.launch(call.agent, { node: host.processes.node, workspace: call.workspace });
  const id = host.randomId();
  let answer: unknown;
  let usage: Usage = {};
  const result = await host.processes.run({
    file: launch.file,
    args: launch.args,
    cwd: call.worktree,
    env: environment(host, call, launch.env, id),
    input: call.prompt,
    timeLimit: call.timeLimit * 1000,
    silenceLimit: call.silenceLimit * 1000,
    onLine: (line) => {
      const event = driver.parse(line);
      if (event.type === 'say') call.say(event.text);
      else if (event.type === 'usage') usage = addUsage(usage, event.usage);
      else answer = event.answer;
    },
  });
  await host.processes.sweep(`${callVariable}=${id}`);
  await call.transcript(
    `${result.stdout}\n--- standard error ---\n${result.stderr}\n--- ended: ${result.ended} ${result.code ?? result.signal ?? ''}\n`,
  );

  const name = driver.describe(call.agent);
  const said = lastLines(result.stderr || result.stdout);
  switch (result.ended) {
    case 'not-found':
      return failed(fail('missing-agent', `The agent \`${name}\` could not be started: ${said}`));
    case 'cancelled':
      return failed(fail('stopped', `The agent \`${name}\` was stopped with the run.`));
    case 'time-limit':
      return failed(
        fail('agent-time-limit', `The agent \`${name}\` was ended after ${call.timeLimit} s (option agentTimeLimit).`),
      );
    case 'silence-limit':
      return failed(
        fail(
          'agent-silent',
          `The agent \`${name}\` was ended after ${call.silenceLimit} s without a sign of life (option agentSilenceLimit).`,
        ),
      );
    case 'signal':
      return failed(fail('agent-failed', `The agent \`${name}\` was ended by ${result.signal}: ${said}`));
    case 'exit': {
      if (result.code !== 0)
        return failed(fail('agent-failed', `The agent \`${name}\` ended with exit code ${result.code}: ${said}`));
      const checked = checkAnswer(call.answer, answer, name);
      return checked.ok ? { ok: true, answer: checked.value, usage } : checked;
    }
  }
}

function checkAnswer<Answer>(schema: z.ZodType<Answer>, answer: unknown, name: string): Result<Answer> {
  if (answer === undefined)
    return fail(
      'bad-output',
      `The agent \`${name}\` ended without an answer, expected a last line {"type":"answer","answer":{…}}.`,
    );
  const parsed = schema.safeParse(answer);
  if (parsed.success) return ok(parsed.data);
  const problems = parsed.error.issues
    .map((issue) => `${issue.path.join('.') || 'answer'}: ${issue.message}`)
    .join('; ');
  return fail('bad-output', `The answer of the agent \`${name}\` has an unexpected shape: ${problems}.`);
}

function environment(
  host: Host,
  call: AgentCall<unknown>,
  named: readonly string[],
  id: string,
): Record<string, string | undefined> {
  const facts = Object.entries(call.facts).map(([name, value]) => [`PHASEWRIGHT_${name.toUpperCase()}`, value]);
  return {
    ...Object.fromEntries([...passedOn, ...named].map((name) => [name, host.env[name]])),
    ...Object.fromEntries(facts),
    [runVariable]: call.run,
    [callVariable]: id,
  };
}

function failed(result: { readonly failure: Failure }): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: result.failure };
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join('\n') || 'it printed nothing';
}
