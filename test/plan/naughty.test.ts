import { expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';

const formats = ['impl', 'toml', 'checklist', 'backlog', 'roadmap'] as const;
const long = 100_000;

const inputs: Record<string, string> = {
  nothing: '',
  'a byte order mark': '\uFEFF',
  'zero bytes': '\0\0\0',
  'lone surrogates': '## Phase 1: \uD800\n- [ ] \uDFFF\n',
  'one long line': 'x'.repeat(long),
  'one long line of blanks': `## Phase 1: a\n| # | Task |\n|---|---|\n|${' '.repeat(long)}x\n**Exit criteria**${' '.repeat(long)}x`,
  'many pipes': `## Phase 1: a\n| # | Task |\n|---|---|\n${'|'.repeat(long)}`,
  'many backticks': `## Phase 1: a\n| # | Task |\n|---|---|\n| ${'` `` '.repeat(long / 5)}|`,
  'many brackets': `a = ${'['.repeat(long)}`,
  'many braces': `a = ${'{a='.repeat(long)}`,
  'many open fences': '```\n````\n'.repeat(long / 10),
  'many headings': '## Phase 1: a\n'.repeat(2_000),
  'many boxes, each deeper': Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}- [ ] a`).join('\n'),
  'many blank lines below an item': `## Phase 1: a\n- [ ] a\n${'\n'.repeat(long)}  b`,
  'many semicolons': `## Phase 1: a\n**Exit criteria**: ${'a; '.repeat(long / 3)}`,
  'many quotes': '"'.repeat(long),
  'many escapes': `a = "${'\\q'.repeat(long / 2)}"`,
  'names of prototypes': '[[commits]]\nid = "__proto__"\n[dependencies]\n__proto__ = ["constructor"]\n',
  'only line endings': '\r\n\r\r\n\n'.repeat(1_000),
};

test.each(Object.keys(inputs))('The scan answers in time and without throwing: %s.', (name) => {
  for (const format of formats) {
    const plan = readPlan('plan', inputs[name] ?? '', format);
    expect(plan.format).toBe(format);
  }
});

test('A plan that is cut off anywhere is read without throwing.', () => {
  const markdown =
    '## Phase 1 — a\n\n| # | Task |\n| --- | --- |\n| 1.1 | `a` |\n\n**Exit criteria (M1)**: a; b\n- [x] T001 c\n```\nd\n```\n';
  const toml =
    '[meta]\nfeature = "a"\n[dependencies]\n1 = [2, "3"]\n[[commits]]\nid = 1\ntitle = """a\\u0041"""\nfiles = [{ a = 1 }]\n';
  for (const format of formats) {
    for (const content of [markdown, toml]) {
      for (let end = 0; end <= content.length; end++) {
        expect(() => readPlan('plan', content.slice(0, end), format)).not.toThrow();
        expect(() => readPlan('plan', content.slice(end), format)).not.toThrow();
      }
    }
  }
});
