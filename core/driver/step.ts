import { ok, type Result } from '../failure.ts';
import { changedBetween } from '../git/changed-between.ts';
import type { Command, Event } from '../workflow/state.ts';
import { stepOf } from '../workflow/workflow.ts';
import { keepLog, type Desk } from './desk.ts';
import { workflowOf } from './fold.ts';
import { honestyIn } from './honesty-in.ts';
import { judge, type Trouble } from './judge.ts';
import { snapshot } from './look.ts';
import { runCommand } from './run-command.ts';
import { howToUndo, outOfScope, outsideDeclared } from './scope-of.ts';

/** Commands of the workflow that the driver carries out itself; the others are turns of agents. */
export type OwnCommand = Extract<Command, { do: 'commit' | 'scope' | 'gate' | 'format' }>;

export async function carryOut(
  desk: Desk,
  command: OwnCommand,
): Promise<Result<Event> | { readonly trouble: Trouble }> {
  switch (command.do) {
    case 'commit': {
      const { leftBehind } = desk.store.standing;
      const taken = await snapshot(desk, command.onto, nameOf(desk), leftBehind);
      if (!taken.ok) return taken;
      return ok({
        type: 'committed',
        commit: taken.value,
        changed: await changedBetween(desk.git, command.onto, taken.value),
      });
    }
    case 'scope':
      return await scopeOf(desk, command.commit);
    case 'gate': {
      const { loop, work } = desk.store.standing;
      const judged = await judge(desk, command.commit, stepOf(workflowOf(work), loop.progress.step).gate.expect);
      return 'trouble' in judged ? judged : ok({ type: 'gated', verdict: judged.verdict });
    }
    case 'format':
      return await format(desk, command.commit);
  }
}

async function scopeOf(desk: Desk, commit: string): Promise<Result<Event>> {
  const { outside, ofOthers } = await outOfScope(desk, commit);
  const honesty = await honestyIn(desk, commit);
  if (!honesty.ok) return honesty;
  const isElsewhere = new Set([...outside, ...ofOthers.map(({ path }) => path)]);
  const breaches = [...ofOthers, ...honesty.value.breaches.filter(({ path }) => !isElsewhere.has(path))];
  const told = await Promise.all(outside.map(async (path) => `${path} (${await howToUndo(desk, path)})`));
  return ok({ type: 'scoped', outside: told, ...(breaches.length > 0 && { breaches }) });
}

/** Both are looked at: a formatter that fails has something to say, and what they change is judged again. */
async function format(desk: Desk, commit: string): Promise<Result<Event> | { readonly trouble: Trouble }> {
  const { formatters, work, leftBehind } = desk.store.standing;
  const failures: { name: string; output: string }[] = [];
  for (const [name, command] of Object.entries(formatters ?? {})) {
    if (command === '') continue;
    const ran = await runCommand(desk.host, command, {
      folder: desk.workspace,
      root: desk.git.folder,
      timeLimit: work.time_limit,
    });
    const log = await keepLog(desk, name, `$ ${command}\n${ran.output}\n`);
    if (['not-found', 'needs-shell', 'cancelled'].includes(ran.ended))
      return { trouble: { reason: 'no-gates', text: `${name} cannot be run: ${ran.told}`, log } };
    if (ran.code !== 0) failures.push({ name, output: ran.told });
  }
  const taken = await snapshot(desk, commit, nameOf(desk), leftBehind);
  if (!taken.ok) return taken;
  const strayed = outsideDeclared(work, await changedBetween(desk.git, commit, taken.value));
  if (strayed.length > 0)
    return {
      trouble: {
        reason: 'worktree',
        text: `The formatters change files that are not of this commit: ${strayed.join(', ')}. Put them back, or commit them apart, and name commands that keep to the commit's files.`,
        log: desk.store.standing.log,
        paths: strayed,
      },
    };
  await desk.store.happened({ fact: 'formatted', commit: taken.value });
  // After a failure the loop goes on from where it was: what was formatted all the same is taken with the next change.
  return ok({ type: 'formatted', commit: failures.length > 0 ? commit : taken.value, failures });
}

/** One for each time, so that none is lost. */
function nameOf({ store }: Desk): string {
  const { progress } = store.standing.loop;
  return `work/${progress.step + 1}-${progress.round}-${progress.attempt}`;
}
