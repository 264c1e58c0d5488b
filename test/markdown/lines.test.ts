import { describe, expect, test } from 'vitest';
import { longestLine, markdownLines, unclosedBlocks } from '../../core/markdown/lines.ts';

function kinds(lines: readonly string[]): string[] {
  return markdownLines(lines.join('\n')).map(({ kind }) => kind);
}

function headings(lines: readonly string[]): (string | number)[][] {
  return markdownLines(lines.join('\n')).flatMap(({ number, heading }) =>
    heading ? [[number, heading.level, heading.text]] : [],
  );
}

describe('headings with a line of marks below', () => {
  test('The heading stands on the line of its text, and the marks are a line of their own.', () => {
    const lines = ['Build', '===', '', '------', 'STAGE 1 — Base', '------', 'text'];
    expect(headings(lines)).toEqual([
      [1, 1, 'Build'],
      [5, 2, 'STAGE 1 — Base'],
    ]);
    expect(kinds(lines)).toEqual(['text', 'underline', 'text', 'text', 'text', 'underline', 'text']);
  });

  test.each([
    [['', '---']],
    [['- item', '---']],
    [['1. item', '---']],
    [['> quote', '---']],
    [['| # | Task |', '---']],
    [['# Heading', '---']],
    [['two lines', 'of prose', '---']],
    [['- item', 'goes on', '---']],
    [['    code', '---']],
    [['***', '---']],
    [['```', 'code', '---', '```']],
  ])('%j has no such heading.', (lines) => {
    expect(headings(lines).filter(([, , text]) => text !== 'Heading')).toEqual([]);
    expect(kinds(lines)).not.toContain('underline');
  });
});

describe('front matter', () => {
  test('It is no prose and has no headings, blank lines and all.', () => {
    const lines = ['---', '', 'title: a', '# comment', '', '---', '# Title'];
    expect(kinds(lines)).toEqual([...Array.from({ length: 6 }, () => 'front-matter'), 'text']);
    expect(headings(lines)).toEqual([[7, 1, 'Title']]);
  });

  test.each([[['---', '# Title', '---']], [['---', 'title: a']], [['', '---', 'title: a', '---']]])(
    '%j has none.',
    (lines) => {
      expect(kinds(lines)).not.toContain('front-matter');
    },
  );
});

describe('fences', () => {
  test('One that runs to the end of the file ends before the first heading behind a blank line.', () => {
    const lines = ['```sh', '# a comment', 'run', '', '## Next', 'text'];
    expect(kinds(lines)).toEqual(['fence-start', 'code', 'code', 'code', 'text', 'text']);
    expect(headings(lines)).toEqual([[5, 2, 'Next']]);
    expect(unclosedBlocks(markdownLines(lines.join('\n'))).map(({ number }) => number)).toEqual([1]);
  });

  test('One in which another opens was never closed either.', () => {
    const lines = ['```', 'drawing', '', '## Next', '', '```ts', 'code', '```', 'text'];
    expect(kinds(lines)).toEqual([
      'fence-start',
      'code',
      'code',
      'text',
      'text',
      'fence-start',
      'code',
      'fence-end',
      'text',
    ]);
    expect(unclosedBlocks(markdownLines(lines.join('\n'))).map(({ number }) => number)).toEqual([1]);
  });

  test.each([
    [['````md', '```ts', '', '# Sample', '```', '````']],
    [['~~~md', '```ts', '', '# Sample', '```', '~~~']],
    [['```', '', '# Sample', '```']],
  ])('%j is a whole block of code.', (lines) => {
    expect(headings(lines)).toEqual([]);
    expect(unclosedBlocks(markdownLines(lines.join('\n')))).toEqual([]);
  });

  test('Without a heading the rest of the file is code.', () => {
    expect(kinds(['```', 'a', 'b'])).toEqual(['fence-start', 'code', 'code']);
  });
});

describe('raw HTML', () => {
  test.each(['pre', 'script', 'style', 'textarea', 'PRE'])('<%s> holds no text up to its end.', (name) => {
    const lines = [`<${name} class="a">`, '# a', '', '- [ ] b', `c</${name}>`, '# d'];
    expect(kinds(lines)).toEqual(['html-start', 'html', 'html', 'html', 'html', 'text']);
    expect(headings(lines)).toEqual([[6, 1, 'd']]);
    expect(unclosedBlocks(markdownLines(lines.join('\n')))).toEqual([]);
  });

  test('may begin and end on one line, and be the beginning of another word.', () => {
    expect(kinds(['<pre>a</pre>', 'b', '<prefix>', 'c'])).toEqual(['html-start', 'text', 'text', 'text']);
  });

  test('ends with the item that it stands in, and is named where it opens.', () => {
    const lines = ['- a', '  <pre>', '', '\tb', '- c', '<style>', 'd'];
    expect(kinds(lines)).toEqual(['text', 'html-start', 'html', 'html', 'text', 'html-start', 'html']);
    expect(unclosedBlocks(markdownLines(lines.join('\n'))).map(({ number }) => number)).toEqual([2, 6]);
  });
});

describe('indented code', () => {
  test('is no text where no list is around it.', () => {
    const lines = ['a', '', '    - [ ] b', '', '\tc', '', '- d', '', '      - e', '', 'f', '    g'];
    const code = markdownLines(lines.join('\n')).filter(({ kind }) => kind === 'indented-code');
    expect(code.map(({ number }) => number)).toEqual([3, 5]);
  });
});

test('A comment that nothing closes is named where it opens.', () => {
  const lines = markdownLines('<!-- a -->\n<!-- b\n\n# c\n');
  expect(lines.map(({ kind }) => kind)).toEqual(['comment', 'comment', 'comment', 'comment']);
  expect(unclosedBlocks(lines).map(({ number }) => number)).toEqual([2]);
});

test('A line that is too long is counted in bytes, and is no text.', () => {
  const [short, long, code] = ['a'.repeat(longestLine), 'ä'.repeat(longestLine / 2 + 1), '```'];
  expect(kinds([short, long, code, long, code])).toEqual(['text', 'too-long', 'fence-start', 'code', 'fence-end']);
});

test('Every line knows its place in characters and in bytes, whatever ends it.', () => {
  const content = '\uFEFFä\r\n\nb';
  expect(markdownLines(content).map(({ text, start, end, byteStart }) => [text, start, end, byteStart])).toEqual([
    ['ä', 1, 2, 3],
    ['', 4, 4, 7],
    ['b', 5, 6, 8],
  ]);
});
