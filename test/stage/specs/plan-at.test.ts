import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editTree } from '../../../core/git/edit.ts';
import { tick, tickAll } from '../../../core/plan/edit/tick.ts';
import { readPlan } from '../../../core/plan/read.ts';
import { planAt } from '../../../core/stage/specs/plan-at.ts';
import { configured, scratch, userGit } from '../../git/scratch.ts';
import { hostWith, temporaryFolder } from '../../host/temporary.ts';
import { edit, tasksOf } from '../../plan/edit/edits.ts';

const path = 'docs/todo.md';

/** A byte order mark, both line endings, a tab, a zero byte, Latin-1, half a character, and no newline at the end. */
const bytes = Buffer.concat([
  Buffer.from('\uFEFF# Todo 漢字 🙂\r\n\n'),
  Buffer.from('-\t[ ] 1.1 Caf\xe9 \0 \xff\xfe \xe2\x82\r\n', 'latin1'),
  Buffer.from('  words\twith a \rlone return \n- [x] 1.2 ü'),
]);
const ticked = Buffer.from(bytes);
ticked[bytes.indexOf('[ ]') + 1] = 'x'.charCodeAt(0);

describe('a plan with bytes of all kinds', () => {
  test('is ticked on the disk in one byte.', async () => {
    const { files } = hostWith();
    const file = join(temporaryFolder(), 'todo.md');
    writeFileSync(file, bytes);
    const content = (await files.read(file)) ?? '';
    const plan = readPlan(path, content);
    await files.write(file, edit(tick(content, plan, tasksOf(plan)[0]!, true)).content);
    expect(readFileSync(file).equals(ticked)).toBe(true);
  });

  test('is ticked in a commit in one byte.', async () => {
    const { host, git, root } = await configured(await scratch({ 'a.txt': 'a' }), { 'core.autocrlf': 'input' });
    writeFileSync(join(root, 'todo.md'), bytes);
    const blob = userGit(root, 'hash-object', '-w', '--no-filters', 'todo.md');
    userGit(root, 'update-index', '--add', '--cacheinfo', `100644,${blob},${path}`);
    userGit(root, 'commit', '--quiet', '--message', 'Plan');
    const head = userGit(root, 'rev-parse', 'HEAD');
    const found = await planAt(git, head, path);
    if (!found.ok) throw new Error(found.failure.message);
    const { plan, text } = found.value;
    const { content } = edit(tickAll(text, plan, tasksOf(plan), true));
    const tree = await editTree(host, git, head, new Map([[path, content]]), join(host.stateFolder, 'scratch'));
    const written = execFileSync('git', ['cat-file', 'blob', `${tree}:${path}`], { cwd: root });
    expect(written.equals(ticked)).toBe(true);
  });
});

test('A plan that is not there at a commit is a failure.', async () => {
  const { git, repository } = await scratch({ 'a.txt': 'a' });
  expect(await planAt(git, repository.head, path)).toMatchObject({ ok: false, failure: { reason: 'unknown-plan' } });
});
