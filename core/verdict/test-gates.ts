import type { Gate } from '../result/records.ts';

/** Whether a gate runs tests, as far as somebody has counted, or its name tells. */
export function isTestGate({ target, tests }: Pick<Gate, 'target' | 'tests'>): boolean {
  return tests !== undefined || testing.test(target);
}

/** Whether it may: nobody has counted, and its name tells of nothing else. Of a gate that falls silent only this is left. */
export function mayTest({ target, tests }: Pick<Gate, 'target' | 'tests'>): boolean {
  return isTestGate({ target, tests }) || !otherwise.test(target);
}

const otherwise =
  /^(?:.*[:-])?(?:build|compile|lint|eslint|types|type-?check|tsc|format|fmt|prettier|clippy|mypy|ruff)(?:[:-].*)?$/i;

const testing = /(?:^|[^a-z])(?:tests?|specs?|e2e|unit|integration|check)(?:[^a-z]|$)/i;
