import { describe, expect, test } from 'vitest';
import { namedPassed, type Heard } from '../../core/gate/named-passed.ts';

const counts = { executed: 2, passed: 2, failed: 0, skipped: 0 };

function printing(printed: string, isCounted = true): Heard {
  return {
    printed,
    ...(isCounted ? { tests: { ...counts, by: 'output' } } : { notice: 'Only its exit code says so.' }),
  };
}

describe('a test that the plan names', () => {
  test('is seen to pass where a report says so, and no print outweighs a report.', () => {
    const names = [{ name: 'sums > adds', outcome: 'passed' as const }];
    const gate: Heard = { printed: '✓ refuses\n', tests: { ...counts, by: 'vitest', names } };
    expect(namedPassed([gate], ['adds', 'refuses'])).toEqual({ seen: ['adds'], untold: [], missing: ['refuses'] });
  });

  test('is seen to pass where it is printed by its name.', () => {
    const printed = 'test sum::adds ... ok\ntest sum::refuses ... ok\ntest result: ok. 2 passed; 0 failed\n';
    expect(namedPassed([printing(printed)], ['adds', 'refuses']).seen).toEqual(['adds', 'refuses']);
  });

  test('is untold where tests are counted and too few are named, and missing where all are named.', () => {
    expect(namedPassed([printing('Tests  2 passed (2)\n')], ['adds']).untold).toEqual(['adds']);
    expect(namedPassed([printing('✔ divides (1ms)\nℹ pass 1\n')], ['adds']).missing).toEqual(['adds']);
  });

  test('is missing where nobody has counted, where it failed, and where there is no gate.', () => {
    expect(namedPassed([printing('', false)], ['adds']).missing).toEqual(['adds']);
    expect(namedPassed([printing('✖ adds (1ms)\nℹ pass 1\n')], ['adds']).missing).toEqual(['adds']);
    expect(namedPassed([], ['adds']).missing).toEqual(['adds']);
  });

  test('is missing where one gate names it as passed and another as failed.', () => {
    expect(namedPassed([printing('✔ adds (1ms)\n'), printing('✖ adds (1ms)\n')], ['adds']).missing).toEqual(['adds']);
  });
});
