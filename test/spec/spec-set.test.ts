import { expect, test } from 'vitest';
import { specSet } from '../../core/spec/spec-set.ts';

function setOf(path: string, ...paths: readonly string[]) {
  const set = specSet(
    [path, ...paths].map((each) => ({ path: each, content: '' })),
    path,
  );
  const { index, roadmap, backlog, decisions, features } = set;
  return {
    folder: set.folder,
    index: index?.path,
    roadmap: roadmap?.path,
    backlog: backlog?.path,
    decisions: decisions.map((file) => file.path),
    features: features.map((file) => file.path),
  };
}

test('Numbered files side by side.', () => {
  const names = ['index', '00-prd', '10-data', '41-sink', '60-dev', '70-security', '80-glossary', '90-roadmap'];
  const more = ['93-improvements-review', '94-improvements-review', '99-key-decisions', 'notes'];
  const paths = [...names, ...more].map((name) => `specs/${name}.md`);
  expect(setOf('specs/91-impl-plan.md', ...paths, 'docs/10-other.md', 'specs/research/12-memo.md')).toEqual({
    folder: 'specs',
    index: 'specs/index.md',
    roadmap: 'specs/90-roadmap.md',
    backlog: 'specs/94-improvements-review.md',
    decisions: ['specs/99-key-decisions.md'],
    features: ['specs/10-data.md', 'specs/41-sink.md'],
  });
});

test('Folders by topic, and decisions in files of their own.', () => {
  const paths = [
    'README.md',
    'engine/21-layout.md',
    'decisions/0002-b.md',
    'decisions/0001-a.md',
    'decisions/README.md',
  ];
  expect(
    setOf('specs/delivery/impl-plan.md', 'specs/delivery/roadmap.md', ...paths.map((path) => `specs/${path}`)),
  ).toEqual({
    folder: 'specs',
    index: 'specs/README.md',
    roadmap: 'specs/delivery/roadmap.md',
    backlog: undefined,
    decisions: ['specs/decisions/0001-a.md', 'specs/decisions/0002-b.md'],
    features: ['specs/engine/21-layout.md'],
  });
});

test.each([
  ['specs/foundation/key-decisions-log.md', 'specs'],
  ['specs/decisions.md', 'specs'],
  ['specs/99-architecture-decisions.md', 'specs'],
])('%s is a file of decisions.', (path, folder) => {
  expect(setOf('specs/91-impl-plan.md', path)).toMatchObject({ folder, decisions: [path] });
});

test.each([
  ['packages/a/specs/91-impl-plan.md', 'packages/a/specs'],
  ['specs/001-login/tasks.md', 'specs/001-login'],
  ['specs/core/10-data.md', 'specs'],
  ['docs/features/0005-fetch/implementation-plan.toml', 'docs/features/0005-fetch'],
  ['docs/delivery/plan.md', 'docs'],
  ['PLAN.md', ''],
])('The set of %s is in "%s".', (path, folder) => {
  expect(setOf(path).folder).toBe(folder);
});
