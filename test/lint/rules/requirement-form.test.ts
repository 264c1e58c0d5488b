import { expect, test } from 'vitest';
import { complain } from '../complain.ts';

const lines = (path: string, text: string): number[] =>
  complain('requirement-form', { [path]: text }).map(({ at }) => at.line);

test('A criterion of Kiro says what SHALL be, however it begins and over how many lines it goes.', () => {
  const criteria = [
    '1. WHEN a name is known',
    '   and not blocked THE SYSTEM SHALL let them in',
    '2. FOR ALL names the page SHALL be the same',
    '3. AFTER a day',
    'the session shall end',
    '4. The page is nice',
    '5. 当用户登录时，系统必须显示主页 (UI)',
    '6. The page is quick:',
    '   - it SHALL be there within 1 s',
  ];
  const text = ['### Requirement 1', '', '#### Acceptance Criteria', '', ...criteria, ''].join('\n');
  expect(lines('.kiro/specs/a/requirements.md', text)).toEqual([10]);
});

test('A requirement of Spec Kit says what MUST be, and a scenario all three of its words, over how many lines it goes.', () => {
  const text = [
    '1. **Given** a name,',
    '   **When** it is sent, **Then** they are in',
    '2. **Given** a name, **When** it is sent',
    '',
    '- **FR-001**: What is typed',
    '  MUST be kept',
    '- **FR-002**: 系统必须保留输入',
    '- **FR-003**: People get out',
    '',
  ].join('\n');
  expect(lines('specs/001-a/spec.md', text)).toEqual([3, 8]);
});

test('A document in another language is left alone; a scenario may have its parts below it.', () => {
  expect(lines('specs/001-a/spec.md', '- **FR-001**: Das System MUSS fragen\n')).toEqual([]);
  const kiro = '### Requirement 1\n\n#### Acceptance Criteria\n\n1. CUANDO llega EL SISTEMA DEBERÁ responder\n';
  expect(lines('.kiro/specs/a/requirements.md', kiro)).toEqual([]);
  const parts = '1. **Given** a name\n   - **When** it is sent\n   - **Then** they are in\n2. **Given** b\n';
  expect(lines('specs/001-a/spec.md', parts)).toEqual([4]);
});
