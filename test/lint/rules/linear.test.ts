import { expect, test } from 'vitest';
import { complain, plan } from '../complain.ts';

test('No rule needs more than linear time for a long line.', () => {
  const units = [
    '[',
    '](',
    '[a](',
    '[a][',
    '`',
    '``a',
    '<',
    '<a ',
    '{{',
    ' ',
    '\t',
    '-',
    '**',
    '“',
    '[^1]',
    'D1-',
    'ADR ',
    '|',
    ':',
    'N/A ',
    '> ',
    'p\u0430',
    'TODO ',
  ];
  for (const unit of units) {
    const line = unit.repeat(Math.ceil(100_000 / unit.length));
    const files = {
      'specs/91-impl-plan.md': `${plan('| 1.1 | a | 10 |')}\n${line}\n`,
      'specs/10-a.md': `## A\n${line}\n`,
      'specs/99-key-decisions.md': `## D1 — a\n${line}\n`,
    };
    for (const id of [
      'link',
      'placeholder',
      'needs-clarification',
      'look-alike',
      'whitespace',
      'spec-coverage',
      'spec-index',
      'decision-log',
      'superseded-decision',
      'diagram',
    ]) {
      const started = process.cpuUsage();
      complain(id, files);
      expect(process.cpuUsage(started).user / 1000, `${id}: ${unit}`).toBeLessThan(1500);
    }
  }
});
