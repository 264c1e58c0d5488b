import { ok, type Result } from '../failure.ts';
import { readRemote } from '../git/remote.ts';
import type { ClaimedMove } from './held-claim.ts';
import type { Shared } from './shared.ts';

/** Moves of refs from where a remote has them now. Under a claim nobody else writes them. */
export async function movesThere(
  { remote, git }: Shared,
  moves: readonly Pick<ClaimedMove, 'ref' | 'to'>[],
): Promise<Result<ClaimedMove[]>> {
  if (moves.length === 0) return ok([]);
  const read = await readRemote(
    git,
    remote,
    moves.map(({ ref }) => ref),
  );
  if (!read.ok) return read;
  const { at } = read.value;
  return ok(
    moves.map((move) => ({ ...move, expected: at.get(move.ref) })).filter(({ to, expected }) => to !== expected),
  );
}
