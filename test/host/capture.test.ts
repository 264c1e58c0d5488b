import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { capture } from '../../core/host/capture.ts';
import { hostWith } from './temporary.ts';

async function captured(
  chunks: readonly (string | Buffer)[],
  keep?: number,
): Promise<{ text: string; lines: string[] }> {
  const lines: string[] = [];
  const stream = Readable.from(
    chunks.map((chunk) => Buffer.from(chunk)),
    { objectMode: false },
  );
  const text = await capture(stream, { keep, onData: () => {}, onLine: (line) => lines.push(line) });
  return { text, lines };
}

test('A character that lies across the middle of what is kept stays whole.', async () => {
  const text = 'ü🙂'.repeat(20);
  const size = Buffer.byteLength(text);
  for (let keep = size; keep <= size + 12; keep++) expect((await captured([text], keep)).text).toBe(text);
});

test('Head and tail are right however the output is cut into chunks.', async () => {
  const text = Array.from({ length: 100 }, (_, index) => `${index % 10}`).join('');
  for (const size of [1, 3, 7, 50, 100]) {
    const chunks = text.match(new RegExp(`.{1,${size}}`, 'g'))!;
    expect((await captured(chunks, 20)).text).toBe('0123456789\n… 80 bytes left out …\n0123456789');
  }
});

test('No output is no text and no line.', async () => {
  expect(await captured([])).toEqual({ text: '', lines: [] });
});

test('A line that has no end is cut, and what follows it is a line of its own.', async () => {
  const megabyte = 1024 * 1024;
  const { lines } = await captured([...Array.from({ length: 40 }, () => 'x'.repeat(64 * 1024)), '\nnext\n'], 100);
  expect(lines.map((line) => line.length)).toEqual([megabyte, 4]);
});

test('A stream that is destroyed by whoever runs the program gives what it gave so far.', async () => {
  const stream = new Readable({ read() {} });
  const text = capture(stream, { keep: 100, onData: () => stream.destroy() });
  stream.push('so far');
  expect(await text).toBe('so far');
});

test('Who runs a program hears whether some of its output was left out.', async () => {
  const print = { file: process.execPath, args: ['-p', '"12345"'], cwd: '/', env: {} };
  const { processes } = hostWith();
  expect((await processes.run({ ...print, keep: 6 })).isCut).toBeUndefined();
  expect((await processes.run({ ...print, keep: 4 })).isCut).toBe(true);
});
