import { z } from 'zod';
import { bringResults } from '../../../core/bundle/bring-results.ts';
import { usualLimits, type OpenedBundle } from '../../../core/bundle/open-bundle.ts';
import { fail, ok, type Result } from '../../../core/failure.ts';
import { git } from '../../../core/git/git.ts';
import { bundlesIn } from '../bundles-in.ts';
import { readInputs, word } from '../inputs.ts';
import { namedInputs, openNamed } from '../open-named.ts';
import { placeOf } from '../place.ts';
import type { Stage } from '../stage.ts';
import { tell } from '../tell.ts';
import { withToken } from '../with-token.ts';

/** What the step has that may write, and lands nothing. */
export const bringInputs = {
  /** A folder with bundles, or one: of all the jobs there are. */
  bundles: word,
  ...namedInputs,
  token: z.string({ error: 'expected a token with `contents: write`' }).min(1),
  'most-bytes': z.coerce.number().int().positive().optional(),
};

/**
 * Brings the results of bundles to the remote where the job that would have landed them has left none, so that they are not paid
 * for again. Nothing lands, whatever they say, so they need no digest. One that is refused keeps no other from being brought.
 */
export const bring: Stage = async (host, job, workspace) => {
  const inputs = readInputs(job, bringInputs);
  if (!inputs.ok) return inputs;
  const place = placeOf(job, workspace);
  if (!place.ok) return place;
  const { token, bundles, 'most-bytes': bytes = usualLimits.bytes, ...named } = inputs.value;
  const folders = await bundlesIn(host, workspace, bundles);
  if (folders.length === 0) return fail('bundle', `There is no bundle in ${bundles}: nothing was brought.`);
  const about = { checkout: workspace, folder: place.value.folder, token };
  const limits = { ...usualLimits, bytes };
  const opened: Result<OpenedBundle>[] = [];
  for (const folder of folders) opened.push(await openNamed(host, git(host, workspace), { folder, limits }, named));
  const sound = opened.flatMap((one) => (one.ok ? [one.value] : []));
  const came = await withToken(
    host,
    about,
    async (inner) => await bringResults(inner, git(inner, workspace), sound, { remote: 'origin' }),
  );
  if (!came.ok) return came;
  const { brought, left, forged, notTaken } = came.value;
  const others = left.map((ref) => `  others were first: ${ref}\n`).join('');
  tell(job, `${brought.length} refs brought to origin, of ${folders.length} bundles\n${others}`);
  const unopened = opened.flatMap((one) => (one.ok ? [] : [one.failure.message]));
  const refused = [...unopened, ...forged, ...notTaken.map((one) => `origin did not take ${one}.`)];
  const outputs = { brought: String(brought.length) };
  return ok(
    refused.length === 0 ? { outputs } : { outputs, failure: { reason: 'bundle', message: refused.join(' ') } },
  );
};
