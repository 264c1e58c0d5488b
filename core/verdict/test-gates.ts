import type { Gate } from '../result/records.ts';

/** Whether a gate runs tests, as far as somebody has counted, or its name tells. */
export function isTestGate({ target, tests }: Pick<Gate, 'target' | 'tests'>): boolean {
  return tests !== undefined || testing.test(target);
}

const testing = /(?:^|[^a-z])(?:tests?|specs?|e2e|unit|integration|check)(?:[^a-z]|$)/i;
