import { isAboutTests } from '../gate/count-tests.ts';
import type { Gate } from '../result/records.ts';

/** Whether a gate runs tests, as far as somebody has counted, or its name tells. What is called `check` may run everything. */
export function isTestGate({ target, tests }: Pick<Gate, 'target' | 'tests'>): boolean {
  return tests !== undefined || isAboutTests({ name: target }) || /(?:^|[^a-z])check(?:[^a-z]|$)/i.test(target);
}
