import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { hostWith, temporaryFolder } from './temporary.ts';

const { files } = hostWith();

test('What is not there reads as nothing, also below a file.', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  for (const path of ['none', 'none/none', 'file/none']) {
    expect(await files.read(join(folder, path))).toBeUndefined();
    expect(await files.realPath(join(folder, path))).toBeUndefined();
    expect(await files.exists(join(folder, path))).toBe(false);
    expect(await files.list(join(folder, path))).toEqual([]);
  }
});

test('A write makes its folders, replaces what was there, and leaves nothing beside it.', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'a/b.txt');
  await files.write(path, 'a long first text');
  await files.write(path, 'ü');
  expect(readFileSync(path, 'utf8')).toBe('ü');
  expect(readdirSync(join(folder, 'a'))).toEqual(['b.txt']);
});

test('A file keeps its mode, and a link is replaced, so that nothing outside is written.', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'specs'));
  writeFileSync(join(folder, 'specs/plan.md'), 'old');
  chmodSync(join(folder, 'specs/plan.md'), 0o666);
  symlinkSync('specs/plan.md', join(folder, 'plan.md'));
  await files.write(join(folder, 'plan.md'), 'new');
  expect(lstatSync(join(folder, 'plan.md')).isSymbolicLink()).toBe(false);
  expect(readFileSync(join(folder, 'specs/plan.md'), 'utf8')).toBe('old');
  await files.write(join(folder, 'specs/plan.md'), 'new');
  expect(statSync(join(folder, 'specs/plan.md')).mode & 0o777).toBe(0o666);
});

test('A write that fails leaves nothing beside its place.', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'plan.md/full'), { recursive: true });
  await expect(files.write(join(folder, 'plan.md'), 'x')).rejects.toThrow('plan.md');
  expect(readdirSync(folder)).toEqual(['plan.md']);
});

test('Writers at the same time leave one whole text of theirs.', async () => {
  const path = join(temporaryFolder(), 'a.txt');
  const texts = Array.from({ length: 8 }, (_, index) => `${index}`.repeat(100_000));
  await Promise.all(texts.map((text) => files.write(path, text)));
  expect(texts).toContain(readFileSync(path, 'utf8'));
});

test('Entries are told by their kind, and links are not followed.', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'file'), '');
  symlinkSync('folder', join(folder, 'link'));
  symlinkSync('nowhere', join(folder, 'broken'));
  const entries = await files.list(folder);
  expect(Object.fromEntries(entries.map(({ name, kind }) => [name, kind]))).toEqual({
    folder: 'folder',
    file: 'file',
    link: 'link',
    broken: 'link',
  });
  expect(await files.exists(join(folder, 'broken'))).toBe(true);
});

test('Removing a link leaves what it leads to; removing nothing is no trouble.', async () => {
  const folder = temporaryFolder();
  await files.write(join(folder, 'kept/file'), 'x');
  await files.link(join(folder, 'kept'), join(folder, 'deep/link'));
  await files.remove(join(folder, 'deep'));
  await files.remove(join(folder, 'none'));
  expect(existsSync(join(folder, 'deep'))).toBe(false);
  expect(readFileSync(join(folder, 'kept/file'), 'utf8')).toBe('x');
});

describe('a file that grows', () => {
  test('goes on where it was, and loses what is behind a size.', async () => {
    const path = join(temporaryFolder(), 'state/deep/journal');
    for (const record of ['one\n', 'two\n']) {
      const file = await files.openAppend(path);
      expect(await file.write(Buffer.from(record))).toBe(4);
      await file.sync();
      await file.close();
    }
    const file = await files.openAppend(path);
    expect(await file.size()).toBe(8);
    await file.truncate(6);
    await file.write(Buffer.from('o\n'));
    await file.close();
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  });
});

