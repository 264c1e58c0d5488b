import { expect, test } from 'vitest';
import { complain, plan } from '../complain.ts';

const missing = (text: string): string =>
  /for ([^;]*);/.exec(complain('spec-coverage', { 'specs/10-a.md': text })[0]?.message ?? '')?.[1] ?? '';

test('It looks at components that a phase cites, in whole or in part, and at no other file.', () => {
  const files = {
    'specs/91-impl-plan.md': plan('| 1.1 | a | 10 § 1, 00, 70, 90 |\n| 1.2 | b | 11 |'),
    ...Object.fromEntries(
      ['00-prd', '10-a', '11-b', '12-c', '70-security', '90-roadmap'].map((name) => [
        `specs/${name}.md`,
        '# T\n## 1. A\n',
      ]),
    ),
  };
  expect(complain('spec-coverage', files).map(({ at }) => `${at.path}:${at.line}`)).toEqual([
    'specs/10-a.md:1',
    'specs/11-b.md:1',
  ]);
});

test('A word inside another word is no topic.', () => {
  expect(missing('## The latest contest\n## Clients\n## Slow path\n')).toContain('interface');
  expect(missing('## The latest contest\n## Clients\n## Slow path\n')).toContain('tests');
  expect(missing('## The latest contest\n## Clients\n## Slow path\n')).toContain('performance');
});

test('Deeper headings, bold labels and links to the spec about it count; headings in code do not.', () => {
  expect(missing('##### 3.1.2 Concurrency model\nOne thread.\n')).not.toContain('concurrency');
  expect(missing('- **Concurrency**: one thread\n')).not.toContain('concurrency');
  expect(missing('See [70](./70-security.md#x).\n')).not.toContain('security');
  expect(missing('```\n## Concurrency\n```\nconcurrency\n')).toContain('concurrency');
});

test.each([
  'Concurrency: N/A — single-threaded',
  '- **Concurrency**: N/A, one thread',
  '| Concurrency | N/A | one thread |',
  '- Concurrency: N/A\n  as there is one thread',
  '- Concurrency: not applicable because\n  there is one thread',
  '并发：不适用，单线程。',
  '## Concurrency\nN/A: one thread',
  '## Concurrency\nN/A\n\nThere is one thread.',
  '## Concurrency\nN/A\n### Threads\nThere is one.',
])('%s is a reason.', (text) => {
  const found = complain('spec-coverage', { 'specs/10-a.md': `# A\n${text}\n` });
  expect(found).toHaveLength(1);
  expect(missing(`# A\n${text}\n`)).not.toContain('concurrency');
});

test.each([
  '## Concurrency\n\n### Locks\n\n## Else\nOne.',
  '## Concurrency\n<!-- say it -->\n\n---',
  '## Concurrency\n\n- TBD\n',
  '## Concurrency\n_TODO: threads_',
  '## Concurrency\n…',
  '## 并发\n待定。',
  '- **Concurrency**: tbd',
  'Concurrency\n===========\n',
])('%s is nothing.', (text) => {
  expect(missing(`# A\n${text}\n`)).toContain('concurrency');
});

test.each([
  '## Concurrency\n\n### Locks\nOne.',
  '## Concurrency\n```\nlock()\n```',
  '## Concurrency\nTODO lists are locked.\nOthers are not.',
  'Concurrency\n===========\n\nOne thread.',
  '## Concurrency\nTo be decided by the caller: how many threads.',
])('%s is something.', (text) => {
  expect(missing(`# A\n${text}\n`)).not.toContain('concurrency');
});

test.each([
  'Concurrency: N/A',
  'Concurrency: N/A — TBD',
  '| Concurrency | N/A: todo |',
  '## Concurrency\nN/A (later)',
  '## 并发\n不适用：待定',
  '| Concurrency | N/A |  |',
  '## Concurrency\n\nN/A.',
  '## 并发\n不适用',
  '- **Concurrency:** n/a —',
])('%s is none.', (text) => {
  const found = complain('spec-coverage', { 'specs/10-a.md': `# A\n${text}\n` });
  expect(found.map(({ message }) => message).join()).toContain('nothing to say about concurrency');
});

test('An N/A about anything else is left alone.', () => {
  expect(
    complain('spec-coverage', { 'specs/10-a.md': '# A\n| Field | Unit |\n|---|---|\n| colour | N/A |\n' }),
  ).toHaveLength(1);
});
