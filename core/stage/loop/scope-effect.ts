import { changeBetween } from '../../cheat/change-between.ts';
import { honestyOf, type Honesty } from '../../cheat/honesty.ts';
import { describeSighting } from '../../cheat/sighting.ts';
import { outsideScope } from '../../review/scope.ts';
import { correctedSpecs } from '../../workflow/spec-defect.ts';
import type { Event, Progress } from '../../workflow/state.ts';
import { stepOf } from '../../workflow/workflow.ts';
import type { StageContext } from '../context.ts';
import type { LoopWork } from './loop-work.ts';

/** What a change touches that it may not, and what in it looks like a cheat. */
export async function doScope(
  context: StageContext,
  work: LoopWork,
  commit: string,
  progress: Progress,
): Promise<Event> {
  const names = await context.repository.git.text([
    'diff',
    '--name-only',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    work.start,
    commit,
  ]);
  const corrected = corrections(context, work, progress);
  const changed = names.split('\0').filter((path) => path !== '' && !corrected.has(path));
  const outside = outsideScope(changed, work.scope);
  const ofOthers = (await work.outsideStep?.(commit, progress)) ?? [];
  if (outside.length > 0)
    context.emit({ type: 'note', stage: work.stage, text: `out of scope: ${outside.join(', ')}` });
  const { breaches, flags } = await honestyIn(context, work, { commit, progress, corrected });
  const isElsewhere = new Set(outside);
  const against = [...ofOthers, ...breaches].filter(({ path }) => !isElsewhere.has(path));
  for (const one of against) context.emit({ type: 'note', stage: work.stage, text: describeSighting(one) });
  const seen = { ...(against.length > 0 && { breaches: against }), ...(flags.length > 0 && { flags }) };
  return { type: 'scoped', outside, ...seen };
}

/** What looks like a cheat in the work of this loop; a correction that a person has asked for does not. */
async function honestyIn(
  { host, repository: { git }, phase }: StageContext,
  { honest, workflow }: LoopWork,
  { commit, progress, corrected }: { commit: string; progress: Progress; corrected: ReadonlySet<string> },
): Promise<Honesty> {
  if (!honest) return { breaches: [], flags: [] };
  const isLeftOut = (path: string): boolean => corrected.has(path) || honest.only?.includes(path) === false;
  const commands = phase.options.gates.flatMap(({ run }) => ('command' in run ? [run.command.join(' ')] : []));
  const about = { base: honest.since, head: commit, isLeftOut, commands };
  const { role } = stepOf(workflow, progress.step);
  const except = [...(honest.except ?? []), ...(role === 'designer' || role === 'tester' ? notYet : [])];
  return honestyOf(await changeBetween(host, git, about), { ...honest, except });
}

/** Before the code is written, what is laid out is empty, and nothing calls it. */
const notYet = ['stub', 'unused-code', 'cosmetic-change'];

/** Specs that a person has said to correct. The plan decides what is done, and is corrected by hand; so is what agents obey. */
function corrections({ phase }: StageContext, { isSpec, scope }: LoopWork, progress: Progress): ReadonlySet<string> {
  const isOne = isSpec ?? scope.isProtected;
  const specs = correctedSpecs(progress).filter((path) => isOne(path) && path !== phase.plan.path);
  const never = outsideScope(specs, { files: [], isProtected: () => false });
  return new Set(specs.filter((path) => !never.includes(path)));
}
