import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../failure.ts';
import { parseToml } from '../plan/formats/toml-tree.ts';
import type { Phase, Plan, Task } from '../plan/plan.ts';
import { readPlan } from '../plan/read.ts';

/** One commit of an `implementation-plan.toml`, with all that its plan says of it. */
export interface Planned {
  readonly plan: Plan;
  readonly phase: Phase;
  readonly commit: Task;
  /** Where commands run, relative to where the driver is called. */
  readonly workspace: string;
  readonly digest: string;
}

/** Reads the commit of that id, a number or not. A plan that cannot be carried out is refused, with the line. */
export function readPlanned(path: string, text: string, id: string): Result<Planned> {
  const plan = readPlan(path, text, 'toml');
  const problem = plan.problems.find(({ severity }) => severity === 'error');
  if (problem) return fail('broken-plan', problem.message, problem.at);
  const [phase] = plan.phases;
  const commit = phase?.tasks.find((task) => task.id === id);
  if (!phase || !commit) {
    const known = phase?.tasks.map((task) => task.id).join(', ') ?? '';
    return fail('unknown-plan', `Unexpected commit ${id}, expected one of ${known}.`, { path, line: 1, column: 1 });
  }
  const at = { path, line: commit.line, column: 1 };
  if (commit.commit.message.trim() === '')
    return fail('broken-plan', `Unexpected commit ${id} without a message, expected the one to commit with.`, at);
  if (commit.files.length === 0)
    return fail('broken-plan', `Unexpected commit ${id} without files, expected those that it may change.`, at);
  return ok({ plan, phase, commit, workspace: workspaceOf(text), digest: digestOf(text) });
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** As old state files have it: a number where it is one. */
export function commitId(id: string): number | string {
  return /^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id;
}

/** The reader of plans has no use for it. */
function workspaceOf(text: string): string {
  const parsed = parseToml(text);
  const meta = 'root' in parsed ? parsed.root.pairs.get('meta')?.value : undefined;
  const workspace = meta?.kind === 'table' ? meta.pairs.get('workspace')?.value : undefined;
  return workspace?.kind === 'text' && workspace.text.trim() !== '' ? workspace.text : '.';
}
