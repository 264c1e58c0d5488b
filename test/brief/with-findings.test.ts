import { describe, expect, test } from 'vitest';
import { implementerPrompt } from '../../core/brief/prompts/implementer.ts';
import { reviewerPrompt } from '../../core/brief/prompts/reviewer.ts';
import { appendToBacklog } from '../../core/review/backlog.ts';
import { withFindings } from '../../core/brief/with-findings.ts';
import { taskBrief } from './sample.ts';

const backlog = `# Review findings

| ID | Severity | Where | Finding |
|---|---|---|---|
| F1 | P1 | \`packages/parcels/src/postage.ts:12\` | Rounds down |
| F2 | P2 | packages/parcels/src/shipment.ts | Slow |
| F3 | P2 | packages/parcels/src/postage.ts | Old news (FIXED) |
| F4 | P3 | nowhere | Unclear |
`;

const roundsDown = {
  id: 'F1',
  severity: 'P1',
  title: 'Rounds down',
  location: 'packages/parcels/src/postage.ts:12',
};

/** The findings that the brief of a task with these files gets. */
function findings(own: Partial<typeof taskBrief>) {
  return withFindings([{ ...taskBrief, ...own }], backlog)[0]!.findings;
}

describe('withFindings', () => {
  test('A brief gets the open findings that lie in files of its task, by path or pattern.', () => {
    expect(findings({ files: ['packages/parcels/src/postage.ts'] })).toEqual([roundsDown]);
    expect(findings({ files: ['packages/parcels/**'] }).map(({ id }) => id)).toEqual(['F1', 'F2']);
    expect(findings({ files: ['packages/labels/**'] })).toEqual([]);
  });

  test('A task that names no files has those of which its sections speak.', () => {
    const sections = [{ path: 'specs/10.md', heading: null, text: 'See `packages/parcels/src/shipment.ts`.' }];
    expect(findings({ files: [], text: 'Postage', sections }).map(({ id }) => id)).toEqual(['F2']);
  });

  test('Where there is no backlog, briefs stay as they are.', () => {
    expect(withFindings([taskBrief], undefined)).toEqual([taskBrief]);
  });
});

describe('the prompt', () => {
  const brief = { ...taskBrief, findings: [roundsDown] };
  const because = { why: 'first' } as const;

  test('of an implementer lists them with their ids, and says what to do with them.', () => {
    const { full } = implementerPrompt(brief, because, 'm4rk');
    expect(full).toContain('P1 packages/parcels/src/postage.ts:12 Rounds down\n  id: F1\n');
    expect(full).toContain('`fixedFindings`');
    expect(implementerPrompt(taskBrief, because, 'm4rk').full).not.toContain('fixedFindings');
  });

  test('of a reviewer says what a task may mend, and for a phase what it is said to have mended.', () => {
    const review = {
      commit: 'c',
      nonce: 'n',
      change: { diff: 'diff' },
      isFollowUp: false,
      verdict: null,
      open: [],
      disputes: [],
      deviations: [],
      clarification: null,
    };
    expect(reviewerPrompt(brief, review, 'm4rk').full).toContain('the change may mend them, and need not');
    const ofPhase = { ...brief, id: `phase ${brief.phase.id}` };
    expect(reviewerPrompt(ofPhase, review, 'm4rk').full).toContain(
      'say again, with path and title, those that still stand',
    );
    expect(implementerPrompt(ofPhase, because, 'm4rk').full).not.toContain('fixedFindings');
  });
});

test.each([
  'app/(auth)/login/page.tsx',
  'src/routes/[id]/+page.svelte',
  'my dir/a.ts',
  "it's/a,b.ts",
  'Makefile',
  '.eslintrc',
])('An entry of ours in %s is told to the task that names just that file.', (path) => {
  const finding = { severity: 'P1', path, line: 3, title: 'Bad', fix: 'Mend it.' } as const;
  const from = { plan: 'demo', phase: '1', task: null, commit: 'c0ffee', date: '2026-05-01', reviewer: 'claude' };
  const forms = [undefined, '# Findings\n\n- **P1** — `z.ts:1`. Old. Fix shape: x.\n', table];
  for (const form of forms) {
    const written = appendToBacklog('b.md', form, [{ finding, from }]);
    const text = written.ok ? written.value : '';
    expect(withFindings([{ ...taskBrief, files: [path] }], text)[0]?.findings).toHaveLength(1);
  }
});

const table = '# Findings\n\n| Severity | Where | Finding | Fix |\n|---|---|---|---|\n| P1 | z.ts | Old | x |\n';
