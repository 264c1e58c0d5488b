import { mayChange } from '../brief/may-change.ts';
import { isPutOff } from '../brief/put-off.ts';
import { readChange } from '../cheat/change.ts';
import { honestyOf, type Honesty } from '../cheat/honesty.ts';
import { ok, type Result } from '../failure.ts';
import { changedTexts } from '../git/changed-texts.ts';
import { fileAt } from '../git/repository.ts';
import { briefsIn } from './brief-in.ts';
import type { Desk } from './desk.ts';
import { phaseOf } from './fold.ts';

/** What in the work looks like a cheat: breaches go back to the writer, flags before the reviewer of the scope. */
export async function honestyIn(desk: Desk, commit: string): Promise<Result<Honesty>> {
  const { host, git, store } = desk;
  const { work } = store.standing;
  const briefs = await briefsIn(desk);
  if (!briefs.ok) return briefs;
  const texts = await changedTexts(host, git, work.start, commit);
  const manifests = new Map<string, string>();
  for (const path of ['package.json', 'pyproject.toml', 'requirements.txt']) {
    const text = await fileAt(git, work.start, path);
    if (text !== undefined) manifests.set(path, text);
  }
  const permission = {
    mayChange: (path: string) => mayChange(work.commit_files, path),
    isPutOff: (test: { path: string; around: string }) => isPutOff(test, briefs.value),
    gates: [],
    except: phaseOf(store.standing) === 'implementor' ? [] : notYet,
  };
  return ok(honestyOf(await readChange(texts, manifests), permission));
}

/** Before the code is written, what is laid out is empty, and nothing calls it. */
const notYet = ['stub', 'unused-code', 'cosmetic-change'];
