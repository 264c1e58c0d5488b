import { resolve } from 'node:path';
import { ok, type Result } from '../failure.ts';
import type { Event } from '../workflow/state.ts';
import { commitWork } from './commit.ts';
import type { Desk } from './desk.ts';
import { discover } from './discover.ts';
import { takeBaseline, type Trouble } from './judge.ts';
import { changedSince } from './look.ts';
import { digestOf } from './planned.ts';
import type { Action, DoneAction, Escalation } from './protocol.ts';
import { putBackChoices } from './put-back.ts';
import { arbiterAction, exploreAction, guidesOf, scopeAction, styleAction, workAction } from './spawn.ts';
import { carryOut } from './step.ts';
import { escalationOf, stateName } from './view.ts';

export type Next = { readonly action: Action } | { readonly escalation: Escalation };

/** Goes on by itself as far as it can: to a turn of an agent, to the end, or to where somebody has to decide. */
export async function next(desk: Desk): Promise<Result<Next>> {
  const { store } = desk;
  for (;;) {
    const escalation = escalationIn(desk);
    if (escalation) return ok({ escalation });
    const { committed } = store.standing;
    if (committed) return ok({ action: doneAction(desk, committed) });
    const moved = await whatMoved(desk);
    const step = moved ? { trouble: moved } : await oneStep(desk);
    if ('ok' in step && !step.ok) return step;
    if ('trouble' in step) await store.happened({ fact: 'trouble', ...step.trouble });
    else if ('action' in step.value) return ok({ action: step.value.action });
  }
}

export function escalationIn({ store }: Pick<Desk, 'store'>): Escalation | undefined {
  const found = escalationOf(store.standing);
  if (!found) return undefined;
  const { resume, ...told } = found;
  const { log } = store.standing;
  const options = { ...told.options, ...putBackChoices };
  return { ...told, options, state_path: store.path, resume_state: resume, ...(log === '' ? {} : { log }) };
}

type Step = Result<{ readonly action: Action } | object> | { readonly trouble: Trouble };

const onward = ok({});

async function oneStep(desk: Desk): Promise<Step> {
  const { store } = desk;
  const { standing } = store;
  const state = stateName(standing);
  if (state === 'explore_gates' || state === 'explore_formatters') return await explore(desk, state);
  if (!standing.baseline) {
    const trouble = await takeBaseline(desk);
    return trouble ? { trouble } : onward;
  }
  const { loop } = standing;
  if (loop.at === 'approved') return await commitWork(desk);
  if (loop.at !== 'running') throw new Error(`Internal error: a loop that is ${loop.at} goes on`);
  const { command } = loop;
  if (command.do === 'work') return await actionOf(workAction(desk, command));
  if (command.do === 'review') {
    if ((await guidesOf(desk)).length === 0) return await withoutGuides(desk, command.commit);
    return await actionOf(styleAction(desk, command));
  }
  if (command.do === 'arbitrate') return await actionOf(arbiterAction(desk, command));
  if (state === 'scope_review') return await actionOf(scopeAction(desk, loop.progress.commit));
  const event = await carryOut(desk, command);
  if ('trouble' in event) return event;
  if (!event.ok) return event;
  await store.happened({ fact: 'loop', event: event.value });
  return onward;
}

async function explore(desk: Desk, state: 'explore_gates' | 'explore_formatters'): Promise<Step> {
  const { gates, formatters } = await discover(desk);
  if (state === 'explore_gates') {
    if (!gates) return ok({ action: exploreAction(desk, 'gates') });
    await desk.store.happened({ fact: 'commands', from: 'repository', gates });
  } else {
    if (!formatters) return ok({ action: exploreAction(desk, 'formatters') });
    await desk.store.happened({ fact: 'commands', from: 'repository', formatters });
  }
  return onward;
}

/** Style is judged by written guides alone, so without one there is nothing that a reviewer could say. */
async function withoutGuides({ store }: Desk, commit: string): Promise<Step> {
  await store.happened({
    fact: 'note',
    text: 'Style was not reviewed: there is no written guide (docs/style/**/*.md, or --guide).',
  });
  const answer = { verdict: 'APPROVED', commit, nonce: '', summary: 'No written guide.', findings: [] } as const;
  const event: Event = { type: 'reviewed', answer, usage: {}, turns: [] };
  await store.happened({ fact: 'loop', event });
  return onward;
}

/** What somebody has done beside the protocol: no agent can mend it, and work on top of it would be lost or wrong. */
async function whatMoved(desk: Desk): Promise<Trouble | undefined> {
  const { host, git, store } = desk;
  const { work, loop, baseline } = store.standing;
  const text = await host.files.read(resolve(work.folder, work.plan_path));
  if (digestOf(text ?? '') !== work.plan_digest)
    return troubleOf(
      'plan-changed',
      `Unexpected change of the plan ${work.plan_path}: it is not what this commit was begun with. Put it back, or begin anew with init --force.`,
    );
  const head = await git.text(['rev-parse', '--verify', 'HEAD^{commit}']);
  if (head !== work.base && loop.at !== 'approved')
    return troubleOf(
      'worktree',
      `Unexpected HEAD ${head.slice(0, 10)}, expected ${work.base.slice(0, 10)}: somebody has committed or switched while this commit was in work. Put HEAD back (git reset --soft ${work.base.slice(0, 10)} keeps the files), or begin anew with init --force.`,
    );
  const isWriting = loop.at === 'running' && ['work', 'commit'].includes(loop.command.do);
  if (isWriting || !baseline || loop.at === 'asking') return undefined;
  const changed = await changedSince(desk, loop.progress.commit);
  if (!changed.ok) return troubleOf(changed.failure.reason, changed.failure.message);
  if (changed.value.length === 0) return undefined;
  return troubleOf(
    'agent-violation',
    `Unexpected changes while nobody was to write: ${changed.value.join(', ')}. Put them back; or run resume, and they are judged like the rest of the change.`,
  );
}

function troubleOf(reason: Trouble['reason'], text: string): Trouble {
  return { reason, text, log: '' };
}

function doneAction(
  { store }: Desk,
  { commit, files, left }: NonNullable<Desk['store']['standing']['committed']>,
): DoneAction {
  const { work, notes } = store.standing;
  return { action: 'done', commit_id: work.commit_id, commit, files, left, notes };
}

async function actionOf(made: Promise<Result<Action>>): Promise<Step> {
  const action = await made;
  return action.ok ? ok({ action: action.value }) : action;
}
