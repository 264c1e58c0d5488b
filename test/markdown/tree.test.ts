import { describe, expect, test } from 'vitest';
import { parseRefusal } from '../../core/markdown/parse-limits.ts';
import { markdownTree } from '../../core/markdown/tree.ts';

const times = (text: string, count: number): string => text.repeat(count);

describe('What the parser would take too long for is refused at its line.', () => {
  test.each([
    ['nested emphasis', `# Title\n\n${times('*a **b ', 4000)}c${times('** d*', 4000)}`, 3],
    ['emphasis of two kinds', times('*a_ ', 4000), 1],
    ['brackets that open', times('[', 9000), 1],
    ['links that open', times('[a](', 4000), 1],
    ['images in images', times('![[]()', 4000), 1],
    ['instructions that open', times('a <?', 4000), 1],
    ['code spans of every length', Array.from({ length: 300 }, (_, length) => `e${times('`', length)}`).join(''), 1],
    ['many difficult paragraphs', times(`${times('*a_ ', 400)}\n\n`, 20), 13],
    ['a paragraph over many lines', times(`${times('*a **b ', 20)}\n`, 100), 1],
    ['a paragraph that is indented like items', `a\n${times('          - *a **b *c **d\n', 600)}`, 1],
    ['a paragraph behind what only looks like a fence', `a\n        \`\`\`\n${times('*a **b *c\n', 900)}`, 1],
    ['quotes in quotes', `${times('> ', 101)}a`, 1],
    ['items in items on one line', `a\n\n${times('- ', 101)}a`, 3],
    ['items in items', Array.from({ length: 200 }, (_, depth) => `${times('  ', depth)}- a`).join('\n'), 101],
    ['underlined headings', times('a\n==\n', 701), 1402],
    ['quotes between paragraphs', times('> a\n\nb\n\n', 701), 1401],
    ['lists between paragraphs', times('a\n\n- b\n\n', 702), 2805],
    ['a large file', times('word ', 60_000), 1],
    ['headings without end', times('# a\n', 8001), 8001],
    ['definitions without end', times('[a]: b\n', 20_000), 8001],
  ])('%s', (_, content, line) => {
    const tree = markdownTree({ content });
    const refused = 'refused' in tree ? tree.refused : { line: 0, reason: 'it was parsed' };
    expect(refused).toEqual({ line, reason: expect.stringContaining(', expected at most ') });
  });
});

test.each([
  [
    'a table of 1,000 tasks',
    `| # | Task |\n|---|---|\n${times('| 1.1 | Do `a` and **b** as in [10 § 2](./10.md) |\n', 1000)}`,
  ],
  ['a list of 1,000 boxes', times('- [ ] 1.1 Do `a` and **b** as in [10 § 2](./10.md)\n', 1000)],
  [
    'a numbered list',
    Array.from({ length: 500 }, (_, index) => `${index + 1}. Do \`a\` and **b**, [10](./10.md)\n`).join(''),
  ],
  ['nested lists', times('- `a` **b** [c](d)\n  - `a` **b** [c](d)\n', 400)],
  ['code full of marks', `\`\`\`c\n${times('*a = b[*c] < !d;\n', 2000)}\`\`\`\n`],
])('%s is not refused.', (_, content) => {
  expect(parseRefusal(content)).toBeNull();
});

test('A line of 500 KB is judged in linear time.', () => {
  for (const text of [times('> ', 250_000), times('- ', 250_000), times(' ', 500_000), times('`a', 250_000)]) {
    const started = process.cpuUsage().user;
    parseRefusal(text);
    expect(process.cpuUsage({ user: started, system: 0 }).user / 1000).toBeLessThan(1000);
  }
});

test('What is just allowed is parsed in a bounded time.', () => {
  const edge = [
    times('*a_ ', 990),
    `${times('*a **b ', 300)}c${times('** d*', 300)}`,
    times('a\n==\n', 690),
    times('a\n\n- b\n\n', 690),
    times('> ', 99),
  ];
  for (const content of edge) {
    const started = process.cpuUsage();
    expect(markdownTree({ content })).toHaveProperty('ok');
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000);
  }
});

test('Lines and columns are those of the line scan, also behind a byte order mark and a lone carriage return.', () => {
  const tree = markdownTree({ content: '\uFEFFa\rb [c](d)\r\n\r\n[e](f)' });
  const positions = 'ok' in tree ? JSON.stringify(tree.ok.children.map(({ position }) => position?.end)) : '';
  expect(positions).toBe('[{"line":1,"column":11,"offset":10},{"line":3,"column":7,"offset":20}]');
});

test('A file is parsed once.', () => {
  const file = { content: '# a' };
  expect(markdownTree(file)).toBe(markdownTree(file));
});
