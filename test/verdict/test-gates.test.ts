import { expect, test } from 'vitest';
import { mayTest } from '../../core/verdict/test-gates.ts';
import { gateOf } from './sample.ts';

test.each(['build', 'lint', 'rust:build', 'lint:ci', 'typecheck'])(
  'A gate called %s tests nothing, unless somebody has counted tests of it.',
  (target) => {
    expect(mayTest({ target, tests: undefined })).toBe(false);
    const { tests } = gateOf({ tests: { executed: 1, passed: 1, failed: 0, skipped: 0, by: 'output' } });
    expect(mayTest({ target, tests })).toBe(true);
  },
);

test.each(['test', 'e2e', 'ci', 'verify', 'all', 'build-and-test', 'rust:test'])(
  'A gate called %s may test, though nobody is heard.',
  (target) => {
    expect(mayTest({ target, tests: undefined })).toBe(true);
  },
);
