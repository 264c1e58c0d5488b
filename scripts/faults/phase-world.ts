import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { WrittenScript } from '../../core/agent/script.ts';

/**
 * A repository with a phase of six tasks, or of some of them, and what its agents do: enough of everything that a loop can
 * come to.
 */
export function makeWorld(folder: string, ids: readonly string[] = Object.keys(tasks)): void {
  const { root, script: scriptPath } = worldIn(folder);
  const files = {
    'src/index.txt': 'index\n',
    'specs/10-data.md': '# Data\n\n## 1. Shape\n\nEvery part is one file.\n',
    'specs/91-impl-plan.md': planText(ids),
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  writeFileSync(scriptPath, JSON.stringify(script));
  git(root, 'init', '--quiet', '--initial-branch=main');
  git(root, 'config', 'user.name', 'Ada');
  git(root, 'config', 'user.email', 'ada@example.com');
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message=first');
}

/** Where a world has its parts. */
export interface World {
  readonly root: string;
  readonly state: string;
  readonly script: string;
  /** A bare repository, where work is shared. */
  readonly remote: string;
}

export function worldIn(folder: string): World {
  return {
    root: join(folder, 'repository'),
    state: join(folder, 'state'),
    script: join(folder, 'script.json'),
    remote: join(folder, 'remote.git'),
  };
}

/** Gives the repository of a world its remote. */
export function withRemote({ root, remote }: World): void {
  git(root, 'init', '--quiet', '--bare', '--initial-branch=main', remote);
  git(root, 'remote', 'add', 'origin', remote);
  git(root, 'push', '--quiet', 'origin', 'main');
}

/** Another machine with a clone of the remote: nothing is here of what that one has written down. */
export function otherMachine({ remote, script }: World, folder: string): World {
  const other = { ...worldIn(folder), remote, script };
  mkdirSync(folder, { recursive: true });
  git(folder, 'clone', '--quiet', remote, other.root);
  git(other.root, 'config', 'user.name', 'Grace');
  git(other.root, 'config', 'user.email', 'grace@example.com');
  return other;
}

export function git(root: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
}

/** Two that stand alone, a diamond, and one that needs both. */
const tasks: Readonly<Record<string, readonly string[]>> = {
  '1.1': [],
  '1.2': ['1.1'],
  '1.3': ['1.1'],
  '1.4': ['1.2', '1.3'],
  '1.5': [],
  '1.6': ['1.4', '1.5'],
};

function planText(ids: readonly string[]): string {
  const after = (id: string): string => (tasks[id] ?? []).filter((one) => ids.includes(one)).join(', ') || '—';
  return [
    '# Implementation plan\n',
    '## Phase 1 — The first part\n',
    '| # | Task | Spec | Depends on | Status |',
    '| --- | --- | --- | --- | --- |',
    ...ids.map((id) => `| ${id} | Part ${id} | 10 | ${after(id)} | open |`),
    '\n**Exit criteria**:\n',
    '- All gates pass.\n',
  ].join('\n');
}

type Turn = WrittenScript['turns'][number];

const wrote = (path: string, text: string): NonNullable<Turn['do']> => [{ write: { path, text } }];
const done = (summary: string): Turn['answer'] => ({ status: 'done', summary });
const finding = (path: string, severity: string) => ({
  severity,
  path,
  line: 1,
  quote: 'text',
  kind: 'in-phase',
  title: `${path} says nothing`,
  fix: 'Say something.',
});

/** 1.2 is red at first; 1.3 and the phase are found wanting, and mended; 1.2 and 1.3 conflict, which is resolved. */
const script: WrittenScript = {
  turns: [
    { task: '1.2', role: 'implementer', round: 1, attempt: 1, do: wrote('src/red.txt', 'red\n'), answer: done('Red.') },
    {
      task: '1.2',
      role: 'implementer',
      do: [{ remove: 'src/red.txt' }, ...wrote('src/1.2.txt', '1.2\n'), ...wrote('src/index.txt', 'index 1.2\n')],
      answer: done('Green.'),
    },
    { task: '1.3', role: 'implementer', round: 1, do: wrote('src/1.3.txt', 'text\n'), answer: done('Begun.') },
    {
      task: '1.3',
      role: 'implementer',
      do: [...wrote('src/1.3.txt', '1.3\n'), ...wrote('src/index.txt', 'index 1.3\n')],
      answer: done('Mended.'),
    },
    {
      task: 'merge-1.3',
      role: 'implementer',
      do: wrote('src/index.txt', 'index 1.2, 1.3\n'),
      answer: done('Brought together.'),
    },
    ...['1.1', '1.4', '1.5', '1.6'].map((id): Turn => {
      const text = id === '1.6' ? 'text\n' : `${id}\n`;
      return { task: id, role: 'implementer', do: wrote(`src/${id}.txt`, text), answer: done('Made.') };
    }),
    { task: 'phase', role: 'implementer', do: wrote('src/1.6.txt', '1.6\n'), answer: done('Mended.') },
    ...[
      { task: '1.3', found: finding('src/1.3.txt', 'P1') },
      { task: 'phase', found: finding('src/1.6.txt', 'P1') },
    ].map(({ task, found }): Turn => ({
      task,
      role: 'reviewer',
      round: 1,
      answer: { verdict: 'ISSUES_FOUND', summary: 'One thing.', findings: [found] },
    })),
    { role: 'reviewer', answer: { verdict: 'APPROVED', summary: 'As it is specified.', findings: [] } },
  ],
};
