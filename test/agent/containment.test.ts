import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { examineAgents } from '../../core/agent/doctor.ts';
import { movesBeside } from '../../core/git/git.ts';
import { setRef } from '../../core/git/refs.ts';
import { openRepository } from '../../core/git/repository.ts';
import { isIntact, standInContent } from '../../core/git/stand-in.ts';
import { ensureWorktree, recordOf } from '../../core/git/worktree.ts';
import { keepAnswer } from '../../core/stage/questions/answers.ts';
import { checkoutOf, commitFiles, userGit, writeFiles } from '../git/scratch.ts';
import { isRunning, untilGone } from '../host/process.ts';
import { contained, type Contained } from './contained.ts';

/** What the guard said, in place of an answer. */
async function violations(phase: Contained, code: string, own?: Parameters<Contained['agent']>[1]): Promise<string> {
  const outcome = await phase.agent(code, own);
  if (outcome.ok) throw new Error('The agent was believed');
  expect(outcome.failure.reason).toBe('agent-violation');
  return outcome.failure.message;
}

function inTask(phase: Contained): string {
  return userGit(phase.worktree, 'status', '--porcelain', '--ignored');
}

describe('a turn in which an agent', () => {
  test('works is believed, and nothing is said about it.', async () => {
    const phase = await contained();
    const outcome = await phase.agent(`
      fs.writeFileSync('a.txt', 'changed'); fs.writeFileSync('new.txt', 'new');
      fs.mkdirSync('dist'); fs.writeFileSync('dist/x', ''); fs.symlinkSync('a.txt', 'link');
    `);
    expect(outcome.ok).toBe(true);
    expect(phase.notes).toEqual([]);
    expect(inTask(phase)).toBe(' M a.txt\n?? link\n?? new.txt\n!! dist/');
  });

  test.each<[string, string, string | RegExp]>([
    ['configures a filter', `git('config', 'filter.x.clean', 'evil')`, '.git/config: filter.x.clean was set'],
    [
      'sends elsewhere what is pushed',
      `git('config', 'remote.origin.pushurl', 'https://evil.example/x.git')`,
      '.git/config: remote.origin.pushurl was set',
    ],
    ['has git trust whom it would not', `git('config', 'http.sslVerify', 'false')`, 'http.sslverify was set'],
    ['turns hooks elsewhere', `git('config', 'core.hooksPath', '/tmp')`, '.git/config: core.hookspath was set'],
    [
      'writes into the config file',
      `fs.appendFileSync(common + '/config', '[alias]\\n\\tst = !evil\\n')`,
      'alias.st was set',
    ],
    [
      'includes another file',
      `fs.writeFileSync('x.cfg', '[core]\\n\\tfsmonitor = evil\\n'); git('config', 'include.path', process.cwd() + '/x.cfg')`,
      'core.fsmonitor',
    ],
    ['configures a program of its own', `git('config', 'core.editor', 'evil')`, '.git/config: core.editor was set'],
    [
      'adds a remote that names a program',
      `git('remote', 'add', 'evil', 'ext::sh -c evil')`,
      'remote.evil.url was set',
    ],
    [
      'plants a hook',
      `fs.mkdirSync(common + '/hooks', { recursive: true }); fs.writeFileSync(common + '/hooks/pre-commit', '#!/bin/sh')`,
      'hooks/pre-commit was added',
    ],
    ['hides files from git', `fs.writeFileSync(common + '/info/exclude', '*')`, '.git: info/exclude was set'],
    [
      'plants attributes',
      `fs.writeFileSync(common + '/info/attributes', '* filter=x')`,
      '.git: info/attributes was set',
    ],
    [
      'borrows objects from elsewhere',
      `fs.writeFileSync(common + '/objects/info/alternates', '/tmp')`,
      'objects/info/alternates was added',
    ],
    [
      'gives its worktree a configuration',
      `fs.writeFileSync(record + '/config.worktree', '[core]')`,
      'config.worktree was added',
    ],
    ['leads its worktree elsewhere', `fs.writeFileSync('.git', 'gitdir: /tmp\\n')`, /task\/\.git was changed/],
    ['makes a repository of its worktree', `fs.rmSync('.git'); git('init', '--quiet')`, /task\/\.git was changed/],
    [
      'leads the record of its worktree elsewhere',
      `fs.writeFileSync(record + '/commondir', '/tmp\\n')`,
      'commondir was changed',
    ],
    ['breaks its HEAD', `fs.writeFileSync(record + '/HEAD', 'garbage')`, 'HEAD is no HEAD any more'],
    [
      'moves a ref of ours',
      `git('commit', '--allow-empty', '--message=x'); git('update-ref', 'refs/phasewright/demo/1/work/task-1.2', 'HEAD')`,
      'work/task-1.2 was moved from',
    ],
    [
      'forges a result',
      `git('update-ref', 'refs/phasewright/demo/1/result/task-1.2/abc', 'HEAD')`,
      'result/task-1.2/abc was made at',
    ],
    [
      'forges an answer',
      `git('update-ref', 'refs/phasewright/demo/1/answer/task-1.2-abc', 'HEAD')`,
      'answer/task-1.2-abc was made at',
    ],
    [
      'deletes a ref of ours',
      `git('update-ref', '-d', 'refs/phasewright/demo/1/work/task-1.2')`,
      'work/task-1.2 was deleted from',
    ],
    [
      'moves the branch of the user',
      `git('commit', '--allow-empty', '--no-verify', '--message=x'); git('update-ref', 'refs/heads/main', 'HEAD')`,
      /refs\/heads\/main was moved from \w+ to \w+, a commit of this turn/,
    ],
    [
      'moves the branch of the user to a commit that its worktree never was at',
      `git('update-ref', 'refs/heads/main', git('commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-m', 'x'))`,
      /refs\/heads\/main was moved from \w+ to \w+, while a worktree of yours was at it, whose log does not tell of it/,
    ],
    [
      'moves the branch of the user and hides that its worktree was there',
      `const start = git('rev-parse', 'HEAD'); git('commit', '--allow-empty', '--message=x'); git('update-ref', 'refs/heads/main', 'HEAD');
       git('checkout', '--quiet', '--detach', start); fs.rmSync(record + '/logs', { recursive: true })`,
      'refs/heads/main was moved from',
    ],
    [
      'deletes the branch that the user is at',
      `git('update-ref', '-d', 'refs/heads/main')`,
      'refs/heads/main was deleted from',
    ],
    [
      'changes files of the phase worktree',
      `fs.writeFileSync('../phase/a.txt', 'evil')`,
      'files of the phase worktree were changed: a.txt',
    ],
    [
      'hides a change of the phase worktree',
      `git('-C', '../phase', 'update-index', '--assume-unchanged', 'a.txt'); fs.writeFileSync('../phase/a.txt', 'evil')`,
      'files of the phase worktree were changed: a.txt',
    ],
    [
      'changes what the stages go by',
      `fs.writeFileSync('../phase/.phasewright/phase.json', '{}')`,
      'phase.json was changed',
    ],
    [
      'moves the phase worktree',
      `git('-C', '../phase', 'commit', '--allow-empty', '--message=x')`,
      /worktrees\/phase\/HEAD was changed/,
    ],
    [
      'makes a link to an absolute path',
      `fs.symlinkSync('/etc', 'etc')`,
      'links that lead out of the worktree: etc → /etc',
    ],
    ['makes a link upwards', `fs.mkdirSync('x'); fs.symlinkSync('../../sibling', 'x/up')`, 'x/up → ../../sibling'],
    [
      'makes a link upwards by way of another',
      `fs.symlinkSync('.', 'here'); fs.mkdirSync('x'); fs.symlinkSync('../here/..', 'x/up')`,
      'x/up → ../here/..',
    ],
    [
      'puts a pipe in place of attributes',
      `run('mkfifo', '.gitattributes')`,
      'pipes or devices were made, and are removed:',
    ],
    ['puts a pipe in place of a file', `fs.rmSync('a.txt'); run('mkfifo', 'a.txt')`, 'task/a.txt'],
    ['puts a pipe among the refs', `run('mkfifo', common + '/refs/heads/zz')`, 'refs/heads/zz'],
    ['puts a pipe in place of its HEAD', `fs.rmSync(record + '/HEAD'); run('mkfifo', record + '/HEAD')`, 'HEAD'],
    [
      'puts a pipe among the hooks',
      `fs.mkdirSync(common + '/hooks', { recursive: true }); run('mkfifo', common + '/hooks/pre-commit')`,
      'hooks/pre-commit',
    ],
    ...['info/alternates', 'info/commit-graph', 'pack/pack-1.idx'].map((name): [string, string, string] => [
      `puts a pipe in place of objects/${name}`,
      `fs.mkdirSync(common + '/objects/info', { recursive: true }); run('mkfifo', common + '/objects/${name}')`,
      `objects/${name}`,
    ]),
    ...['refs/heads/zz', 'objects/info/alternates'].map((name): [string, string, string] => [
      `puts a link to a pipe in place of ${name}`,
      `const pipe = common + '/../../pipe'; run('mkfifo', pipe);
       fs.mkdirSync(common + '/objects/info', { recursive: true }); fs.symlinkSync(pipe, common + '/${name}')`,
      name,
    ]),
    [
      'leads what the stages go by elsewhere',
      `fs.renameSync('../phase/.phasewright', 'mine'); fs.symlinkSync(process.cwd() + '/mine', '../phase/.phasewright')`,
      'files of the phase worktree were changed: .phasewright',
    ],
    ['puts a pipe in the phase worktree', `run('mkfifo', '../phase/.gitignore.x')`, 'phase/.gitignore.x'],
    ['adds a submodule', `fs.writeFileSync('.gitmodules', '[submodule "x"]')`, '.gitmodules was changed'],
  ])('%s does not count: its worktree is put back, and what is the user’s is not touched.', async (_, code, said) => {
    const phase = await contained();
    const before = checkoutOf(phase.root);
    const refs = userGit(phase.root, 'for-each-ref');

    const message = await violations(
      phase,
      `const common = git('rev-parse', '--path-format=absolute', '--git-common-dir'), record = git('rev-parse', '--absolute-git-dir');
       fs.writeFileSync('b.txt', 'work');
       ${code}`,
    );

    expect(message).toMatch(said);
    expect(inTask(phase).replace(/^!!.*$/m, '')).toBe('');
    expect(userGit(phase.worktree, 'rev-parse', 'HEAD')).toBe(phase.repository.head);
    expect(readFileSync(join(phase.phase, 'a.txt'), 'utf8')).toBe('one\n');
    expect(userGit(phase.phase, 'rev-parse', 'HEAD')).toBe(phase.repository.head);
    expect(readFileSync(join(phase.phase, '.phasewright/phase.json'), 'utf8')).toContain('"version": 1');
    const own = new Set(['.git/config', '.git/info/exclude', '.git/logs/HEAD']);
    const after = checkoutOf(phase.root);
    for (const path of own) before[path] = after[path] ?? '';
    expect(after).toEqual(before);
    const discarded = 'refs/phasewright/demo/1/work/task-1.1.discarded';
    const now = userGit(phase.root, 'for-each-ref')
      .split('\n')
      .filter((line) => !line.endsWith(discarded));
    expect(now.join('\n')).toBe(refs);
    expect(userGit(phase.root, 'show', `${discarded}:b.txt`)).toBe('work');
    const evidence = /Evidence: (.*)$/.exec(message)?.[1] ?? '';
    expect(readFileSync(join(evidence, 'violations.txt'), 'utf8')).toMatch(said);
    expect(readFileSync(join(evidence, 'changes.txt'), 'utf8')).toContain('b.txt');
  });

  test('makes a link in place of packages does not count, and the link is gone before the next turn.', async () => {
    const phase = await contained();
    expect(await violations(phase, `fs.symlinkSync('/etc', 'node_modules')`)).toContain('node_modules → /etc');
    expect(existsSync(join(phase.worktree, 'node_modules'))).toBe(false);
  });

  test('makes a hook of the user runnable does not count.', async () => {
    const phase = await contained();
    const hook = join(phase.root, '.git/hooks/pre-commit');
    writeFiles(phase.root, { '.git/hooks/pre-commit': 'exit 1' });
    expect(await violations(phase, `fs.chmodSync(${JSON.stringify(hook)}, 0o755)`)).toContain('pre-commit was changed');
  });

  test('configures something leaves it to be looked at, and our git never goes by it.', async () => {
    const phase = await contained();
    await violations(phase, `git('config', 'filter.x.clean', 'evil')`);
    expect(userGit(phase.root, 'config', 'filter.x.clean')).toBe('evil');
    const later = await openRepository(phase.host, phase.root);
    expect(later).toMatchObject({ ok: true, value: { distrusted: ['filter.x.clean'] } });
  });

  test('breaks the configuration does not count, and our git goes on, also when somebody has mended it.', async () => {
    const phase = await contained();
    const config = join(phase.root, '.git/config');
    const planted = `${readFileSync(config, 'utf8')}[filter "x"]\n\tclean = evil\n`;
    const code = `fs.writeFileSync(${JSON.stringify(config)}, ${JSON.stringify(`${planted}[`)})`;
    expect(await violations(phase, code)).toContain('config cannot be read by git any more');
    expect(await phase.git.text(['status', '--porcelain', '--', 'a.txt'])).toBe('');
    writeFileSync(config, planted);
    const later = await openRepository(phase.host, phase.root);
    expect(later).toMatchObject({ ok: true, value: { distrusted: ['filter.x.clean'] } });
  });

  test.each([
    ['a ref that names nothing', `fs.writeFileSync(refs + '/heads/zz', '1'.repeat(40) + '\\n')`],
    ['a ref that is garbage', `fs.writeFileSync(refs + '/heads/zz', 'garbage')`],
    ['a ref of ours that is garbage', `fs.writeFileSync(refs + '/phasewright/demo/1/work/task-1.2', 'garbage')`],
    [
      'a folder where a ref was',
      `fs.rmSync(refs + '/phasewright/demo/1/work/task-1.2'); fs.mkdirSync(refs + '/phasewright/demo/1/work/task-1.2')`,
    ],
  ])('plants a filter, and %s to blind us, is seen, and nobody goes by it later.', async (_, blind) => {
    const phase = await contained();
    const refs = join(phase.root, '.git/refs');
    const work = userGit(phase.root, 'rev-parse', 'refs/phasewright/demo/1/work/task-1.2');
    const said = await violations(
      phase,
      `git('config', 'filter.x.clean', 'evil'); const refs = ${JSON.stringify(refs)}; ${blind}`,
    );
    expect(said).toContain('filter.x.clean was set');
    expect(userGit(phase.root, 'rev-parse', 'refs/phasewright/demo/1/work/task-1.2')).toBe(work);
    const later = await openRepository(phase.host, phase.root);
    expect(later).toMatchObject({ ok: true, value: { distrusted: ['filter.x.clean'] } });
  });

  test('plants something is trusted by nobody who opens the repository before we have looked.', async () => {
    const phase = await contained();
    const [planted, seen] = [join(phase.root, '..', 'planted'), join(phase.root, '..', 'seen')];
    const turn = violations(
      phase,
      `git('config', 'filter.x.clean', 'evil'); fs.writeFileSync(${JSON.stringify(planted)}, '');
       while (!fs.existsSync(${JSON.stringify(seen)})) run('sleep', '0.05')`,
    );
    while (!existsSync(planted)) await delay(20);
    const meanwhile = await openRepository(phase.host, phase.root);
    writeFileSync(seen, '');
    expect(meanwhile).toMatchObject({ ok: true, value: { distrusted: ['filter.x.clean'] } });
    expect(await turn).toContain('filter.x.clean was set');
  });

  test('makes a ref of another phase is believed, and the ref is removed.', async () => {
    const phase = await contained();
    expect((await phase.agent(`git('update-ref', 'refs/phasewright/demo/2/result/x', 'HEAD')`)).ok).toBe(true);
    expect(userGit(phase.root, 'for-each-ref', 'refs/phasewright/demo/2')).toBe('');
    expect(phase.notes).toEqual([
      'refs of other phases were moved, and are put back: refs/phasewright/demo/2/result/x',
    ]);
  });

  test('commits, with or without hooks, and makes branches and tags is believed for its files alone.', async () => {
    const phase = await contained();
    const outcome = await phase.agent(`
      fs.writeFileSync('a.txt', 'changed'); git('commit', '--no-verify', '--all', '--message=mine');
      git('branch', 'mine'); git('tag', 'v1'); git('checkout', '--quiet', '-b', 'other');
    `);
    expect(outcome.ok).toBe(true);
    expect(userGit(phase.root, 'for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/tags')).toBe(
      'refs/heads/main',
    );
    expect(phase.notes).toEqual([
      'the agent moved HEAD of its worktree; what counts is the files that it left',
      expect.stringMatching(/removed refs that the agent had made: .*mine.*v1/),
    ]);
  });
});

describe('an agent that writes elsewhere', () => {
  test('into the checkout of the user is not undone, and it is said.', async () => {
    const phase = await contained();
    expect((await phase.agent(`fs.writeFileSync('../../a.txt', 'mine')`)).ok).toBe(true);
    expect(phase.notes).toEqual(['files of your checkout were changed meanwhile, by you or the agent: a.txt']);
    expect(readFileSync(join(phase.root, 'a.txt'), 'utf8')).toBe('mine');
  });

  test('into the worktree of a sibling leaves nothing there: it is put back before its next step.', async () => {
    const phase = await contained();
    expect(
      (await phase.agent(`fs.writeFileSync('../sibling/a.txt', 'mine'); fs.writeFileSync('../sibling/x', '')`)).ok,
    ).toBe(true);
    await ensureWorktree(phase.host, phase.repository, phase.sibling, phase.repository.head);
    expect(userGit(phase.sibling, 'status', '--porcelain')).toBe('');
  });

  test('into the folder that says to git where its sibling is breaks nothing: the sibling is made anew.', async () => {
    const phase = await contained();
    const record = join(phase.root, '.git/worktrees/sibling');
    expect(
      (
        await phase.agent(
          `fs.writeFileSync('../sibling/.git', 'gitdir: /tmp\\n'); fs.writeFileSync(${JSON.stringify(record)} + '/commondir', '/tmp\\n')`,
        )
      ).ok,
    ).toBe(true);
    await ensureWorktree(phase.host, phase.repository, phase.sibling, phase.repository.head);
    expect(userGit(phase.sibling, 'status', '--porcelain')).toBe('');
    expect(await recordOf(phase.host, phase.repository, phase.sibling)).toBeDefined();
  });
});

describe('an agent that meddles with other worktrees of the user', () => {
  test('moves their HEADs, and makes refs of theirs: it is said from where to where.', async () => {
    const phase = await contained();
    const { head } = phase.repository;
    const other = join(phase.root, '..', 'other');
    userGit(phase.root, 'worktree', 'add', '--quiet', '-b', 'theirs', other);
    const outcome = await phase.agent(
      `const at = (...args) => git('-C', ${JSON.stringify(other)}, ...args);
       at('checkout', '--quiet', '--detach'); at('update-ref', 'refs/worktree/mine', 'HEAD');`,
    );
    expect(outcome.ok).toBe(true);
    const short = head.slice(0, 10);
    expect(phase.notes).toEqual([
      `worktrees of yours were moved meanwhile, by you or the agent: ${other} HEAD from refs/heads/theirs to ${short}, ${other} refs/worktree/mine from nothing to ${short}`,
    ]);
  });
});

describe('an agent that goes looking for what we keep', () => {
  test.each([
    [
      'configures a filter',
      `fs.appendFileSync(ours + '/config', '[filter "x"]\\n\\tclean = evil\\n')`,
      'config was changed',
    ],
    [
      'leads objects elsewhere',
      `fs.rmSync(ours + '/objects'); fs.symlinkSync('/tmp', ours + '/objects')`,
      'objects was changed',
    ],
    [
      'adds attributes',
      `fs.mkdirSync(ours + '/info', { recursive: true }); fs.writeFileSync(ours + '/info/attributes', '* filter=x')`,
      'info/attributes was added',
    ],
  ])('and %s in the copy that our git goes by does not count, and it is put right.', async (_, code, said) => {
    const phase = await contained();
    const { standIn, commonFolder } = phase.repository;
    const before = await standInContent(phase.host, standIn);
    const message = await violations(phase, `const ours = ${JSON.stringify(standIn)}; ${code}`);
    expect(message).toContain(said);
    expect(await standInContent(phase.host, standIn)).toEqual(before);
    expect(isIntact(before, standIn, commonFolder)).toBe(true);
    const kept = /kept in (\S+)/.exec(message)?.[1] ?? '';
    expect(readdirSync(kept)).toEqual([said.split(/[ /]/)[0]]);
  });

  test('and rewrites the list of our moves does not count, and the list is put back.', async () => {
    const phase = await contained();
    const moves = movesBeside(phase.repository.standIn);
    const before = readFileSync(moves, 'utf8');
    const message = await violations(phase, `fs.writeFileSync(${JSON.stringify(moves)}, '')`);
    expect(message).toContain('moves.txt, the list of our moves of refs, was rewritten');
    expect(readFileSync(moves, 'utf8').startsWith(before)).toBe(true);
  });

  test('and writes its own move of a ref of its stage into that list does not count.', async () => {
    const phase = await contained();
    const [moves, ref] = [movesBeside(phase.repository.standIn), 'refs/phasewright/demo/1/result/task-1.1/forged'];
    const message = await violations(
      phase,
      `fs.appendFileSync(${JSON.stringify(moves)}, '${ref} ' + git('rev-parse', 'HEAD') + '\\n'); git('update-ref', '${ref}', 'HEAD')`,
    );
    expect(message).toContain(`${ref} was made at`);
    expect(userGit(phase.root, 'for-each-ref', ref)).toBe('');
  });

  test('and leads a ref of ours back to where it was once does not count.', async () => {
    const phase = await contained();
    const { git } = phase.repository;
    const [ref, old] = [phase.context.refs.work('task-1.2'), phase.repository.head];
    await setRef(git, ref, commitFiles(phase.root, { 'b.txt': 'newer' }));
    expect(await violations(phase, `git('update-ref', '${ref}', '${old}')`)).toContain('work/task-1.2 was moved from');
    expect(userGit(phase.root, 'rev-parse', ref)).not.toBe(old);
  });
});

describe('an agent that only reads', () => {
  test.each<[string, string, string]>([
    ['changes a file', `fs.writeFileSync('a.txt', 'better')`, 'has changed a.txt (changed)'],
    ['adds a file', `fs.writeFileSync('new.txt', '')`, 'new.txt (added)'],
    ['adds a file that git ignores', `fs.mkdirSync('dist'); fs.writeFileSync('dist/x', '')`, 'dist/x (added)'],
    ['removes a file', `fs.rmSync('a.txt')`, 'a.txt (removed)'],
    ['changes a mode', `fs.chmodSync('a.txt', 0o755)`, 'a.txt (changed)'],
    [
      'changes a file and its times back',
      `const { atime, mtime } = fs.statSync('a.txt'); fs.writeFileSync('a.txt', 'eno\\n'); fs.utimesSync('a.txt', atime, mtime)`,
      'a.txt (changed)',
    ],
    ['puts a link in place of a file', `fs.rmSync('a.txt'); fs.symlinkSync('b.txt', 'a.txt')`, 'a.txt (changed)'],
    ['commits', `git('commit', '--allow-empty', '--message=x')`, 'HEAD was changed'],
    ['puts a pipe in place of a file', `fs.rmSync('a.txt'); run('mkfifo', 'a.txt')`, 'a.txt'],
  ])('and %s does not count.', async (_, code, said) => {
    const phase = await contained();
    expect(await violations(phase, code, { role: 'reviewer' })).toContain(said);
    expect(inTask(phase)).toBe('');
    expect(userGit(phase.worktree, 'rev-parse', 'HEAD')).toBe(phase.repository.head);
  });

  test('is believed when it writes what was there, or where tools keep their caches.', async () => {
    const phase = await contained();
    const code = `fs.writeFileSync('a.txt', 'one\\n'); fs.mkdirSync('node_modules/.cache', { recursive: true }); fs.writeFileSync('node_modules/.cache/x', '')`;
    expect((await phase.agent(code, { role: 'reviewer' })).ok).toBe(true);
  });
});

describe('an agent that meddles with branches of the user', () => {
  const orphan = `git('commit-tree', 'HEAD^{tree}', '-m', 'x')`;

  test.each([
    ['moves one that nobody is at to a commit of its own', `git('update-ref', 'refs/heads/aside', ${orphan})`],
    ['moves a tag to a commit of its own', `git('update-ref', 'refs/tags/v1', ${orphan})`],
    [
      'moves one to a commit of a worktree that it made for that',
      `git('worktree', 'add', '--quiet', '--detach', '../more'); git('-C', '../more', 'commit', '--allow-empty', '--message=x');
       git('update-ref', 'refs/heads/aside', git('-C', '../more', 'rev-parse', 'HEAD'))`,
    ],
    ['leads the one that the user is at back', `git('update-ref', 'refs/heads/main', 'HEAD')`],
  ])('and %s does not count, and it is put back.', async (_, code) => {
    const phase = await contained();
    commitFiles(phase.root, { 'a.txt': 'by the user\n' });
    userGit(phase.root, 'branch', 'aside');
    userGit(phase.root, 'tag', 'v1');
    const before = userGit(phase.root, 'for-each-ref', 'refs/heads', 'refs/tags');
    expect(await violations(phase, code)).toMatch(
      /refs\/\w+\/\w+ was moved from .*; if it was you, do it again: git update-/,
    );
    expect(userGit(phase.root, 'for-each-ref', 'refs/heads', 'refs/tags')).toBe(before);
  });

  test('and deletes one that nobody is at is believed: it is said from where, so that it can be made again.', async () => {
    const phase = await contained();
    userGit(phase.root, 'branch', 'aside');
    expect((await phase.agent(`git('branch', '-D', 'aside')`)).ok).toBe(true);
    const from = phase.repository.head.slice(0, 10);
    expect(phase.notes).toEqual([
      `refs that were moved meanwhile, by somebody: refs/heads/aside was deleted from ${from}`,
    ]);
  });
});

describe('an agent that meddles with objects that were there', () => {
  /** For those below: where an object lies, and how to write there what it is not. */
  const tools = `const objects = git('rev-parse', '--path-format=absolute', '--git-path', 'objects');
    const blob = git('rev-parse', 'HEAD:b.txt'), place = objects + '/' + blob.slice(0, 2), file = place + '/' + blob.slice(2);
    const packs = (end) => fs.readdirSync(objects + '/pack').filter((name) => name.endsWith(end)).map((name) => objects + '/pack/' + name);
    const evil = require('node:zlib').deflateSync('blob 4\\0evi\\n');
    const overwrite = (path, change) => { const { atime, mtime } = fs.statSync(path); fs.chmodSync(path, 0o644); change(path); fs.utimesSync(path, atime, mtime); };`;

  test.each<[string, string, RegExp]>([
    [
      'replaces one',
      `fs.rmSync(file); fs.writeFileSync(file, evil)`,
      /objects are not what their names say: [\da-f]{40}\n/,
    ],
    ['writes over one', `overwrite(file, (path) => fs.writeFileSync(path, evil))`, /not what their names say/],
    ['adds to one', `overwrite(file, (path) => fs.appendFileSync(path, 'x'))`, /not what their names say/],
    ['removes one', `fs.rmSync(file)`, /objects were removed: [\da-f]{40}\n/],
    [
      'leads a folder of them elsewhere',
      `fs.renameSync(place, '../aside'); fs.symlinkSync(process.cwd() + '/../aside', place)`,
      /folders of them were replaced: objects\/[\da-f]{2}, by a link to .*aside\n/,
    ],
    [
      'removes all',
      `fs.rmSync(objects, { recursive: true }); fs.mkdirSync(objects)`,
      /objects were removed: [\da-f]{40}, /,
    ],
  ])('and %s does not count, and which it was is said.', async (_, code, said) => {
    const phase = await contained();
    expect(await violations(phase, `${tools} ${code}`)).toMatch(said);
    await expect(
      phase.git.text(['cat-file', 'blob', `${phase.repository.head}:b.txt`]).catch(() => 'two'),
    ).resolves.toBe('two');
  });

  test.each<[string, string, RegExp]>([
    ['removes one', `packs('').forEach((path) => fs.rmSync(path))`, /objects were removed: .*objects\/pack\/pack-/],
    [
      'writes over one',
      `overwrite(packs('.pack')[0], (path) => { const all = fs.readFileSync(path); all[40] ^= 1; fs.writeFileSync(path, all); })`,
      /packs were damaged: objects\/pack\/pack-[\da-f]{40}\.pack\n/,
    ],
    [
      'writes over the index of one',
      `overwrite(packs('.idx')[0], (path) => { const all = fs.readFileSync(path); all[1040] ^= 1; fs.writeFileSync(path, all); })`,
      /packs were damaged: objects\/pack\/pack-[\da-f]{40}\.idx\n/,
    ],
  ])('in a pack, and %s, does not count.', async (_, code, said) => {
    const phase = await contained();
    userGit(phase.root, 'gc', '--quiet', '--prune=now');
    expect(await violations(phase, `${tools} ${code}`)).toMatch(said);
  });
});

describe('what git does with objects by itself', () => {
  test.each<[string, string]>([
    ['packs them', `user('gc', '--quiet')`],
    ['packs them, and removes those that nothing leads to', `user('gc', '--quiet', '--prune=now')`],
    ['packs them once more, into a pack of the same name', `user('repack', '-adq'); user('repack', '-adfq')`],
    ['packs what is new, and removes what lies beside', `user('repack', '-q'); user('prune-packed', '-q')`],
    ['lets them lie by themselves again', `user('repack', '-adq'); unpack()`],
    ['meets them again', `user('hash-object', '-w', 'a.txt', 'packed.txt')`],
    ['has another clone share them', `user('clone', '--quiet', '--local', '.', '../clone')`],
    ['looks after them', `user('maintenance', 'run', '--task=gc', '--task=commit-graph', '--task=incremental-repack')`],
  ])('is not taken for an agent’s doing: it %s.', async (_, byUser) => {
    const phase = await contained();
    const { root } = phase;
    commitFiles(root, { 'packed.txt': 'packed' });
    userGit(root, 'repack', '-q');
    userGit(root, 'prune-packed', '-q');
    commitFiles(root, { 'loose.txt': 'loose' });
    userGit(root, 'commit', '--quiet', '--amend', '--message=left behind');
    userGit(root, 'reflog', 'expire', '--expire=now', '--all');
    const outcome = await phase.agent(
      `const user = (...args) => git('-C', ${JSON.stringify(root)}, ...args), objects = ${JSON.stringify(join(root, '.git/objects'))};
       const unpack = () => {
         fs.cpSync(objects + '/pack', '../moved', { recursive: true }); fs.rmSync(objects + '/pack', { recursive: true }); fs.mkdirSync(objects + '/pack');
         for (const name of fs.readdirSync('../moved')) if (name.endsWith('.pack')) execFileSync('git', ['-C', ${JSON.stringify(root)}, 'unpack-objects', '-q'], { input: fs.readFileSync('../moved/' + name) });
       };
       run('sleep', '0.01'); ${byUser};`,
    );
    expect(outcome.ok || outcome.failure.message).toBe(true);
  });
});

describe('what others do while an agent works', () => {
  test('is not taken for its doing: what a user does to branches in each of their worktrees.', async () => {
    const phase = await contained();
    const { root } = phase;
    const [begun, ready, other] = ['begun', 'ready', 'other'].map((name) => join(root, '..', name)) as [
      string,
      string,
      string,
    ];
    for (const text of ['long', 'long ago', 'before']) commitFiles(root, { 'a.txt': text });
    userGit(root, 'branch', 'aside');
    userGit(root, 'branch', 'old');
    userGit(root, 'worktree', 'add', '--quiet', '-b', 'theirs', other);
    const turn = phase.agent(
      `fs.writeFileSync(${JSON.stringify(begun)}, ''); while (!fs.existsSync(${JSON.stringify(ready)})) run('sleep', '0.05')`,
    );
    while (!existsSync(begun)) await delay(20);
    commitFiles(root, { 'a.txt': 'first\n' });
    const picked = commitFiles(root, { 'b.txt': 'second\n' });
    userGit(root, 'branch', '--force', 'aside');
    userGit(root, 'reset', '--quiet', '--hard', 'HEAD~1');
    // As git cleans up: the oldest lines go, here all but the reset and the commits before it.
    const log = join(root, '.git/logs/HEAD');
    writeFileSync(log, readFileSync(log, 'utf8').split('\n').slice(-4).join('\n'));
    commitFiles(other, { 'c.txt': 'third\n' });
    userGit(other, 'commit', '--quiet', '--amend', '--message=better');
    userGit(root, 'branch', '-D', 'old');
    await setRef(phase.repository.git, 'refs/heads/old', userGit(other, 'commit-tree', 'HEAD^{tree}', '-m', 'ours'));
    const refs = userGit(root, 'for-each-ref', 'refs/heads');
    writeFileSync(ready, '');
    expect(await turn).toMatchObject({ ok: true });
    expect(userGit(root, 'for-each-ref', 'refs/heads')).toBe(refs);
    expect(userGit(root, 'rev-parse', 'aside')).toBe(picked);
    expect(phase.notes[0]).toMatch(
      /by somebody: (refs\/heads\/(aside|main|old|theirs) was moved from \w+ to \w+(, )?){4}$/,
    );
  });

  test.each<[string, string, string]>([
    ['is checked out', `user('commit', ...empty)`, `git('checkout', '--quiet', '--detach', 'main')`],
    [
      'is merged',
      `user('commit', ...empty)`,
      `fs.writeFileSync('c.txt', 'c'); git('add', '.'); git('commit', '--message=mine'); git('merge', '--no-edit', 'main')`,
    ],
    [
      'is rebased onto',
      `user('commit', ...empty)`,
      `fs.writeFileSync('c.txt', 'c'); git('add', '.'); git('commit', '--message=mine'); git('rebase', 'main')`,
    ],
    [
      'is on a new branch, and checked out',
      `user('switch', '--quiet', '--create', 'feature'); user('commit', ...empty)`,
      `git('checkout', '--quiet', '--detach', 'feature')`,
    ],
    [
      'was fetched, and is merged',
      `user('clone', '--quiet', '.', '../remote'); user('-C', '../remote', 'commit', ...empty); user('fetch', '--quiet', 'origin')`,
      `git('merge', '--no-edit', 'origin/main')`,
    ],
  ])('is left alone when it %s by the agent.', async (_, byUser, byAgent) => {
    const phase = await contained();
    const { root } = phase;
    userGit(root, 'config', 'remote.origin.url', join(root, '../remote'));
    userGit(root, 'config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*');
    const seen = join(root, '..', 'refs');
    const outcome = await phase.agent(
      `const user = (...args) => git('-C', ${JSON.stringify(root)}, ...args), empty = ['--quiet', '--allow-empty', '--message=by the user'];
       ${byUser};
       fs.writeFileSync(${JSON.stringify(seen)}, user('for-each-ref'));
       ${byAgent};`,
    );
    expect(outcome).toMatchObject({ ok: true });
    expect(userGit(root, 'for-each-ref')).toBe(readFileSync(seen, 'utf8'));
    expect(phase.notes.join()).not.toContain('removed refs');
  });

  test('is not taken for its doing: commits, branches, tags, remotes and edits of the user.', async () => {
    const phase = await contained();
    const ready = join(phase.root, '..', 'ready');
    const turn = phase.agent(`while (!fs.existsSync(${JSON.stringify(ready)})) run('sleep', '0.05')`);
    await delay(300);
    commitFiles(phase.root, { 'a.txt': 'by the user\n' });
    userGit(phase.root, 'checkout', '--quiet', '-b', 'feature');
    userGit(phase.root, 'tag', 'v2');
    userGit(phase.root, 'remote', 'add', 'origin', 'https://example.com/x.git');
    userGit(phase.root, 'config', 'branch.feature.remote', 'origin');
    userGit(phase.root, 'config', 'user.email', 'ada@example.org');
    writeFileSync(join(phase.root, 'b.txt'), 'edited');
    const own = await openRepository(phase.host, phase.root);
    if (!own.ok) throw new Error(own.failure.message);
    await keepAnswer(phase.host, own.value.git, phase.context.refs, {
      question: {
        id: 'q',
        reason: 'person-needed',
        stage: 'task-1.1',
        text: 'Go on?',
        context: [],
        options: [{ name: 'go', does: 'go on' }],
        default: 'go',
      },
      choice: 'go',
      text: '',
      by: 'Ada',
      how: 'person',
    });
    await setRef(phase.repository.git, phase.context.refs.work('task-1.2'), phase.repository.head);
    await setRef(phase.repository.git, phase.context.refs.work('task-1.3'), own.value.head);
    writeFileSync(ready, '');
    expect((await turn).ok).toBe(true);
    expect(userGit(phase.root, 'for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/tags')).toBe(
      'refs/heads/feature\nrefs/heads/main\nrefs/tags/v2',
    );
    expect(phase.notes).toEqual([
      expect.stringMatching(
        /config: user.email, remote.origin.url, remote.origin.fetch, branch.feature.remote was set or removed meanwhile/,
      ),
      expect.stringMatching(
        /by somebody: refs\/heads\/feature was made at \w{10}, refs\/heads\/main was moved from \w{10} to \w{10}, refs\/tags\/v2 was/,
      ),
      `worktrees of yours were moved meanwhile, by you or the agent: ${phase.root} HEAD from refs/heads/main to refs/heads/feature`,
      expect.stringMatching(/files of your checkout were changed meanwhile, by you or the agent: a.txt, b.txt/),
    ]);
  });
});

describe('what an agent leaves running is ended with its turn', () => {
  const sleeper = JSON.stringify(
    "require('node:fs').writeFileSync(process.argv[1], String(process.pid)); setTimeout(() => {}, 600_000)",
  );

  test.each<[string, string]>([
    ['by a double fork', `run('sh', '-c', '(node -e "$1" "$2" &) >/dev/null 2>&1 &', 'sh', code, file)`],
    ['in a session of its own', `run('sh', '-c', 'setsid node -e "$1" "$2" >/dev/null 2>&1 &', 'sh', code, file)`],
    [
      'deaf to the end of its terminal',
      `run('sh', '-c', 'nohup node -e "$1" "$2" >/dev/null 2>&1 &', 'sh', code, file)`,
    ],
    [
      'detached, with nothing open',
      `spawn(process.execPath, ['-e', code, file], { detached: true, stdio: 'ignore' }).unref()`,
    ],
    [
      'with an environment that says nothing of us',
      `spawn(process.execPath, ['-e', code, file], { detached: true, stdio: 'ignore', env: {} }).unref()`,
    ],
  ])('when it was started %s.', async (_, start) => {
    const phase = await contained();
    const file = join(phase.root, '..', 'pid');
    const outcome = await phase.agent(`
      const code = ${sleeper}, file = ${JSON.stringify(file)};
      process.env.PATH = ${JSON.stringify(dirname(process.execPath))} + ':' + process.env.PATH;
      ${start};
      while (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') === '') run('sleep', '0.05');
    `);
    expect(outcome.ok).toBe(true);
    await untilGone(Number(readFileSync(file, 'utf8')));
  });

  test('also when the agent hangs and is deaf.', async () => {
    const phase = await contained();
    const file = join(phase.root, '..', 'pid');
    const outcome = await phase.agent(
      `process.on('SIGTERM', () => {}); fs.writeFileSync(${JSON.stringify(file)}, String(process.pid)); for (;;) run('sleep', '1')`,
      { silence: 1 },
    );
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-limit' } });
    expect(isRunning(Number(readFileSync(file, 'utf8')))).toBe(false);
  });
});

describe('an agent does not find', () => {
  const canary = 'canary-4711';

  test('secrets of the user in its environment or its home.', async () => {
    const phase = await contained();
    const secrets = [
      'GITHUB_TOKEN',
      'GIT_DIR',
      'NODE_OPTIONS',
      'AWS_SECRET_ACCESS_KEY',
      'LD_PRELOAD',
      'BASH_ENV',
      'SSH_AUTH_SOCK',
    ];
    for (const name of secrets) vi.stubEnv(name, name === 'NODE_OPTIONS' ? `--title=${canary}` : canary);
    try {
      const outcome = await phase.agent(
        `if (JSON.stringify(process.env).includes('canary')) throw new Error('environment');
         if (fs.existsSync(process.env.HOME + '/.ssh') || process.env.HOME === ${JSON.stringify(homedir())}) throw new Error('home');`,
      );
      expect(outcome).toMatchObject({ ok: true });
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

async function doctorSays(phase: Contained): Promise<string> {
  const { options } = phase.context.phase;
  const about = { options, platform: process.platform };
  const { uncontained } = await examineAgents(phase.host, { git: phase.git, commit: phase.repository.head }, about);
  return uncontained.join('\n');
}

describe.runIf(process.platform === 'linux')(
  'what nothing keeps an agent without a sandbox from is said by doctor',
  () => {
    const canary = 'canary-4712';

    test('when it reads files of the user by their path, and environments of their other programs.', async () => {
      const phase = await contained();
      const file = join(phase.root, '..', 'secret.txt');
      writeFileSync(file, canary);
      const other = spawn('sleep', ['60'], { env: { SECRET: canary } });
      try {
        const outcome = await phase.agent(
          `if (!fs.readFileSync(${JSON.stringify(file)}, 'utf8').includes('${canary}')) throw new Error('file');
         if (!fs.readFileSync('/proc/${other.pid}/environ', 'utf8').includes('${canary}')) throw new Error('process');`,
        );
        expect(outcome).toMatchObject({ ok: true });
      } finally {
        other.kill();
      }
      expect(await doctorSays(phase)).toMatch(/what you can read, an agent can read[\s\S]*`\/proc\/<pid>\/environ`/);
    });

    test('when it leaves a process that has cleared its environment, and is somewhere else.', async () => {
      const phase = await contained();
      const file = join(phase.root, '..', 'pid');
      const outcome = await phase.agent(
        `const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore', env: {}, cwd: '/' }); child.unref();
       fs.writeFileSync(${JSON.stringify(file)}, String(child.pid));`,
      );
      expect(outcome).toMatchObject({ ok: true });
      const pid = Number(readFileSync(file, 'utf8'));
      expect(isRunning(pid)).toBe(true);
      process.kill(pid);
      expect(await doctorSays(phase)).toContain('cleared its environment and changed its folder is not found');
    });
  },
);

test.each<[string, (phase: Contained) => void]>([
  ['does not lead where it has to', ({ phase }) => writeFileSync(join(phase, '.git'), 'gitdir: /tmp\n')],
  ['is gone', ({ phase }) => rmSync(phase, { recursive: true })],
])('An agent is not called when the phase worktree %s before its turn, and it is said why.', async (_, spoil) => {
  const phase = await contained();
  spoil(phase);
  const outcome = await phase.agent(`fs.writeFileSync('a.txt', 'x')`);
  const message = expect.stringContaining(`Unexpected ${join(phase.phase, '.git')}, expected it to lead to`);
  expect(outcome).toMatchObject({ ok: false, turns: [], failure: { reason: 'worktree', message } });
  expect(inTask(phase)).toBe('');
});

test.each<[string, string]>([
  ['half a line at the end', `process.stdout.write('{"type":"say","text":"half')`],
  ['zero bytes', `process.stdout.write(Buffer.alloc(100_000))`],
  ['bytes that are no text', `process.stdout.write(require('node:crypto').randomBytes(100_000))`],
  [
    'objects of other shapes',
    `for (const line of ['{}', '{"type":1}', '[]', '{"type":"usage","inputTokens":"x"}', '{"type":"answer"']) console.log(line)`,
  ],
])('An agent that prints %s is read to its answer.', async (_, code) => {
  const phase = await contained();
  expect((await phase.agent(code)).ok).toBe(true);
});
