import { createHash } from 'node:crypto';
import { fail } from '../../failure.ts';
import type { Answer, Question } from '../../workflow/question.ts';
import { findAnswer } from '../questions/answers.ts';
import type { At } from './combine-with-main.ts';
import type { StageContext } from '../context.ts';
import type { Landing } from './landing.ts';

export interface Clash {
  /** `conflict`: git cannot merge. `overlap`: it can, but nobody has looked at what comes of it. */
  readonly kind: 'conflict' | 'overlap';
  readonly main: At;
  readonly commit: string;
  /** What both sides changed: paths, and what differs in the plan. */
  readonly paths: readonly string[];
  /** Lays the merge out, and answers with where. */
  show(): Promise<string>;
}

/** What a person wants done about a clash with main. */
export type Wanted =
  | { readonly how: 'land' }
  | { readonly how: 'branch'; readonly note: string }
  | { readonly how: 'open'; readonly landing: Landing };

/**
 * Goes by the answers that are there, as far as they lead. Main that moves again is another question, and so is what
 * stays open after a look or another try.
 */
export async function askWhileOpen(context: StageContext, clash: Clash): Promise<Wanted> {
  const { repository, refs } = context;
  const notes: string[] = [];
  for (let before = ''; ;) {
    const question = questionAbout(clash, before, notes);
    const answer = await findAnswer(repository.git, refs, question);
    if (answer === undefined) {
      context.emit({ type: 'question', stage, text: `${question.text} (${question.id})` });
      return { how: 'open', landing: { questions: [question] } };
    }
    if (answer.choice === 'show') notes.push(`The merge lies in ${await clash.show()}; conflicts are marked in it.`);
    else if (answer.choice === 'retry') notes.push(nothingNew(clash, answer));
    else return settled(clash, answer);
    before = `${question.id} ${answer.at}`;
  }
}

const stage = 'land';

/** A question is about one commit of main: who is asked it again meets the same. */
function nothingNew({ main }: Clash, { by }: Answer): string {
  return `Tried again, as ${by} chose: ${main.name} is still at ${main.at.slice(0, 10)}, so nothing has changed. To try again helps once it has moved.`;
}

function settled({ kind, main }: Clash, answer: Answer): Wanted {
  if (answer.choice === 'land') return { how: 'land' };
  const why = answer.text === '' ? '' : ` (${answer.text})`;
  if (answer.choice === 'branch')
    return { how: 'branch', note: `${answer.by} chose not to land on ${main.name}${why}.` };
  const what = kind === 'conflict' ? 'conflicts with' : 'overlaps with';
  return {
    how: 'open',
    landing: fail(
      'conflict',
      `The phase ${what} ${main.name}, and ${answer.by} chose to leave it at that${why}. Nothing was moved; its work is kept. When main has moved, run again; or run with --rebase to do the work anew on what main is now.`,
    ),
  };
}

function questionAbout(clash: Clash, before: string, notes: readonly string[]): Question {
  const { kind, main, commit, paths } = clash;
  const identity = createHash('sha256')
    .update(JSON.stringify([kind, main.at, commit, before]))
    .digest('hex');
  return {
    id: `${stage}-${identity.slice(0, 6)}`,
    reason: 'conflict',
    stage,
    text:
      kind === 'conflict'
        ? `The phase conflicts with what ${main.name} has become meanwhile.`
        : `${main.name} has moved meanwhile. The merge is clean, but both sides changed the same files, or did some of the same phase, or main changed a spec or the part of the plan that the work was done to, and nobody has reviewed what comes of it.`,
    context: [`Main is at ${main.at}, the phase at ${commit}.`, ...paths, ...notes],
    options: kind === 'conflict' ? [show, retry, branch, abandon] : [land, show, branch, abandon],
    default: abandon.name,
  };
}

const land = { name: 'land', does: 'land the merge, if its gates are green and its exit criteria hold' };
const show = { name: 'show', does: 'lay the merge out in a worktree to look at, and ask again' };
const retry = { name: 'retry', does: 'try again with what main is then' };
const branch = { name: 'branch', does: 'land on the branch of the phase, and leave main alone' };
const abandon = { name: 'abandon', does: 'move nothing; the work is kept' };
