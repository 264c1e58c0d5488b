import { agentOf } from '../../agent/role.ts';
import { identityOf } from '../../agent/option.ts';
import { ok, type Result } from '../../failure.ts';
import { formatDiagnostic } from '../../lint/diagnostic.ts';
import { combine } from '../../git/combine.ts';
import type { Git } from '../../git/git.ts';
import type { PhaseRefs } from '../../git/refs.ts';
import type { Options } from '../../options.ts';
import { polishRecordSchema, type PolishRecord } from '../../result/records.ts';
import { findResult, keyOf, type StoredResult } from '../../result/result.ts';
import { recordOf } from '../context.ts';
import { withinReach } from './out-of-reach.ts';
import { blockingAbout, type PhaseTexts } from './phase-texts.ts';

/** Whether the specs of a phase have to be polished before its tasks. */
export type PolishNeed =
  /** Nobody asks for it, or the lint is content and no more is asked for. */
  | { readonly state: 'none' }
  | { readonly state: 'needed'; readonly key: string; readonly because: string }
  | {
      readonly state: 'done';
      readonly key: string;
      readonly result: StoredResult;
      readonly record: PolishRecord;
      /** What is bound, with what the polish did to it. */
      readonly tree: string;
    };

/** Raised when the polish begins to make something else of the same texts. */
const generation = 2;

/**
 * By our own key: what is written about the phase, what the lint says of it, and who polishes. An edit of another phase
 * polishes nothing again, and stays: what a polish did is merged into what is bound. Where both have changed the same
 * place the polish is passed over, and what is bound is polished anew.
 */
export async function polishNeed(
  git: Git,
  refs: PhaseRefs,
  about: { readonly texts: PhaseTexts; readonly options: Options },
): Promise<Result<PolishNeed>> {
  const { texts, options } = about;
  if (options.polish === 'off') return ok({ state: 'none' });
  const blocking = await blockingAbout(git, texts);
  if (!blocking.ok) return blocking;
  const complaints = blocking.value.map(formatDiagnostic);
  const { length } = complaints;
  if (options.polish === 'lint' && length === 0) return ok({ state: 'none' });
  const { rules: _, ...documents } = texts.documents;
  const passedOver: string[] = [];
  for (;;) {
    const key = keyOf({
      stage: 'polish',
      generation,
      polish: options.polish,
      documents,
      complaints,
      polisher: identityOf(agentOf(options, 'polisher')),
      reader: identityOf(agentOf(options, 'reader')),
      passedOver,
    });
    const result = await findResult(git, refs, 'polish', key);
    const reach = withinReach(texts, blocking.value);
    if (!result && !reach.ok) return reach;
    if (!result) return ok({ state: 'needed', key, because: becauseOf(length, passedOver) });
    const record = recordOf(result, polishRecordSchema);
    const tree = await polishedTree(git, texts.commit, record);
    if (tree !== undefined) return ok({ state: 'done', key, result, record, tree });
    passedOver.push(result.commit);
  }
}

/** What is bound with what the polish did to it, three-way; undefined where both have changed the same place. */
async function polishedTree(
  git: Git,
  bound: string,
  { start, commit }: Pick<PolishRecord, 'start' | 'commit'>,
): Promise<string | undefined> {
  if (start === undefined || commit === undefined) return undefined;
  const combined = await combine(git, bound, { name: 'polish', start, commit });
  return combined.ok ? combined.tree : undefined;
}

function becauseOf(complaints: number, passedOver: readonly string[]): string {
  if (passedOver.length > 0) return 'they were edited where the last polish had edited them';
  if (complaints === 0) return 'nobody has read them yet';
  return `${complaints} complaint${complaints === 1 ? '' : 's'} of the lint`;
}
