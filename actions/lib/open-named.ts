import { openBundle, type BundlePlace, type OpenedBundle } from '../../core/bundle/open-bundle.ts';
import { whyOther, type Named } from '../../core/bundle/why-other.ts';
import { fail, ok, type Result } from '../../core/failure.ts';
import type { Git } from '../../core/git/git.ts';
import type { Host } from '../../core/host/host.ts';
import { word } from './inputs.ts';

/** What a person has named where the phase was started: a bundle of something else is refused. */
export const namedInputs = { project: word.optional(), plan: word.optional(), phase: word.optional() };

/** Opens a bundle, of what was named. */
export async function openNamed(
  host: Host,
  checkout: Git,
  place: BundlePlace,
  named: Named,
): Promise<Result<OpenedBundle>> {
  const opened = await openBundle(host, checkout, place);
  if (!opened.ok) return opened;
  const why = await whyOther(checkout, opened.value.manifest, named);
  if (why !== undefined) return fail('bundle', `The bundle ${place.folder} is refused: ${why}. Nothing was moved.`);
  return ok(opened.value);
}
