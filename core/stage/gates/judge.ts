import type { Verdict } from '../../result/records.ts';
import { baseTests, type ByBase } from './base-tests.ts';
import type { StageContext } from '../context.ts';
import { keepVerdict, recall, tellGates } from './known-verdicts.ts';
import { lookInto } from './look-into.ts';
import { runContained, type Run } from './run-contained.ts';
import { withTests } from './with-tests.ts';

/** What is judged, and on whose account. `fresh`: the first judgement of a tree that is to land, taken from nowhere. */
export type Judgement = Run;

/**
 * The phase's gates on a commit: what is known of exactly this, or what they say now. A red one is looked into; of a change
 * that somebody is to review, the tests of the base judge first, and its own tests have to show what they are for.
 */
export async function judge(context: StageContext, about: Judgement): Promise<Verdict> {
  const known = about.fresh ? undefined : await recall(context, about);
  if (known) return known;
  const { host, emit } = context;
  const { stage } = about;
  const began = { at: host.clock.wall(), monotonic: host.clock.monotonic() };
  const { change } = about;
  const byBase: ByBase = change && change.final !== true ? await baseTests(context, about, change) : { complaints: [] };
  emit({
    type: 'gates-started',
    stage,
    targets: about.only?.targets ?? context.phase.options.gates.map(({ name }) => name),
  });
  const judged = await lookInto(context, about, await runContained(context, about));
  tellGates(context, stage, judged.gates);
  const verdict = change ? await withTests(context, about, { judged, byBase, change }) : judged;
  for (const { kind, message } of verdict.complaints ?? []) emit({ type: 'note', stage, text: `${kind}: ${message}` });
  if (verdict.redGreen && verdict.redGreen.outcome !== 'no-tests')
    emit({ type: 'note', stage, text: `red-green ${verdict.redGreen.outcome}: ${verdict.redGreen.detail}` });
  // Part of it may never have been looked at.
  if (host.stop.aborted) return { ...verdict, green: false, trouble: 'The gates were stopped with the run.' };
  const durationMs = host.clock.monotonic() - began.monotonic;
  return await keepVerdict(context, about, { verdict, at: began.at, durationMs });
}
