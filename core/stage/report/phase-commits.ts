import type { PhaseCommit } from '../../report/map-files.ts';
import type { ChangedFile } from '../../report/report.ts';
import type { Git } from '../../git/git.ts';
import type { TaskRecord } from '../../result/records.ts';
import type { Left } from './left.ts';
import type { PhaseRecord } from '../phase-record.ts';

type Stat = Pick<ChangedFile, 'path' | 'added' | 'removed'>;

/** What the phase changed, as far as it came, and the commits that changed it. */
export interface PhaseChanges {
  readonly files: readonly (Stat & Pick<ChangedFile, 'change'>)[];
  readonly commits: readonly PhaseCommit[];
}

/** Where a phase begins: the base, and the same commit or the one with the changed specs. */
type Beginning = Pick<PhaseRecord, 'base' | 'polished'>;

export async function phaseChanges(git: Git, phase: Beginning, left: Left): Promise<PhaseChanges> {
  const { squash, review } = left;
  const last = review?.handOff ?? squash?.commit;
  if (last === undefined) return await apart(git, [...left.tasks.values()]);
  const stat = await git.text([...diff, '--numstat', phase.base, last]);
  const changes = await changeKinds(git, phase.base, last);
  const files = stats(stat).map((file) => ({ ...file, change: changes.get(file.path) ?? ('changed' as const) }));
  return { files, commits: await commitsOf(git, phase, { last, squash, review }) };
}

const diff = ['diff', '-z', '--no-renames', '--no-ext-diff'];

async function commitsOf(
  git: Git,
  phase: Beginning,
  { last, squash, review }: { last: string; squash: Left['squash']; review: Left['review'] },
): Promise<PhaseCommit[]> {
  const range = `${phase.base}..${last}`;
  const tasks = new Map(squash?.commits.map(({ commit, task }) => [commit, task]));
  const named = await findingsNamed(git, range);
  const madeBy = (commit: string): PhaseCommit['made'] => {
    const task = tasks.get(commit);
    if (task !== undefined) return { by: 'task', task };
    if (commit === review?.handOff) return { by: 'hand-off' };
    if (commit === phase.polished) return { by: 'specs' };
    return { by: 'fix', findings: named.get(commit) ?? [] };
  };
  const flags = ['--reverse', '-z', '--no-renames', '--no-ext-diff', '--numstat', '--format=%x01%H'];
  const log = await git.text(['log', ...flags, range]);
  return log
    .split('\u0001')
    .filter(Boolean)
    .map((text) => {
      const end = text.search(/\0|$/);
      const commit = text.slice(0, end);
      return { commit, made: madeBy(commit), files: stats(text.slice(end).replace(/^\0?\n?/, '')) };
    });
}

/** The findings that the message of each commit lists: who was told to fix what, in code's words. */
async function findingsNamed(git: Git, range: string): Promise<Map<string, string[]>> {
  const log = await git.text(['log', '-z', '--format=%H%n%b', range]);
  return new Map(
    log.split('\0').map((entry) => {
      const [commit = '', ...lines] = entry.split('\n');
      return [commit, lines.flatMap((line) => /^- (\S+) P[0-3] /.exec(line)?.[1] ?? [])];
    }),
  );
}

/** Before tasks are combined each has changed its own. */
async function apart(git: Git, tasks: readonly TaskRecord[]): Promise<PhaseChanges> {
  const commits: PhaseCommit[] = [];
  const files = new Map<string, PhaseChanges['files'][number]>();
  for (const { id, start, commit } of tasks) {
    if (start === undefined || commit === undefined) continue;
    const changes = await changeKinds(git, start, commit);
    const own = stats(await git.text([...diff, '--numstat', start, commit]));
    commits.push({ commit, made: { by: 'task', task: id }, files: own });
    for (const file of own) {
      const before = files.get(file.path) ?? {
        ...file,
        added: 0,
        removed: 0,
        change: changes.get(file.path) ?? 'changed',
      };
      files.set(file.path, {
        ...before,
        added: before.added + file.added,
        removed: before.removed + file.removed,
      });
    }
  }
  return { files: [...files.values()], commits };
}

function stats(numstat: string): Stat[] {
  return numstat
    .split('\0')
    .filter(Boolean)
    .map((entry) => {
      const [added, removed, ...path] = entry.split('\t');
      // Git counts no lines of binary files: it prints dashes.
      return { path: path.join('\t'), added: Number(added) || 0, removed: Number(removed) || 0 };
    });
}

async function changeKinds(git: Git, from: string, to: string): Promise<Map<string, ChangedFile['change']>> {
  const fields = (await git.text([...diff, '--name-status', from, to])).split('\0');
  const kinds = new Map<string, ChangedFile['change']>();
  for (let index = 0; index + 1 < fields.length; index += 2)
    kinds.set(fields[index + 1] ?? '', fields[index] === 'A' ? 'added' : fields[index] === 'D' ? 'removed' : 'changed');
  return kinds;
}
