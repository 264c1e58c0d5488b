import { expect, test } from 'vitest';
import { complain, type Files } from '../complain.ts';

const folder = 'openspec/changes/add-login';
const requirement = (length: number): string => `### Requirement: A\n${'x'.repeat(length)}\n\n#### Scenario: B\n`;
const count = (files: Files): number => complain('requirement-size', files).length;
const ofSpec = (text: string): number => count({ [`${folder}/specs/a/spec.md`]: text });
const ofChange = (second: number): Files => ({
  [`${folder}/tasks.md`]: '## 1. A\n\n- [ ] 1.1 x\n',
  [`${folder}/specs/a/spec.md`]: requirement(1).repeat(6),
  [`${folder}/specs/b/spec.md`]: requirement(1).repeat(second),
});

test('A requirement is as long as it may be, up to its scenario, and a purpose as long as it has to be.', () => {
  expect([ofSpec(requirement(500)), ofSpec(requirement(501))]).toEqual([0, 1]);
  expect([ofSpec(`## Purpose\n${'x'.repeat(50)}\n`), ofSpec(`## Purpose\n${'x'.repeat(49)}\n`)]).toEqual([0, 1]);
});

test('A change of more than ten requirements, whatever files they stand in, is told.', () => {
  expect([count(ofChange(4)), count(ofChange(5))]).toEqual([0, 1]);
});