describe('a file that is made where nothing is', () => {
  test('is made once, whole, and leaves nothing beside it.', async () => {
    const path = join(temporaryFolder(), 'deep/owner');
    expect(await files.create(path, 'ada')).toBe(true);
    expect(await files.create(path, 'bob')).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe('ada');
    expect(readdirSync(dirname(path))).toEqual(['owner']);
  });

  test('is not made where a folder is, or a link that leads nowhere.', async () => {
    const folder = temporaryFolder();
    symlinkSync('nowhere', join(folder, 'link'));
    expect(await files.create(join(folder, 'link'), 'ada')).toBe(false);
    expect(await files.create(folder, 'ada')).toBe(false);
    expect(readdirSync(folder)).toEqual(['link']);
  });

  test('is made by one of many that try at once.', async () => {
    const path = join(temporaryFolder(), 'owner');
    const made = await Promise.all(Array.from({ length: 20 }, async (_, who) => await files.create(path, `${who}`)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(readFileSync(path, 'utf8')).toBe(String(made.indexOf(true)));
  });
});

test('A line without end in a file that is followed is cut, and costs no more than its length.', async () => {
  const path = join(temporaryFolder(), 'long');
  writeFileSync(path, `${'x'.repeat(40 * 1024 * 1024)}\nnext\n`);
  const lines: string[] = [];
  const before = process.cpuUsage();
  await files.follow(path, (line) => lines.push(line), AbortSignal.abort());
  expect(process.cpuUsage(before).user).toBeLessThan(2e6);
  expect(lines.map((line) => line.length)).toEqual([1024 * 1024, 4]);
});

test('A file that others append to is followed line by line, and to its end when told to stop.', async () => {
  const path = join(temporaryFolder(), 'events');
  writeFileSync(path, 'one\ntw');
  const lines: string[] = [];
  const until = new AbortController();
  const followed = files.follow(path, (line) => lines.push(line), until.signal);
  await vi.waitFor(() => expect(lines).toEqual(['one']));
  appendFileSync(path, 'o\nthr');
  await vi.waitFor(() => expect(lines).toEqual(['one', 'two']));
  appendFileSync(path, 'ee\nwithout an end');
  until.abort();
  await followed;
  expect(lines).toEqual(['one', 'two', 'three']);
});

test.skipIf(process.platform === 'win32')('A pipe or a device reads as nothing, at once.', async () => {
  const folder = temporaryFolder();
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  symlinkSync('/dev/zero', join(folder, 'zero'));
  for (const name of ['pipe', 'zero']) {
    expect(await files.read(join(folder, name))).toBeUndefined();
    expect(await files.digest(join(folder, name))).toBeUndefined();
  }
  expect((await files.survey(folder, [])).get('pipe')?.kind).toBe('special');
});

test('A survey tells of each file what it is, and changes when it is written; folders that are left out are not in it.', async () => {
  const folder = temporaryFolder();
  for (const path of ['a.txt', 'deep/er/b.txt', 'node_modules/x/c.txt', 'deep/node_modules/d.txt']) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), 'one');
  }
  symlinkSync('a.txt', join(folder, 'link'));
  const before = await files.survey(folder, ['node_modules']);
  expect([...before].map(([path, { kind }]) => `${path} ${kind}`).toSorted()).toEqual([
    'a.txt file',
    'deep folder',
    'deep/er folder',
    'deep/er/b.txt file',
    'link link',
  ]);
  expect(before.get('link')?.target).toBe('a.txt');
  expect(before.get('a.txt')?.written).toBeUndefined();
  const { atime, mtime } = statSync(join(folder, 'a.txt'));
  writeFileSync(join(folder, 'a.txt'), 'two');
  utimesSync(join(folder, 'a.txt'), atime, mtime);
  linkSync(join(folder, 'deep/er/b.txt'), join(folder, 'second'));
  const after = await files.survey(folder, ['node_modules']);
  expect(after.get('a.txt')?.stamp).not.toBe(before.get('a.txt')?.stamp);
  const [stamp, written] = [after.get('second')?.stamp, after.get('second')?.written];
  expect(stamp?.startsWith(`${written} `)).toBe(true);
  expect(before.get('deep/er/b.txt')?.stamp.startsWith(`${written} `)).toBe(true);
});

test('A program is a regular file that may be run, under whatever name.', async () => {
  const folder = temporaryFolder();
  for (const [name, mode] of [
    ['run', 0o755],
    ['text', 0o644],
  ] as const) {
    writeFileSync(join(folder, name), '');
    chmodSync(join(folder, name), mode);
    symlinkSync(name, join(folder, `to-${name}`));
  }
  symlinkSync('.', join(folder, 'to-folder'));
  const names = ['run', 'to-run', 'text', 'to-text', 'to-folder', 'none'];
  const are = await Promise.all(names.map(async (name) => await files.isProgram(join(folder, name))));
  expect(names.filter((_, index) => are[index])).toEqual(['run', 'to-run']);
});

test('Of a long file that may be anybody’s the two ends are read, and of what is no file nothing.', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'short'), '0123456789');
  writeFileSync(join(folder, 'long'), '0123456789x');
  expect(await files.readEnds(join(folder, 'short'), 10)).toBe('0123456789');
  expect(await files.readEnds(join(folder, 'long'), 10)).toBe('01234\n… 1 bytes left out …\n6789x');
  expect(await files.readEnds(join(folder, 'none'), 10)).toBeUndefined();
  expect(await files.readEnds(folder, 10)).toBeUndefined();
});
