import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/*
 * An orchestrator from outside, as those of `ic-driver.py` are: it knows the command line and the JSON and nothing else.
 * Called in a checkout with the program to spawn, a plan, a script of what agents do, and the ids of the commits, then
 * `--` and further flags of `init`. It prints which turns there were, as JSON.
 */

interface Action {
  readonly action: 'spawn' | 'done';
  readonly phase?: string;
  readonly response_schema?: string;
  readonly style_review?: boolean;
  readonly scope_review?: boolean;
  readonly arbiter?: boolean;
}

/** One turn of the script; only what is needed of it here. */
interface Turn {
  readonly task?: string;
  readonly role: string;
  readonly do: readonly { readonly copy?: string }[];
  readonly answer: { readonly violations?: readonly { path: string; line: number; rule: string; fix: string }[] };
}

const [program = '', plan = '', script = '', ...rest] = process.argv.slice(2);
const ids = rest.slice(0, rest.indexOf('--'));
const flags = rest.slice(rest.indexOf('--') + 1);
const { root, turns } = JSON.parse(readFileSync(script, 'utf8')) as { root: string; turns: Turn[] };
const seen: Record<string, string[]> = {};

for (const id of ids) {
  const state = `.ic/commit-${id}.json`;
  driver('init', '--plan', plan, '--commit', id, '--state', state, ...flags);
  seen[id] = [];
  for (;;) {
    const action = JSON.parse(driver('next', '--state', state)) as Action;
    if (action.action === 'done') break;
    seen[id].push(kindOf(action));
    driver('report', '--state', state, '--result', JSON.stringify(perform(action, id)));
  }
}
process.stdout.write(`${JSON.stringify(seen)}\n`);

function kindOf({ phase, style_review, scope_review, arbiter }: Action): string {
  if (arbiter) return 'arbiter';
  if (scope_review) return 'scope';
  return style_review ? `${phase} style` : (phase ?? 'explore');
}

/** The answers are those of the five models that orchestrators of `ic-driver.py` have; one says things that are not so. */
function perform(action: Action, id: string): object {
  if (action.style_review) {
    const violations = turnOf(id, 'styleReviewer')?.answer.violations ?? [];
    const said = violations.map(({ path, line, rule, fix }) => `${path}:${line}: ${rule}; ${fix}`);
    return { status: said.length > 0 ? 'violations' : 'accept', violations: said };
  }
  if (action.arbiter) return { proceed: false, reasoning: 'no', arbiter: true };
  const phaseResult = { status: 'ok', files_created: ['made/up.ts'], files_modified: [], notes: "it's done" };
  if (action.scope_review) return { ...phaseResult, notes: 'ACCEPT' };
  const role = action.phase === 'implementor' ? 'implementer' : (action.phase ?? '');
  for (const { copy } of turnOf(id, role)?.do ?? [])
    if (copy !== undefined) cpSync(join(dirname(script), copy), root, { recursive: true });
  return phaseResult;
}

/** In their order; whoever has done all of theirs has nothing more to do. */
function turnOf(task: string, role: string): Turn | undefined {
  const at = turns.findIndex((turn) => turn.task === task && turn.role === role);
  return at < 0 ? undefined : turns.splice(at, 1)[0];
}

function driver(...args: string[]): string {
  const ran = spawnSync(process.execPath, [program, 'driver', ...args], { encoding: 'utf8' });
  if (ran.status === 0) return ran.stdout;
  throw new Error(`driver ${args.join(' ')} ended with ${ran.status}: ${ran.stderr}`);
}
