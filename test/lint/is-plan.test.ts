import { describe, expect, test } from 'vitest';
import { isPlan } from '../../core/lint/is-plan.ts';
import { readPlan } from '../../core/plan/read.ts';

function isRead(content: string, path = 'specs/10-login.md'): boolean {
  return isPlan(readPlan(path, content), content);
}

const steps = '## Step 1: Read\n\n- read it\n\n## Step 2: Answer\n\n- say yes\n';
const phases = '## Phase 1: Lex\n\nIt reads.\n\n## Phase 2: Parse\n\nIt parses.\n';

describe('A document is a plan', () => {
  test.each([
    ['with boxes in its steps', `# Login\n\n${steps.replace('- read', '- [ ] read')}`],
    ['with ids of tasks', '# Login\n\n## Phase 1: Read\n\n| # | Task |\n|---|---|\n| 1.1 | Read |\n'],
    ['with milestones', '# Login\n\n### M1 — Read\n- a\n\n### M2 — Answer\n- b\n'],
    ['that is called one', `# Implementation plan: login\n\n${phases}`],
    ['that is called one in Chinese', `# 登录计划\n\n${steps}`],
  ])('%s.', (_, content) => {
    expect(isRead(content)).toBe(true);
  });

  test.each(['docs/plan.md', 'docs/login-plan.md', 'tasks.md', 'specs/91-impl-plan.md', 'a/implementation-plan.toml'])(
    'at %s.',
    (path) => {
      expect(isRead(`# Login\n\n${phases}`, path)).toBe(true);
    },
  );

  test.each([
    ['a spec with steps', `# Login\n\n${steps}`],
    ['a spec with phases of an algorithm', `# Parser\n\n${phases}`],
    ['a test plan with steps', `# Test plan\n\n${steps}`],
    ['notes with boxes', '# Notes\n\n- [ ] ask Ada\n'],
    ['a plan for nothing', '# Plan\n\nWords.\n'],
  ])('but not %s.', (_, content) => {
    expect(isRead(content)).toBe(false);
  });
});
