import { expect, test } from 'vitest';
import { citablePaths } from '../../core/spec/citable.ts';

const paths = ['README.md', 'docs/limits.md', 'docs/other.md', 'demo/specs/10-data.md', 'demo/specs/more/a.md', 'a.ts'];

test('All Markdown around the plan may be cited, and elsewhere what a cell names.', () => {
  expect(citablePaths(paths, 'demo/specs/91-impl-plan.md', ['10', '[x](../../docs/limits.md#top), a.ts'])).toEqual([
    'docs/limits.md',
    'demo/specs/10-data.md',
    'demo/specs/more/a.md',
  ]);
  expect(citablePaths(paths, 'docs/todo.md', [])).toEqual(['docs/limits.md', 'docs/other.md']);
  expect(citablePaths(paths, 'implementation-plan.toml', ['README.md'])).toEqual(['README.md']);
});
