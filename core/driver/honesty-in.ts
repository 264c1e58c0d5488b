import { mayChange } from '../brief/may-change.ts';
import { isPutOff } from '../brief/put-off.ts';
import { changeBetween } from '../cheat/change-between.ts';
import { honestyOf, type Honesty } from '../cheat/honesty.ts';
import { ok, type Result } from '../failure.ts';
import { briefsIn } from './brief-in.ts';
import type { Desk } from './desk.ts';
import { phaseOf } from './fold.ts';

/** What in the work looks like a cheat: breaches go back to the writer, flags before the reviewer of the scope. */
export async function honestyIn(desk: Desk, commit: string): Promise<Result<Honesty>> {
  const { host, git, store } = desk;
  const { work, gates } = store.standing;
  const briefs = await briefsIn(desk);
  if (!briefs.ok) return briefs;
  const permission = {
    mayChange: (path: string) => mayChange(work.commit_files, path),
    isPutOff: (test: { path: string; around: string }) => isPutOff(test, briefs.value),
    gates: [],
    except: phaseOf(store.standing) === 'implementor' ? [] : notYet,
  };
  const about = { base: work.start, head: commit, commands: Object.values(gates ?? {}).map(String) };
  return ok(honestyOf(await changeBetween(host, git, about), permission));
}

/** Before the code is written, what is laid out is empty, and nothing calls it. */
const notYet = ['stub', 'unused-code', 'cosmetic-change'];
