import type { Git } from './git.ts';

/** What the user has set, whatever our own calls go by; undefined where they have set nothing. */
export async function userSetting(git: Git, key: string, type: 'bool' | 'path'): Promise<string | undefined> {
  const listed = await git.run(['config', '--show-scope', '-z', `--type=${type}`, '--get-all', key]);
  const parts = listed.stdout.split('\0').slice(0, -1);
  const values = parts.flatMap((scope, index) =>
    index % 2 === 0 && scope !== ofOneCall ? (parts[index + 1] ?? []) : [],
  );
  return values.at(-1);
}

/** The scope of what `-c` says. */
const ofOneCall = 'command';
