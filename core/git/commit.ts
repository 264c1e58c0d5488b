import type { Git } from './git.ts';

export interface Person {
  readonly name: string;
  readonly email: string;
  /** `@<seconds> <zone>`; fixed where the same content must give the same commit. */
  readonly date?: string;
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Person;
}

/** Who commits where git knows nobody. */
const nobody: Person = { name: 'phasewright', email: 'phasewright@localhost' };

/** Makes a commit object; no ref, index or checkout is touched. */
export async function makeCommit(git: Git, commit: NewCommit): Promise<string> {
  const { author } = commit;
  const identity = (role: string): Record<string, string> => ({
    [`GIT_${role}_NAME`]: author.name,
    [`GIT_${role}_EMAIL`]: author.email,
    ...(author.date === undefined ? {} : { [`GIT_${role}_DATE`]: author.date }),
  });
  return await git.text(
    ['commit-tree', commit.tree, ...commit.parents.flatMap((parent) => ['-p', parent]), '-F', '-'],
    {
      // Git refuses a message with a NUL and warns of bytes that are not UTF-8; a finding's title may have either.
      input: commit.message.replaceAll('\0', '').toWellFormed(),
      env: { ...identity('AUTHOR'), ...identity('COMMITTER') },
    },
  );
}

/** The user as git knows them, without a date. */
export async function currentPerson(git: Git): Promise<Person> {
  const ident = await git.run(['var', 'GIT_AUTHOR_IDENT']);
  const found = /^(.*) <(.*)> \d+ [+-]\d{4}$/.exec(ident.stdout.trim());
  return ident.ok && found?.[1] && found[2] ? { name: found[1], email: found[2] } : nobody;
}

/** The date of a commit in the form that `Person.date` takes. */
export async function dateOf(git: Git, commit: string): Promise<string> {
  return `@${await git.text(['show', '-s', '--format=%cd', '--date=raw', commit])}`;
}

export async function treeOf(git: Git, commit: string): Promise<string> {
  return await git.text(['rev-parse', '--verify', `${commit}^{tree}`]);
}

/**
 * Subject, body paragraphs and trailers as one message. Values from plans and agents cannot add trailers of their own, nor keep a CI from
 * looking at the commit.
 */
export function commitMessage(
  subject: string,
  body: readonly string[],
  trailers: Readonly<Record<string, string>>,
): string {
  const paragraphs = body.map((text) => text.trim().replace(/^(?=[A-Za-z][A-Za-z-]*: )/gm, ' ')).filter(Boolean);
  const lines = Object.entries(trailers).map(([name, value]) => `${name}: ${oneLine(value)}`);
  return unskipped(`${[oneLine(subject), ...paragraphs, lines.join('\n')].join('\n\n')}\n`);
}

/** `[skip ci]` and what else forges read so becomes `(skip ci)`. */
function unskipped(message: string): string {
  return message
    .replaceAll(/\[((?:skip|no)[ -](?:ci|actions)|(?:ci|actions)[ -]skip)\]/gi, '($1)')
    .replaceAll(/\*{3}(NO_CI)\*{3}/gi, '($1)');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The message of a commit, as it was given. */
export async function messageOf(git: Git, commit: string): Promise<string> {
  return await git.text(['show', '-s', '--format=%B', commit]);
}

/** The lines of a message that git takes for trailers, each as one. */
export async function trailerLines(git: Git, message: string): Promise<string[]> {
  return (await git.text(['interpret-trailers', '--parse'], { input: message })).split('\n').filter(Boolean);
}

/** The trailers of a commit's message, first value of each. */
export async function trailersOf(git: Git, commit: string): Promise<Record<string, string>> {
  const text = await git.text(['show', '-s', '--format=%(trailers:only,unfold)', commit]);
  const trailers: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const found = /^([A-Za-z][A-Za-z-]*): (.*)$/.exec(line);
    if (found?.[1]) trailers[found[1]] ??= found[2] ?? '';
  }
  return trailers;
}
