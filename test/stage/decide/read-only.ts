import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeHost } from '../../../core/host/node-host.ts';
import { askedIn, onePhase } from './asking.ts';

/*
 * A program of its own, since root may write anywhere: given an empty folder, it makes a repository there, and prints what a
 * run is told while one folder or another may not be written to.
 */

const root = process.argv[2] ?? '';
const stateFolder = join(root, '../state');
const locked = join(root, '../locked');
mkdirSync(locked, { mode: 0o000 });
// Programs are looked for behind a folder that nobody may look into.
const host = { ...nodeHost(), stateFolder, env: { ...process.env, PATH: `${locked}:${process.env['PATH']}` } };
for (const [path, text] of Object.entries(onePhase)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
mkdirSync(stateFolder);
git('init', '--quiet');
git('add', '--all');
git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '--message=first');

const told: Record<string, string> = {};
for (const place of ['../state', '.git/objects', '.git/refs', '.']) {
  chmodSync(join(root, place), 0o555);
  told[place] = await begin();
  chmodSync(join(root, place), 0o755);
}
told['nothing'] = await begin();
process.stdout.write(JSON.stringify(told));

async function begin(): Promise<string> {
  const decided = await askedIn(host, root);
  return decided.ok ? 'begins' : `${decided.failure.reason}: ${decided.failure.message}`;
}

function git(...args: readonly string[]): void {
  execFileSync('git', [...args], { cwd: root });
}
