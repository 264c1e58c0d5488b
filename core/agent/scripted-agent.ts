import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { scriptSchema, type Script } from './script.ts';

/*
 * The program behind the `scripted` driver. It is an agent and not a part of the engine: it knows only what every agent
 * is told, reads its prompt, works in its worktree, and answers on standard output.
 */

type Turn = Script['turns'][number];
type Action = Turn['do'][number];

async function main(): Promise<void> {
  const scriptPath = resolve(process.argv[2] ?? '');
  const script = scriptSchema.parse(JSON.parse(readFileSync(scriptPath, 'utf8')));
  await text(process.stdin);
  const turn = script.turns.find(isMine);
  if (!turn) {
    const {
      PHASEWRIGHT_TASK: task,
      PHASEWRIGHT_ROLE: role,
      PHASEWRIGHT_ROUND: round,
      PHASEWRIGHT_ATTEMPT: attempt,
    } = process.env;
    throw new Error(`the script has no turn for task ${task}, role ${role}, round ${round}, attempt ${attempt}`);
  }
  const root = resolve(script.root);
  for (const action of turn.do) await act(action, root, dirname(scriptPath));
  if (turn.usage) print({ type: 'usage', ...turn.usage });
  if (turn.answer) print({ type: 'answer', answer: complete(turn.answer) });
}

function isMine(turn: Turn): boolean {
  const { env } = process;
  return (
    (turn.task === undefined || turn.task === env['PHASEWRIGHT_TASK']) &&
    turn.role === env['PHASEWRIGHT_ROLE'] &&
    (turn.round === undefined || turn.round === Number(env['PHASEWRIGHT_ROUND'])) &&
    (turn.attempt === undefined || turn.attempt === Number(env['PHASEWRIGHT_ATTEMPT']))
  );
}

async function act(action: Action, root: string, beside: string): Promise<void> {
  if ('say' in action) print({ type: 'say', text: action.say });
  else if ('wait' in action) await delay(action.wait);
  else if ('copy' in action) cpSync(join(beside, action.copy), root, { recursive: true });
  else if ('write' in action) write(join(root, action.write.path), action.write.text);
  else if ('remove' in action) rmSync(join(root, action.remove), { recursive: true });
  else if ('exit' in action) process.exit(action.exit);
  else await delay(2 ** 31 - 1);
}

/** A role that judges answers for the commit and with the nonce that it was given. */
function complete(answer: Record<string, unknown>): Record<string, unknown> {
  const { PHASEWRIGHT_ROLE: role, PHASEWRIGHT_COMMIT: commit, PHASEWRIGHT_NONCE: nonce } = process.env;
  if (role === 'reviewer') return { commit, nonce, findings: [], summary: '', ...answer };
  if (role === 'reader') return { commit, nonce, gaps: [], summary: '', ...answer };
  if (role === 'styleReviewer') return { commit, nonce, violations: [], ...answer };
  if (role === 'arbiter') return { commit, nonce, ...answer };
  return answer;
}

function write(path: string, contents: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}

function print(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

await main().catch((error: unknown) => {
  process.stderr.write(`scripted agent: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
