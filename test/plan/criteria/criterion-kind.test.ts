import { describe, expect, test } from 'vitest';
import { criterionKind } from '../../../core/plan/criteria/criterion-kind.ts';
import type { CriterionKind } from '../../../core/plan/plan.ts';

const examples: Record<CriterionKind, readonly string[]> = {
  command: [
    '`npm test` passes',
    '`npm run lint` and `npm run types` are clean',
    '`./bin/check all` works on macOS',
    'All gates pass.',
    'The standard gates plus `npm audit` pass',
    'CI is green on main',
    '`sleep 5 s` exits with 0',
  ],
  test: [
    '`test_should_keep_order` passes',
    '`QueueTest` and `StackTest` pass',
    '`src/queue.test.ts` covers it',
    'Integration tests pass',
    'Tests for the queue pass',
    'The order is kept (asserted in an integration test)',
    'The queue has unit tests',
    'Snapshots are stable',
    '所有测试通过',
    'テストがすべて通る',
  ],
  number: [
    'P50 < 1 s',
    '≥ 90 % coverage',
    'Coverage is at least 90',
    'within 30 min',
    '0 warnings',
    'zero errors in the log',
    'The queue takes 5,000 events/s',
    'Peak memory stays under 1.5 GiB',
    'Twice the load: 2x',
    '`npm test` passes within 30 s',
    '`npm run bench` shows ≤ 50 ns',
    '500ms以内に返る',
    '启动时间小于 3 秒',
    'Goal G5 (readable < 30 min) holds',
  ],
  file: [
    '`docs/limits.md` exists',
    '`docs/limits.md` is updated',
    '[limits](./limits.md) is published',
    'Memo committed',
    'The specs are updated with what was found',
    'README.md is written',
    '文档已更新',
  ],
  pointer: [
    'M0 roadmap criteria pass',
    'M2 and M3 roadmap criteria pass end to end',
    'closes M1 roadmap',
    'see 90 § M2',
    'G2/G3 hold',
    'Goal G4 met on the large sample',
    'all criteria of phase 2',
    'All targets in [71 § 3](./71-limits.md) are met',
    '里程碑 M1 的标准',
  ],
  person: [
    'approved by the owner',
    'The design is reviewed by Ada',
    'Human sign-off',
    'Signed off',
    'The product owner approves the texts',
    'P50 < 1 s, approved by the lead',
    'Approval of the security team',
    '产品负责人签字',
    '責任者の承認',
    'Vom Kunden abgenommen',
  ],
  judgement: [
    'The cache works',
    'No panics on bad input',
    'The M0 fixtures are parsed',
    '`count = 3` is expanded',
    'The delivery test client decodes it',
    'Wrong passwords return `Denied` and exit code 3',
    'The tracked changes are visible',
    'The three-tier lookup works',
    '',
  ],
};

describe.each(Object.entries(examples))('%s', (kind, texts) => {
  test.each(texts)('%s', (text) => {
    expect(criterionKind(text)).toBe(kind);
  });
});

test.each(['test ', '1,', '<', '`a b` ', 'M1 criteria ', 'approved by ', '`'])(
  'A long row of "%s" is read in no time.',
  (part) => {
    const started = process.cpuUsage();
    criterionKind(part.repeat(100_000));
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(500);
  },
);
