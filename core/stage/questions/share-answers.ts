import { refsBelow } from '../../claim/unshared.ts';
import type { Shared } from '../../claim/shared.ts';
import { fail, ok, type Result } from '../../failure.ts';
import { readNote } from '../../git/note.ts';
import { pushRefs, type RemoteMove } from '../../git/push.ts';
import { setRef, type PhaseRefs } from '../../git/refs.ts';
import { fetchRef, readRemote } from '../../git/remote.ts';
import type { Host } from '../../host/host.ts';
import { answerSchema } from '../../workflow/question.ts';

/** Others may bring theirs meanwhile. */
const mostTries = 5;

/**
 * Brings answers to the remote that it has not, and the other way round: a person may answer on any machine. Of two
 * answers to one question the later one counts. Answers with the refs of those that are new here.
 */
export async function shareAnswers(host: Host, shared: Shared, refs: PhaseRefs): Promise<Result<readonly string[]>> {
  const { remote, git, perMinute } = shared;
  const news: string[] = [];
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const read = await readRemote(git, remote, [`${refs.answer()}*`]);
    if (!read.ok) return read;
    const there = new Map([...read.value.at].filter(([ref]) => ref.startsWith(refs.answer())));
    const here = await refsBelow(git, refs.answer());
    const differing = [...there].filter(([ref, commit]) => here.get(ref) !== commit);
    if (differing.length > 0) {
      const fetched = await fetchRef(git, remote, ...differing.map(([ref]) => ref));
      if (!fetched.ok) return fetched;
    }
    const moves: RemoteMove[] = [...here]
      .filter(([ref]) => !there.has(ref))
      .map(([ref, to]) => ({ ref, to, expected: undefined }));
    for (const [ref, commit] of differing) {
      const ours = here.get(ref);
      if (ours !== undefined && (await givenAt(git, ours)) > (await givenAt(git, commit)))
        moves.push({ ref, to: ours, expected: commit });
      else {
        await setRef(git, ref, commit);
        news.push(ref);
      }
    }
    if (moves.length === 0) return ok(news);
    const pushed = await pushRefs(host, git, { remote, perMinute, moves });
    if (pushed.how === 'moved') return ok(news);
    if (pushed.how !== 'lost') return fail('remote', pushed.words);
  }
  return fail('remote', `the answers on ${remote} were moved by others each time`);
}

/** ISO 8601: the later one sorts behind the earlier. */
async function givenAt(git: Shared['git'], commit: string): Promise<string> {
  const note = await readNote(git, commit);
  const answer = answerSchema.safeParse(note?.['answer'] ?? note);
  return answer.success ? answer.data.at : '';
}
