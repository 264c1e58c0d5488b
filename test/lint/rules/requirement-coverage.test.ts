import { expect, test } from 'vitest';
import { complain } from '../complain.ts';

/** What is said of the requirements that tasks name, beside a document of theirs. */
function said(named: string, requirements: string): string[] {
  const folder = '.kiro/specs/login';
  return complain('requirement-coverage', {
    [`${folder}/tasks.md`]: `- [ ] 1. Form\n  - _Requirements: ${named}_\n`,
    [`${folder}/requirements.md`]: requirements,
  }).map(({ message }) => message.replace(/,.*/, ''));
}

const two =
  '### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. WHEN a THE SYSTEM SHALL b\n2. WHEN c THE SYSTEM SHALL d\n\n### Requirement 2: B\n';

test('A requirement that no task names is told, and a number that is none of a requirement.', () => {
  expect(said('1.1', two)).toEqual([expect.stringContaining('Unexpected requirement 2 that no task')]);
  expect(said('1.1, 2; 1.9', two)).toEqual(['Unexpected requirement 1.9']);
});

test.each(['1.1-1.2', '1.1, NFR-1', 'All', '1.1 and the rest'])(
  'Where tasks name "%s", nobody knows what else they are about.',
  (named) => {
    expect(said(named, two)).toEqual([]);
  },
);

test.each(['### 需求 1\n\n1. a\n', '### 1. Login\n', '# Requirements\n'])(
  'A document whose requirements are numbered in another way is not understood: %j.',
  (text) => {
    expect(said('1.1, 7', text)).toEqual([]);
  },
);

test('Criteria are numbered in each requirement, or not; also with its number in front.', () => {
  const mixed = '### Requirement 1\n\n1. a\n\n### Requirement 2\n\n- b\n\n### Requirement 3\n\n3.1 WHEN c\n';
  expect(said('1.1, 2.2, 3.1', mixed)).toEqual([]);
  expect(said('1.2, 2, 3', mixed)).toEqual(['Unexpected requirement 1.2']);
});
