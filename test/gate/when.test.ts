import { expect, test } from 'vitest';
import { notDue } from '../../core/gate/when.ts';

test('A gate without conditions is always due.', () => {
  expect(notDue(undefined, [])).toBeUndefined();
});

test.each([
  [{ paths: ['src/**/*.rs'] }, 'src/a/b.rs'],
  [{ paths: ['**/*.md', 'docs/**'] }, 'docs/.hidden'],
  [{ dependencies: true as const }, 'packages/a/package.json'],
  [{ dependencies: true as const }, 'requirements-dev.txt'],
  [{ boundary: ['crates/*-api'] }, 'crates/http-api/src/lib.rs'],
  [{ boundary: ['src/input.ts', 'src/net/'] }, 'src/input.ts'],
  [{ boundary: ['src/net/'] }, 'src/net/a.ts'],
  [{ paths: ['x'], dependencies: true as const }, 'go.sum'],
])('%j is met by %s.', (when, path) => {
  expect(notDue(when, ['README', path])).toBeUndefined();
});

test('A manifest that has changed is nothing to a gate that does not ask for it.', () => {
  expect(notDue({ paths: ['src/**'] }, ['package.json'])).toBe('no changed file matches src/**');
});

test.each([
  [{ paths: ['src/**'] }, 'no changed file matches src/**'],
  [{ dependencies: true as const }, 'no manifest or lockfile has changed'],
  [{ boundary: ['src/api'] }, 'nothing has changed in the boundary modules src/api'],
  [{ paths: ['a'], dependencies: true as const }, 'no changed file matches a, and no manifest or lockfile has changed'],
])('%j that is not met is told.', (when, reason) => {
  expect(notDue(when, ['lib/a.ts', 'docs/package.json.md', 'src-api/a'])).toBe(reason);
});
