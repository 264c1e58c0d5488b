import { describe, expect, test } from 'vitest';
import { reportMarkdown } from '../../../core/report/markdown.ts';
import { reportHtml } from '../../../core/report/page/page.ts';
import type { PolishNeed } from '../../../core/stage/specs/polish-need.ts';
import { reportSpecs } from '../../../core/stage/report/report-specs.ts';
import { sampleReport } from '../../report/sample.ts';

const sha = 'a1b2c3d4'.repeat(5);
const [plan, data, more] = ['specs/91-impl-plan.md', 'specs/10-data.md', 'specs/11-more.md'];

describe('Specs in a report', () => {
  test('are polished where the polish has edited them, whatever else the spec commit holds.', () => {
    expect(told(polishOf([data]))).toEqual([
      { path: data, changed: true },
      { path: more, changed: false },
      { path: plan, changed: false },
    ]);
  });

  test('are not where nobody has polished, or the polish has edited nothing.', () => {
    const bound = [data, more, plan].map((path) => ({ path, changed: false }));
    expect(told({ state: 'none' })).toEqual(bound);
    expect(told({ state: 'needed', key: 'k', because: 'nobody has read them yet' })).toEqual(bound);
    expect(told(polishOf([]))).toEqual(bound);
  });

  test('are told so on paper and on the page.', () => {
    const report = { ...sampleReport(), specsPolished: told({ state: 'none' }) };
    const markdown = reportMarkdown(report);
    expect(markdown).toContain(`- \`${plan}\` covered, as bound`);
    expect(markdown).not.toContain(`\`${plan}\` polished`);
    expect(reportHtml(report)).toContain('3 covered');
    expect(reportHtml(report)).not.toMatch(/\d polished/);
  });
});

function told(polish: PolishNeed) {
  return reportSpecs({ specs: [data, more], polish, polished: { commit: sha, changed: [data, plan] } });
}

/** A polish that has edited these files. */
function polishOf(changed: string[]): PolishNeed {
  const record = {
    version: 1,
    stage: 'polish',
    outcome: 'done',
    key: 'k',
    changed,
    rounds: 1,
    agentCalls: 0,
    usage: {},
    turns: [],
    findings: [],
  } as const;
  return {
    state: 'done',
    key: 'k',
    result: { commit: sha, artifacts: new Map() },
    record: { ...record, turns: [], findings: [] },
    tree: sha,
  };
}
