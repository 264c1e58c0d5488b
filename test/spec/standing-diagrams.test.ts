import { expect, test } from 'vitest';
import { standingDiagrams } from '../../core/spec/standing-diagrams.ts';

const mermaid = '```mermaid\ngraph LR\n  Parser --> Store\n```';
const drawn = '```text\n┌────────┐    ┌───────┐\n│ parser │───▶│ store │\n└────────┘    └───────┘\n```';

function left(before: string, after: string): string[] {
  return standingDiagrams({ path: 'specs/10.md', before, after }).map(({ path, line }) => `${path}:${line}`);
}

test.each([
  ['by its language', mermaid],
  ['by its lines', drawn],
  ['in other marks', mermaid.replaceAll('```', '~~~~')],
])('A diagram that stays while the words change is named, %s.', (_, diagram) => {
  expect(left(`# Store\n\n${diagram}\n\nFiles.\n`, `# Store\n\n${diagram}\n\nA database.\n`)).toEqual([
    'specs/10.md:3',
  ]);
});

test('Where no word has changed no diagram is named, and where it was edited with them neither.', () => {
  expect(left(`Files.\n\n${mermaid}\n`, `Files.\n\n${mermaid}\n`)).toEqual([]);
  expect(left(`Files.\n\n${mermaid}\n`, `A database.\n\n${mermaid.replace('Store', 'Database')}\n`)).toEqual([]);
  expect(left(`Files.\n\n${mermaid}\n`, `Files.\n\n${mermaid.replace('Store', 'Database')}\n`)).toEqual([]);
});

test('Of several the one that was left is named, at its place in the new text.', () => {
  const before = `Files.\n\n${mermaid}\n\n${drawn}\n`;
  const after = `A database.\nWith tables.\n\n${mermaid.replace('Store', 'Database')}\n\n${drawn}\n`;
  expect(left(before, after)).toEqual(['specs/10.md:9']);
});

test('Code is no diagram.', () => {
  const code = '```ts\nconst total = 1 + 1;\nexport { total };\n```';
  expect(left(`Files.\n\n${code}\n`, `A database.\n\n${code}\n`)).toEqual([]);
});
