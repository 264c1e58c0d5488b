import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { placeOf } from '../../../actions/lib/place.ts';
import { fetch } from '../../../actions/lib/stages/fetch.ts';
import { relayAt } from '../../../core/bundle/relay.ts';
import { refsBelow } from '../../../core/claim/unshared.ts';
import { keepNote } from '../../../core/git/note.ts';
import { setRef } from '../../../core/git/refs.ts';
import { userGit } from '../../git/scratch.ts';
import { bundled, freshClone, unwrap, type Bundled } from '../../bundle/bundled.ts';

/** A commit whose message no call of git can answer with, in few bytes. */
async function largeNote(repository: string): Promise<string> {
  const tree = userGit(repository, 'hash-object', '-t', 'tree', '-w', '/dev/null');
  const person = 'Ada <ada@example.com> 1 +0000';
  const message = Buffer.alloc(257 * 1024 * 1024, ' ');
  const head = `tree ${tree}\nauthor ${person}\ncommitter ${person}\n\nnote\n\n{`;
  const input = Buffer.concat([Buffer.from(head), message, Buffer.from('}\n')]);
  const args = ['-C', repository, 'hash-object', '-t', 'commit', '-w', '--stdin'];
  return execFileSync('git', args, { input, encoding: 'utf8' }).trim();
}

/** Fetches as the job does that closes a phase, from what the jobs before have left. */
async function fetchFrom({ user, remote }: Bundled, bundles: string) {
  const clone = freshClone(remote);
  const env = { RUNNER_TEMP: dirname(clone), PHASEWRIGHT_INPUT_ACTOR: 'false', PHASEWRIGHT_INPUT_BUNDLES: bundles };
  const job = { env, write: () => undefined };
  const ended = await fetch(user.host, job, clone);
  const relay = relayAt(user.host, unwrap(placeOf(job, clone)).folder);
  return { ended, refs: [...(await refsBelow(relay.git, 'refs/phasewright/')).keys()] };
}

test('What a job before has left that is not what it says is left out, and all else is gone on with.', async () => {
  const made = await bundled();
  const folder = join(dirname(made.user.root), 'bundles');
  mkdirSync(folder);
  const good = Object.keys(made.manifest.refs);
  const account = `${made.phase.context.refs.spent()}somebody`;
  await keepNote(made.relay.git, account, { costs: 'a fortune' });
  const large = `${made.phase.context.refs.spent()}large`;
  await setRef(made.relay.git, large, await largeNote(made.relay.folder));
  await made.packAgain({});
  cpSync(made.folder, join(folder, 'phase-task-1.1'), { recursive: true });
  cpSync(made.folder, join(folder, 'phase-task-1.2'), { recursive: true });
  rmSync(join(folder, 'phase-task-1.2/results.bundle'));
  const { ended, refs } = await fetchFrom(made, folder);
  expect(unwrap(ended)).toEqual({ outputs: {} });
  expect(refs.toSorted()).toEqual(good.toSorted());
});

test('Where no bundle can be opened there is nothing to go on from.', async () => {
  const made = await bundled();
  rmSync(join(made.folder, 'results.bundle'));
  const { ended } = await fetchFrom(made, made.folder);
  expect(ended).toMatchObject({
    ok: false,
    failure: { reason: 'bundle', message: expect.stringContaining('is missing') },
  });
});
