import { fail, ok, type Result } from '../failure.ts';
import { visibleLine } from '../visible.ts';
import type { Git } from './git.ts';

export interface Rebuilt {
  readonly from: string;
  readonly to: string;
}

/**
 * Makes commits anew, oldest first: each with its tree, people and dates, on its parents as they were made anew. With
 * the user's signature, or messages of other words, or both. No ref is moved. Fails in git's words where it cannot sign.
 */
export async function rebuild(
  git: Git,
  commits: readonly string[],
  about: { readonly messages: Readonly<Record<string, string>>; readonly sign: boolean },
): Promise<Result<readonly Rebuilt[]>> {
  const rebuilt = new Map<string, string>();
  for (const from of commits) {
    const commit = await partsOf(git, from);
    const parents = commit.parents.map((parent) => rebuilt.get(parent) ?? parent);
    const message = about.messages[from] ?? commit.message;
    const made = await make(git, { ...commit, parents, message }, about.sign);
    if (!made.ok) return made;
    rebuilt.set(from, made.value);
  }
  return ok([...rebuilt].map(([from, to]) => ({ from, to })));
}

/** Whether commits say what others said, one by one, apart from signatures and from messages that are to be other ones, or may be `any`. */
export async function isSameWork(
  git: Git,
  rebuilt: readonly Rebuilt[],
  messages: Readonly<Record<string, string>> | 'any',
): Promise<boolean> {
  const now = new Map(rebuilt.map(({ from, to }) => [from, to]));
  for (const { from, to } of rebuilt) {
    const [before, after] = [await partsOf(git, from), await partsOf(git, to)];
    const parents = before.parents.map((parent) => now.get(parent) ?? parent);
    const message = messages === 'any' ? after.message : (messages[from] ?? before.message);
    const expected = { ...before, parents, message: ended(message) };
    if (JSON.stringify(expected) !== JSON.stringify({ ...after, message: ended(after.message) })) return false;
  }
  return true;
}

interface Parts {
  readonly tree: string;
  readonly parents: readonly string[];
  /** What git is told of them by its environment. */
  readonly people: Readonly<Record<string, string>>;
  readonly message: string;
}

async function partsOf(git: Git, commit: string): Promise<Parts> {
  const format = '%T%x00%P%x00%an%x00%ae%x00@%ad%x00%cn%x00%ce%x00@%cd%x00%B';
  const shown = await git.text(['show', '-s', '--date=raw', `--format=${format}`, commit]);
  const [tree = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', message = ''] =
    shown.split('\0');
  return {
    tree,
    parents: parents.split(' ').filter(Boolean),
    people: {
      GIT_AUTHOR_NAME: an,
      GIT_AUTHOR_EMAIL: ae,
      GIT_AUTHOR_DATE: ad,
      GIT_COMMITTER_NAME: cn,
      GIT_COMMITTER_EMAIL: ce,
      GIT_COMMITTER_DATE: cd,
    },
    message,
  };
}

async function make(git: Git, { tree, parents, people, message }: Parts, sign: boolean): Promise<Result<string>> {
  const args = [...(sign ? ['-S'] : []), tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'];
  const made = await git.run(['commit-tree', ...args], { input: message, env: people, signing: sign });
  if (made.ok) return ok(made.stdout.trim());
  if (!sign) throw new Error(`Internal error: git commit-tree ended with ${made.code}: ${made.stderr}`);
  return fail('land', visibleLine(made.stderr) || 'git said nothing');
}

/** Git ends each message with a line end. */
function ended(message: string): string {
  return message.endsWith('\n') ? message : `${message}\n`;
}
