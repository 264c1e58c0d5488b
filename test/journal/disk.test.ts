import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '../../core/journal/journal.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';

const core = join(import.meta.dirname, '../../core');

test('What a real file system takes only in part is taken back, and nothing more is taken after it.', async () => {
  const path = join(temporaryFolder(), 'task-1.jsonl');
  const code = `import { nodeHost } from ${JSON.stringify(join(core, 'host/node-host.ts'))};
    import { openJournal } from ${JSON.stringify(join(core, 'journal/journal.ts'))};
    const { value: journal } = await openJournal(nodeHost(), ${JSON.stringify(path)});
    for (const text of ['first', 'x'.repeat(5000), 'third']) {
      const written = await journal.append('result', text);
      console.log(written.ok ? 'taken' : written.failure.reason + ': ' + written.failure.message);
    }
    process.kill(process.pid, 'SIGKILL');`;
  // A limit on the size of files, in KiB: the system writes a part of the record, then refuses the rest.
  const shell = 'ulimit -f 1; "$0" --input-type=module -e "$1"; exit 0';
  const said = execFileSync('bash', ['-c', shell, process.execPath, code], { encoding: 'utf8', stdio: 'pipe' });
  const [first, second, third] = said.split('\n');
  expect(first).toBe('taken');
  expect(second).toMatch(/^journal: .*task-1\.jsonl: no file may become as large there \(EFBIG\)\. Raise the limit/);
  expect(third).toBe(second);
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(2);
  const again = await openJournal(hostWith(), path);
  if (!again.ok) throw new Error(again.failure.message);
  expect(await again.value.append('result', 'x'.repeat(5000))).toMatchObject({ ok: true });
  expect(again.value.entries.map(({ sequence }) => sequence)).toEqual([0, 1]);
  await again.value.close();
});

test.skipIf(process.getuid?.() === 0)('A folder that nobody may write in is named, with what to do.', async () => {
  const folder = join(temporaryFolder(), 'state');
  mkdirSync(folder);
  chmodSync(folder, 0o500);
  const opened = await openJournal(hostWith(), join(folder, 'task-1.jsonl'));
  expect(!opened.ok && opened.failure.message).toMatch(/EACCES\)\. Give this user the right to/);
});

test('A folder where a file has to be is no bug of ours.', async () => {
  const path = join(temporaryFolder(), 'task-1.jsonl');
  mkdirSync(path);
  const opened = await openJournal(hostWith(), path);
  expect(!opened.ok && opened.failure.message).toMatch(/task-1\.jsonl: the system refuses it \(EISDIR\)/);
});
