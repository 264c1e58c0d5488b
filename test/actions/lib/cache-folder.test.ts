import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serveFolder, type ServedFolder } from '../../../actions/lib/cache-folder.ts';
import { withNxCache } from '../../../actions/lib/nx-cache.ts';

function useFolder(): string {
  const root = mkdtempSync(join(tmpdir(), 'cache-folder-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return join(root, 'cache');
}

async function useServed(folder = useFolder()): Promise<ServedFolder & { folder: string }> {
  const served = await serveFolder(folder);
  onTestFinished(async () => await served.close().catch(() => undefined));
  return { ...served, folder };
}

const asks = (token: string) => ({ authorization: `Bearer ${token}` });

test('What was put there under a hash is there for the next who serves the folder; git does not see it.', async () => {
  const one = await useServed();
  const put = { method: 'PUT', headers: asks(one.token), body: 'an archive' };
  expect((await fetch(`${one.address}/v1/cache/123`, put)).status).toBe(200);
  await one.close();
  const next = await useServed(one.folder);
  const got = await fetch(`${next.address}/v1/cache/123`, { headers: asks(next.token) });
  expect([got.status, await got.text()]).toEqual([200, 'an archive']);
  const missed = await fetch(`${next.address}/v1/cache/124`, { headers: asks(next.token) });
  expect([missed.status, missed.headers.get('content-type')]).toEqual([404, 'text/plain']);
  expect(readFileSync(join(one.folder, '.gitignore'), 'utf8')).toBe('*\n');
});

test('What is no archive in a folder that was restored goes, links that lead nowhere too.', async () => {
  const folder = useFolder();
  mkdirSync(join(folder, 'abc'), { recursive: true });
  symlinkSync(join(folder, 'nowhere'), join(folder, 'def'));
  symlinkSync('/etc/hostname', join(folder, 'aed'));
  writeFileSync(join(folder, '.1-2-3.part'), 'half');
  writeFileSync(join(folder, '123'), 'an archive');
  await useServed(folder);
  expect(readdirSync(folder).toSorted()).toEqual(['.gitignore', '123']);
});

test('Without its token nobody reads or writes there, and no path leads out of it.', async () => {
  const { address, token, folder } = await useServed();
  writeFileSync(join(dirname(folder), 'secret'), 'secret');
  const strange = await fetch(`${address}/v1/cache/1`, { method: 'PUT', headers: asks('other'), body: 'forged' });
  expect(strange.status).toBe(401);
  for (const path of ['..%2fsecret', '../secret', '.gitignore', 'a/b'])
    for (const method of ['GET', 'PUT']) {
      const status = await new Promise<number | undefined>((resolve) => {
        const sent = request(`${address}/`, { method, path: `/v1/cache/${path}`, headers: asks(token) }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sent.end();
      });
      expect(status).toBe(404);
    }
  expect(readdirSync(folder)).toEqual(['.gitignore']);
  expect(readFileSync(join(dirname(folder), 'secret'), 'utf8')).toBe('secret');
});

test('An upload that breaks off leaves nothing; what nobody has used for a week goes, what was used stays.', async () => {
  const { address, token, folder, close } = await useServed();
  await new Promise<void>((resolve) => {
    const headers = { ...asks(token), 'content-length': 1000 };
    const sent = request(`${address}/v1/cache/5`, { method: 'PUT', headers }, () => resolve());
    sent.on('error', () => resolve());
    sent.write('half', () => sent.destroy());
  });
  await close();
  expect(existsSync(join(folder, '5'))).toBe(false);
  const old = new Date(Date.now() - 6 * 24 * 60 * 60 * 1000);
  for (const hash of ['6', '7']) {
    writeFileSync(join(folder, hash), hash);
    utimesSync(join(folder, hash), old, old);
  }
  const next = await useServed(folder);
  await (await fetch(`${next.address}/v1/cache/6`, { headers: asks(next.token) })).text();
  expect(statSync(join(folder, '6')).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
  const later = await serveFolder(folder, Date.now() + 2 * 24 * 60 * 60 * 1000);
  await later.close();
  expect(readdirSync(folder).toSorted()).toEqual(['.gitignore', '6']);
});

test('Only what is on the default branch replays from a folder; whatever else starts with nothing.', async () => {
  const workspace = useFolder();
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'event.json'), JSON.stringify({ repository: { default_branch: 'main' } }));
  const lines: string[] = [];
  const ask = async (event: string, ref: string) => {
    const env = {
      GITHUB_EVENT_NAME: event,
      GITHUB_REF: ref,
      GITHUB_EVENT_PATH: join(workspace, 'event.json'),
      PHASEWRIGHT_INPUT_CACHE: '.nx/gates',
      no_proxy: 'example.com',
    };
    const job = { env, write: (text: string) => void lines.push(text) };
    const told = await withNxCache(job, { workspace, folder: join(workspace, 'temp') }, async (found) => found);
    return told.ok ? told.value : {};
  };
  const own = { NX_CACHE_DIRECTORY: join(workspace, 'temp/nx/cache') };
  expect(await ask('push', 'refs/heads/main')).toMatchObject({
    ...own,
    NX_SELF_HOSTED_REMOTE_CACHE_SERVER: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    NO_PROXY: 'example.com,127.0.0.1',
  });
  expect(lines).toEqual([]);
  for (const [event, ref] of [
    ['pull_request', 'refs/pull/1/merge'],
    ['merge_group', 'refs/heads/gh-readonly-queue/main/pr-1'],
    ['push', 'refs/heads/phase/1'],
  ] as const) {
    const found = await ask(event, ref);
    expect(found).toMatchObject(own);
    expect(found).not.toHaveProperty('NX_SELF_HOSTED_REMOTE_CACHE_SERVER');
  }
  expect(lines.join('')).toContain('Judged afresh: only what is on the default branch replays from .nx/gates.');
});
