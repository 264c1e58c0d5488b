import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { planPath, shapeOf, writtenBy } from '../shapes.ts';

/*
 * An orchestrator from outside, as those of `ic-driver.py` are: it knows the command line and the JSON and nothing else.
 * Called with the command to spawn and the ids of the commits, in a checkout; it prints what it saw, as JSON.
 */

interface Action {
  readonly action: 'spawn' | 'done';
  readonly prompt: string;
  readonly phase?: string;
  readonly response_schema?: string;
  readonly style_review?: boolean;
  readonly scope_review?: boolean;
  readonly arbiter?: boolean;
}

const [program = '', ...ids] = process.argv.slice(2);
const seen: Record<string, string[]> = {};

for (const id of ids) {
  const state = `.ic/commit-${id}.json`;
  driver('init', '--plan', planPath, '--commit', id, '--state', state);
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

/** The answers are those of the five models that orchestrators of `ic-driver.py` have. */
function perform(action: Action, id: string): object {
  if (action.response_schema === 'GateDiscovery') return { designer_gate: 'true', test_gate: 'true' };
  if (action.response_schema === 'FormatterDiscovery') return { fmt_cmd: '', lint_cmd: '' };
  if (action.style_review) return { status: 'accept', violations: [] };
  if (action.arbiter) return { proceed: false, reasoning: 'no', arbiter: true };
  const phaseResult = { status: 'ok', files_created: ['made/up.mjs'], files_modified: [], notes: "it's done" };
  if (action.scope_review) return phaseResult;
  for (const [path, text] of Object.entries(writtenBy(action.phase ?? '', shapeOf(id === '4a' ? id : Number(id))))) {
    if (text === undefined) rmSync(path);
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }
  return phaseResult;
}

function driver(...args: string[]): string {
  const ran = spawnSync(process.execPath, [program, 'driver', ...args], { encoding: 'utf8' });
  if (ran.status === 0) return ran.stdout;
  throw new Error(`driver ${args.join(' ')} ended with ${ran.status}: ${ran.stderr}`);
}
