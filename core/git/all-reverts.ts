import { changedBetween } from './changed-between.ts';
import type { Git } from './git.ts';
import { leftOf } from './left-of.ts';

/** One commit that takes back another. */
export interface OneRevert {
  readonly commit: string;
  /** What it changes is told against this parent. */
  readonly parent: string;
  readonly of: string;
  /** What `of` is told against: that parent of a merge which stays. */
  readonly before: string;
  /** All that goes with `of`. */
  readonly gone: readonly string[];
  /** Whether it names `of`; else that is only what it has done. */
  readonly isNamed: boolean;
}

/** Those that name commits, and those that only do it, the latest first. */
export async function allReverts(
  git: Git,
  revisions: readonly string[],
  commits: ReadonlySet<string>,
): Promise<OneRevert[]> {
  const said = await saidReverts(git, revisions);
  if (said.length === 0) return [];
  const known = new Set([...commits, ...said.map(({ commit }) => commit)]);
  const named = (await namedReverts(git, said)).filter(({ gone }) => gone.some((one) => known.has(one)));
  const naming = new Set(named.map(({ commit }) => commit));
  const others = await unnamedReverts(git, said.filter(({ commit }) => !naming.has(commit)), known); // prettier-ignore
  const order = new Map(said.map(({ commit }, index) => [commit, index]));
  return [...named, ...others].toSorted((a, b) => order.get(a.commit)! - order.get(b.commit)!);
}

/** A commit that says that it is a revert. */
interface Said {
  readonly commit: string;
  readonly parent: string;
  /** What it names, maybe in short, and the parent of a merge that it says it keeps. */
  readonly names: readonly { readonly of: string; readonly kept: string }[];
}

/** As git writes it, in full or with `--reference`: `4888c36 (Read, 2026-11-22)`. */
const words =
  /^This reverts commit ([0-9a-f]{4,64})\b(?: \(.*\))?(?:, reversing\s+changes made to ([0-9a-f]{4,64})\b)?/gm;
/** As forges call them too. */
const title = /^Revert ["']/;

/** The latest first. */
async function saidReverts(git: Git, revisions: readonly string[]): Promise<Said[]> {
  const grep = ['--grep=^This reverts commit ', `--grep=^Revert ["']`];
  const log = await git.text(['log', ...grep, '--topo-order', '-z', '--format=%H %P%n%B', ...revisions, '--']);
  return log.split('\0').flatMap((text) => {
    const end = text.indexOf('\n');
    const [[commit = '', parent = ''], message] = [text.slice(0, end).split(' '), text.slice(end + 1)];
    const names = [...message.matchAll(words)].map(([, of = '', kept = '']) => ({ of, kept }));
    return parent !== '' && (names.length > 0 || title.test(message)) ? [{ commit, parent, names }] : [];
  });
}

/** By the commits that they name, as far as git has them. */
async function namedReverts(git: Git, said: readonly Said[]): Promise<OneRevert[]> {
  const full = await resolved(git, [
    ...new Set(said.flatMap(({ names }) => names.flatMap(({ of, kept }) => [of, kept]))),
  ]);
  const parents = await parentsOf(git, [...new Set(full.values())]);
  const reverts: OneRevert[] = [];
  for (const { commit, parent, names } of said) {
    for (const name of names) {
      const of = full.get(name.of) ?? '';
      const kept = full.get(name.kept) ?? '';
      const [first, ...merged] = parents.get(of) ?? [];
      if (first === undefined) continue;
      const before = merged.includes(kept) ? kept : first;
      const gone = merged.length > 0 ? (await git.text(['rev-list', of, `^${before}`, '--'])).split('\n') : [of];
      reverts.push({ commit, parent, of, before, gone, isNamed: true });
    }
  }
  return reverts;
}

/** By the commits of which there was something before them, and is nothing after them. */
async function unnamedReverts(git: Git, said: readonly Said[], commits: ReadonlySet<string>): Promise<OneRevert[]> {
  if (said.length === 0) return [];
  const parents = await parentsOf(git, [...commits]);
  const touching = await commitsByPath(git, commits);
  const reverts: OneRevert[] = [];
  for (const { commit, parent } of said) {
    const touched = await changedBetween(git, parent, commit);
    const takes = async (of: string, before: string): Promise<boolean> => {
      const one = { of, before };
      return (await leftOf(git, commit, one)) === 'none' && (await leftOf(git, parent, one)) !== 'none';
    };
    const starts = new Map<string, string>();
    for (const of of new Set(touched.flatMap((path) => touching.get(path) ?? []))) {
      const own = parents.get(of)?.[0];
      if (of !== commit && own !== undefined && (await isBehind(git, of, parent))) starts.set(of, own);
    }
    const add = (of: string, before: string): void => {
      starts.delete(of);
      reverts.push({ commit, parent, of, before, gone: [of], isNamed: false });
    };
    const begun: string[] = [];
    for (const [of, own] of [...starts]) {
      if (!(await takes(of, own))) continue;
      begun.push(own);
      add(of, own);
    }
    // What was built on one that is gone is gone if all from there on is.
    for (const of of [...starts.keys()])
      for (const before of begun)
        if (starts.has(of) && (await isBehind(git, before, of)) && (await takes(of, before))) add(of, before);
  }
  return reverts;
}

/** Path → the commits that have changed it. */
async function commitsByPath(git: Git, commits: ReadonlySet<string>): Promise<ReadonlyMap<string, readonly string[]>> {
  const input = [...commits].map((commit) => `${commit}\n`).join('');
  const listed = ['diff-tree', '--stdin', '-r', '-z', '--no-renames', '--name-only'];
  const touching = new Map<string, string[]>();
  let commit = '';
  for (const one of (await git.text(listed, { input })).split('\0')) {
    const known = touching.get(one);
    if (commits.has(one)) commit = one;
    else if (known) known.push(commit);
    else touching.set(one, [commit]);
  }
  return touching;
}

async function isBehind(git: Git, earlier: string, commit: string): Promise<boolean> {
  return (await git.run(['merge-base', '--is-ancestor', earlier, commit])).ok;
}

/** Name → the one commit that git knows by it. */
async function resolved(git: Git, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const asked = names.filter(Boolean);
  if (asked.length === 0) return new Map();
  const input = asked.map((name) => `${name}^{commit}\n`).join('');
  const answers = (await git.text(['cat-file', '--batch-check=%(objecttype) %(objectname)'], { input })).split('\n');
  return new Map(
    asked.flatMap((name, index) => {
      const [type, commit = ''] = (answers[index] ?? '').split(' ');
      return type === 'commit' ? [[name, commit] as const] : [];
    }),
  );
}

async function parentsOf(git: Git, commits: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (commits.length === 0) return new Map();
  const input = commits.join('\n');
  const found = await git.text(['rev-list', '--no-walk', '--ignore-missing', '--parents', '--stdin'], { input });
  return new Map(
    found.split('\n').map((line) => {
      const [commit = '', ...parents] = line.split(' ');
      return [commit, parents];
    }),
  );
}
