import { describe, expect, test } from 'vitest';
import { parseCost } from '../../core/markdown/parse-limits.ts';
import { markdownTrees } from '../../core/markdown/tree.ts';

const markdownTree = markdownTrees(Infinity);
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
    [
      'a table of 124,000 cells',
      `${times('|a', 20)}|\n${times('|-', 20)}|\n${times(`${times('|b', 20)}|\n`, 6200)}`,
      1,
    ],
    ['one row of 100,000 cells', `|${times('x|', 50_000)}\n|${times('-|', 50_000)}\n`, 1],
    ['items in items on many lines', times(`${times('- ', 90)}a\n${times(' ', 180)}b\n`, 600), 1],
    ['definitions without end', times('[a]: b\n', 20_000), 8001],
  ])('%s', (_, content, line) => {
    const tree = markdownTree({ content });
    const refused = 'refused' in tree ? tree.refused : { line: 0, reason: 'it was parsed' };
    expect(refused).toEqual({
      line,
      reason: expect.stringMatching(/, expected (?:at most|less than) /),
      advice: 'make the text simpler',
    });
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
  expect(parseCost(content)).toHaveProperty('milliseconds');
});

test('A line of 500 KB is judged in linear time.', () => {
  for (const text of [times('> ', 250_000), times('- ', 250_000), times(' ', 500_000), times('`a', 250_000)]) {
    const started = process.cpuUsage().user;
    parseCost(text);
    expect(process.cpuUsage({ user: started, system: 0 }).user / 1000).toBeLessThan(1000);
  }
});

/** The worst of each kind that was found, each in a size of its own. */
const worst: Readonly<Record<string, (size: number) => string>> = {
  'emphasis of two kinds': (size) => times('*a_ ', size),
  'nested emphasis': (size) => `${times('*a **b ', size)}c${times('** d*', size)}`,
  'nested emphasis in many paragraphs': (size) => times(`${times('*a **b ', 10)}c${times('** d*', 10)}\n\n`, size),
  'underlined headings': (size) => times('a\n==\n', size),
  'lists between paragraphs': (size) => times('a\n\n- b\n\n', size),
  'quotes in quotes': (size) => times('> ', size),
  'lists that go up and down': (size) =>
    Array.from({ length: size }, (_, index) => `${times('  ', index % 48)}* a\n`).join(''),
  'items in items': (size) => times(`${times('- ', 90)}a\n${times(' ', 180)}b\n`, size),
  'one row': (size) => `|${times('x|', size)}\n|${times('-|', size)}\n|${times('y|', size)}\n`,
  'many rows': (size) => `${times('|a', 20)}|\n${times('|-', 20)}|\n${times(`${times('|b', 20)}|\n`, size)}`,
  'an item that goes on': (size) => `- a\n${times('b\n', size)}`,
  'an item that goes on, and blank lines': (size) => `- a\n${times('b\n', size)}\n${times('\n', 20 * size)}`,
  'blank lines': (size) => times('\n', size),
  boxes: (size) => times('- [ ] 1.1 Do `a` and **b** as in [10](./10.md)\n', size),
  definitions: (size) => Array.from({ length: size }, (_, index) => `[a${index}]: u\n\n`).join(''),
};

function secondsFor(content: string): number {
  const before = process.threadCpuUsage();
  expect(markdownTree({ content })).toHaveProperty('ok');
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000_000;
}

describe('What is just allowed is parsed in two seconds of a processor:', () => {
  test.each(Object.keys(worst))('%s.', (name) => {
    const make = worst[name] ?? String;
    let allowed = 1;
    while (allowed < 300_000 && !('refused' in parseCost(make(2 * allowed)))) allowed *= 2;
    for (let step = allowed / 2; step > allowed / 20; step /= 2) {
      const size = Math.floor(allowed + step);
      if (!('refused' in parseCost(make(size)))) allowed = size;
    }
    const content = make(allowed);
    // Twice over the limit: once may be the garbage of the test before.
    expect(Math.min(secondsFor(content), secondsFor(content))).toBeLessThan(2);
  });
});

test('What a run takes is limited; a file that was read stays read.', () => {
  const read = markdownTrees(1);
  const files = Array.from({ length: 3 }, () => ({ content: times('word\n\n', 3000) }));
  expect(files.map((file) => Object.keys(read(file)))).toEqual([['ok'], ['refused'], ['refused']]);
  expect(read(files[0]!)).toHaveProperty('ok');
  expect(read({ content: 'a' })).toHaveProperty('ok');
  expect(markdownTrees(1)(files[1]!)).toHaveProperty('ok');
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
