import { expect, test } from 'vitest';
import { complain, plan } from '../complain.ts';

const about = (title: string, spec: string) =>
  complain('diagram', { 'specs/91-impl-plan.md': plan(`| 1.1 | ${title} | 10 |`), 'specs/10-a.md': spec }).length;

test.each([
  '```mermaid\na\n```',
  '```\n┌─┐\n```',
  '```text\na --> b\n```',
  '```\n+---+\n```',
  '![flow](a.svg)',
  '[drawing](a.drawio)',
])('%s is a diagram.', (spec) => {
  expect(about('Worker pipeline', spec)).toBe(0);
});

test.each(['', '```rust\nfn a() -> b {}\nx => y\n```', '```\n├── a\n└── b\n```', 'a → b'])('%s is none.', (spec) => {
  expect(about('Worker pipeline', spec)).toBe(1);
  expect(about('Read the input', spec)).toBe(0);
});
