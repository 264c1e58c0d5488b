import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../core/lint/diagnostic.ts';
import { showLine } from '../../../core/lint/format/shown-line.ts';
import { formatTerminal, summary } from '../../../core/lint/format/terminal.ts';

const plain = { color: false, columns: 80 };

function complaint(own: Partial<Diagnostic>, line = 1, column = 1): Diagnostic {
  return { rule: 'a-rule', severity: 'error', message: 'Unexpected x', at: { path: 'a.md', line, column }, ...own };
}

/** What stands above the marks. */
function marked(line: string, from: number, to: number, columns = 80): string {
  const { text, before, width } = showLine(line, from, to, columns);
  let column = 0;
  return [...new Intl.Segmenter('en').segment(text)]
    .filter(({ segment }) => {
      const start = column;
      column += stringWidth(segment);
      return start >= before && start < before + width;
    })
    .map(({ segment }) => segment)
    .join('');
}

test('A complaint is shown with the line that it is about and the other place; the sum stands below.', () => {
  const diagnostics = [
    complaint({ end: { line: 12, column: 8 }, other: { path: 'b.md', line: 2, column: 3 } }, 12, 5),
    complaint({ severity: 'warning', at: { path: 'b.md', line: 1, column: 1 } }),
    complaint({ severity: 'info', at: { path: 'b.md', line: 9, column: 1 } }),
  ];
  const files = new Map([
    ['a.md', `${'\n'.repeat(11)}see bad here\r\n`],
    ['b.md', 'one\n  two\n'],
  ]);
  expect(formatTerminal(diagnostics, files, plain)).toBe(
    [
      'a.md:12:5  error  a-rule',
      '  Unexpected x',
      '  12 │ see bad here',
      '     │     ^^^',
      '  see b.md:2:3',
      '   2 │   two',
      '     │   -',
      '',
      'b.md:1:1  warning  a-rule',
      '  Unexpected x',
      '  1 │ one',
      '    │ ^',
      '',
      'b.md:9:1  note  a-rule',
      '  Unexpected x',
      '',
      '1 error, 1 warning, 1 note in 2 files',
      '',
    ].join('\n'),
  );
});

test('Colours are there only where they are wanted.', () => {
  const files = new Map([['a.md', 'x']]);
  expect(formatTerminal([complaint({})], files, plain)).not.toContain('\u001B');
  expect(formatTerminal([complaint({})], files, { ...plain, color: true })).toContain('\u001B[31m');
});

test('What somebody wrote cannot steer the terminal.', () => {
  const files = new Map([['a.md', 'a\u001B[2Jb\u0007\u202Ec']]);
  const text = formatTerminal([complaint({ message: 'Unexpected \u001B[31m"x"\n\u202E' }, 1, 2)], files, plain);
  expect(text).toContain('Unexpected "x"\n');
  expect(text).toContain('│ a⟦001B⟧[2Jb⟦0007⟧⟦202E⟧c\n    │  ^^^^^^\n');
});

test.each([
  [[], 'Nothing to complain about'],
  [['error', 'error', 'info'], '2 errors, 1 note in 1 file'],
  [['warning'], '1 warning in 1 file'],
] as const)('%j is summed up as "%s".', (severities, text) => {
  expect(summary(severities.map((severity) => complaint({ severity })))).toBe(text);
});

describe('A line', () => {
  test.each([
    ['| 读取输入（全部） | 10，99 |', '99'],
    ['限制：👩‍💻 TODO。', 'TODO'],
    ['한국어 텍스트 여기', '텍스트'],
    ['e\u0301te\u0301 bad', 'bad'],
    ['🇩🇪 flag bad', 'bad'],
  ])('%s has its marks below %s.', (line, part) => {
    const from = line.indexOf(part);
    expect(marked(line, from, from + part.length)).toBe(part);
  });

  test('has blanks in place of tabs, to the next multiple of four.', () => {
    expect(showLine('\ta\tb', 3, 4, 80)).toEqual({ text: '    a   b', before: 8, width: 1 });
    expect(showLine('字\tb', 2, 3, 80)).toEqual({ text: '字  b', before: 4, width: 1 });
  });

  test('has one mark where a place is all that is known, behind its end too.', () => {
    expect(showLine('abc', 1, 1, 80)).toEqual({ text: 'abc', before: 1, width: 1 });
    expect(showLine('abc', 3, 3, 80)).toEqual({ text: 'abc', before: 3, width: 1 });
  });

  test.each([0, 1, 50, 500, 999])('that is long is shown around the place: %d.', (at) => {
    const line = `${'字'.repeat(at)}BAD${'x'.repeat(1000 - at)}`;
    const shown = showLine(line, at, at + 3, 40);
    expect(stringWidth(shown.text)).toBeLessThanOrEqual(40);
    expect(marked(line, at, at + 3, 40)).toBe('BAD');
    expect(shown.text.startsWith('…')).toBe(at > 1);
  });

  test('is marked no further than it is shown.', () => {
    const { text, before, width } = showLine('x'.repeat(500), 100, 400, 40);
    expect(before + width).toBeLessThanOrEqual(stringWidth(text));
    expect(width).toBeGreaterThan(30);
  });

  test('of a megabyte takes no time to speak of.', () => {
    const before = process.cpuUsage();
    showLine('字'.repeat(1_000_000), 500_000, 1_000_000, 80);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_000);
  });
});
