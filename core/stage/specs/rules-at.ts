import { posix } from 'node:path';
import type { RuleFile } from '../../brief/brief.ts';
import type { Git } from '../../git/git.ts';
import { fileAt } from '../../git/repository.ts';

/**
 * Those of the project's files of rules that there are at a commit. Where one is a link it has the text of the file that
 * it points at; the same text is told once.
 */
export async function rulesAt(git: Git, commit: string, paths: readonly string[]): Promise<RuleFile[]> {
  const rules = new Map<string, RuleFile>();
  for (const path of paths) {
    const text = await textAt(git, commit, posix.normalize(path));
    if (text !== undefined && text.trim() !== '' && !rules.has(text)) rules.set(text, { path, text });
  }
  return [...rules.values()];
}

async function textAt(git: Git, commit: string, path: string, isLinked = false): Promise<string | undefined> {
  const entry = await git.run(['ls-tree', '--full-tree', commit, '--', path]);
  const mode = entry.ok ? entry.stdout.split(' ')[0] : undefined;
  if (mode === '100644' || mode === '100755') return await fileAt(git, commit, path);
  if (mode !== '120000' || isLinked) return undefined;
  const target = posix.join(posix.dirname(path), (await fileAt(git, commit, path)) ?? '');
  return await textAt(git, commit, target, true);
}
