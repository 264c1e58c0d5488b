import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { userGit } from '../git/scratch.ts';
import { bench, errorIn, good } from './desk.ts';
import { shapeOf, writtenBy } from './shapes.ts';

vi.setConfig({ testTimeout: 300_000 });

test('A driver that was killed before it could write the state file goes on from its journal.', async () => {
  const one = await bench();
  await one.begin();
  await one.next();
  const before = one.read('.ic/commit-1.json');
  one.write(writtenBy('designer', shapeOf(1)));
  await one.report(good);
  expect(one.read('.ic/commit-1.json')).not.toBe(before);
  writeFileSync(one.state, before);
  expect(await one.next()).toMatchObject({ action: { style_review: true } });
});

test('A commit that was made and not written down is known by its tree and its parent.', async () => {
  const one = await bench();
  await one.begin();
  one.write({ '.git/hooks/pre-commit': '#!/bin/sh\nexit 1\n' });
  const { end } = await one.walk();
  expect(errorIn(end)).toMatch(/^Commit failed: /);
  userGit(one.root, 'commit', '--quiet', '--no-verify', '--message', 'by somebody else');
  expect(await one.resume()).toMatchObject({
    action: { action: 'done', commit: userGit(one.root, 'rev-parse', 'HEAD') },
  });
});

test('Another commit on top of where the work began is not taken for it.', async () => {
  const one = await bench({ 'mine.txt': 'a\n' });
  await one.begin();
  one.write({ '.git/hooks/pre-commit': '#!/bin/sh\nexit 1\n' });
  await one.walk();
  one.write({ 'mine.txt': 'b\n' });
  userGit(one.root, 'commit', '--quiet', '--no-verify', '--all', '--message', 'feat(shapes): add area');
  expect(errorIn(await one.resume())).toContain('HEAD');
  expect(await one.status()).toMatchObject({ commit: '' });
});

test('A state file of the old driver is refused, and begun anew only when told to.', async () => {
  const one = await bench();
  const old = { plan_path: 'p', commit_id: 1, workspace: '.', state: 'format', designer_gate: 'true' };
  one.write({ '.ic/commit-1.json': JSON.stringify(old) });
  expect(errorIn(await one.next())).toContain('ic-driver.py');
  expect(await one.begin()).toMatchObject({ failure: { reason: 'journal' } });
  expect(await one.begin({ force: true })).toMatchObject({ ok: true });
  expect(await one.next()).toMatchObject({ action: { phase: 'designer' } });
});

test('A journal that somebody has changed is refused.', async () => {
  const one = await bench();
  await one.begin();
  await one.next();
  const folder = join(one.host.stateFolder, 'driver');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const name = names.find((path) => path.endsWith('.jsonl')) ?? '';
  const text = readFileSync(join(folder, name), 'utf8');
  writeFileSync(join(folder, name), text.replace('"failing":[]', '"failing":["all"]'));
  expect(errorIn(await one.next())).toContain('hash');
});

test('Edits in the files of the commit are refused, or count as its work when told so.', async () => {
  const one = await bench();
  one.write(writtenBy('designer', shapeOf(1)));
  expect(await one.begin()).toMatchObject({ failure: { reason: 'worktree' } });
  expect(await one.begin({ force: true })).toMatchObject({ ok: true });
  const { turns, end } = await one.walk({ designer: () => good });
  expect(turns[0]).toBe('designer');
  expect(end).toMatchObject({ action: { action: 'done', files: ['src/area.mjs', 'test/area.test.mjs'] } });
});

test('A commit that was given up makes room for another one.', async () => {
  const one = await bench();
  await one.begin();
  await one.walk({ designer: () => ({ status: 'problems', notes: 'It cannot be done.' }) });
  expect(await one.resume({ choice: 'abandon' })).toMatchObject({ escalation: { reason: 'abandoned' } });
  const other = { commit: '3', done: ['1'], state: join(one.root, '.ic/commit-3.json') };
  expect(await one.begin(other)).toMatchObject({ ok: true });
});

test('A choice that the question does not offer is refused with those that it does.', async () => {
  const one = await bench();
  await one.begin();
  await one.walk({ designer: () => ({ status: 'problems', notes: 'It cannot be done.' }) });
  expect(errorIn(await one.resume({ choice: 'approve' }))).toContain('guide, retry, abandon');
});
