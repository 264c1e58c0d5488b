import { expect, test } from 'vitest';
import { pullRequestBody } from '../../core/report/pull-request-body.ts';
import { sampleReport } from './sample.ts';

test('A pull request says what the report hands over.', () => {
  const body = pullRequestBody(sampleReport());
  const headings = body.split('\n').filter((line) => line.startsWith('## '));
  const fields = ['Specs polished and covered', 'Exit criteria', 'Files changed', 'Review', 'Next phase'];
  expect(headings).toEqual(fields.map((field) => `## ${field}`));
  expect(body.startsWith('# ')).toBe(true);
});

test('Sections that would make it too long are left out whole.', () => {
  const [finding] = sampleReport().findings;
  const body = pullRequestBody(sampleReport({ findings: Array.from({ length: 2000 }, () => finding!) }));
  expect(body.length).toBeLessThan(60_000);
  expect(body).toContain('## Exit criteria');
  expect(body).not.toContain('## Review');
});
