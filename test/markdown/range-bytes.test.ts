import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBytes, encodeText } from '../../core/host/bytes.ts';
import { markdownLines } from '../../core/markdown/lines.ts';
import { hashOfLine, rangeIn } from '../../core/markdown/range.ts';

const texts = {
  'plain text': '# Todo\n\n- [ ] 1.1 Read\n',
  'CJK text': '## 阶段 1：基础\n\n| # | 任务 |\n',
  emoji: '- [ ] 👩‍🚀 🙂 done\n',
  'a byte order mark': '\uFEFF- [ ] 1.1 Read\r\n- [ ] ü\r\n',
  'zero bytes': 'a\0b\n\0\n',
};

const invalid = Buffer.from('- [ ] Caf\xe9\n- [ ] \xff\xfe x \xe2\x82\n', 'latin1');

const files: readonly [string, Uint8Array][] = [
  ...Object.entries(texts).map(([name, text]): [string, Uint8Array] => [name, Buffer.from(text)]),
  ['bytes that are not UTF-8', invalid],
];

test.each(files)('The bytes of a range are the bytes of its field, in %s.', (_name, bytes) => {
  for (const line of markdownLines(decodeBytes(bytes))) {
    for (let from = 0; from <= line.text.length; from++) {
      for (let to = from; to <= line.text.length; to++) {
        // Half a character has no bytes of its own.
        if (splits(line.text, from) || splits(line.text, to)) continue;
        const range = rangeIn(line, from, to);
        expect(decodeBytes(bytes.subarray(range.start, range.end))).toBe(line.text.slice(from, to));
        expect([range.line, range.column, range.endColumn]).toEqual([line.number, from + 1, to + 1]);
      }
    }
  }
});

test('So they are in any file.', () => {
  const piece = fc.constantFrom(
    'a',
    '\r\n',
    '\n',
    '\r',
    '\uFEFF',
    '漢',
    '🙂',
    '\0',
    '|',
    '```',
    '<!--',
    '\uDCE9',
    '\uDCFF',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const bytes = encodeText(pieces.join(''));
      for (const line of markdownLines(decodeBytes(bytes))) {
        const { start, end } = rangeIn(line);
        expect(decodeBytes(bytes.subarray(start, end))).toBe(line.text);
      }
    }),
  );
});

test('The hash is of the line without its ending, and tells one byte from another.', () => {
  const [first, second] = markdownLines('\uFEFF- [ ] a\r\n- [ ] a');
  expect(rangeIn(first!).hash).toBe(rangeIn(second!, 2, 3).hash);
  expect(rangeIn(first!).hash).toMatch(/^[0-9a-f]{12}$/);
  const others = ['- [x] a', '- [ ] a ', '- [ ] \uDC80', '- [ ] \uDC81', '- [ ] \uFFFD'];
  expect(new Set(['- [ ] a', ...others].map(hashOfLine)).size).toBe(6);
});

function splits(text: string, at: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1)) && at > 0;
}

test('Bytes are the same in whatever order the fields of a line are asked for.', () => {
  const lines = markdownLines('ä\nä ö ü');
  const line = lines[1]!;
  const words = [4, 0, 2, 2, 4].map((from) => rangeIn(line, from, from + 1));
  expect(words.map(({ start, end }) => [start, end])).toEqual([
    [9, 11],
    [3, 5],
    [6, 8],
    [6, 8],
    [9, 11],
  ]);
  expect(words.map(({ column, endColumn }) => [column, endColumn])[0]).toEqual([5, 6]);
});
