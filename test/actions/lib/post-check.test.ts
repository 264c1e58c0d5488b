import { expect, test } from 'vitest';
import { mostOfOutput, mostOfRequest, phaseCheck } from '../../../actions/lib/phase-check.ts';
import { postCheck } from '../../../actions/lib/post-check.ts';
import type { Report } from '../../../core/report/report.ts';
import { sampleReport } from '../../report/sample.ts';
import { withGitHub } from './with-github.ts';

const { github, asJob, as } = withGitHub();
const run = 'https://github.com/octo/app/actions/runs/1/attempts/1';

async function head(): Promise<string> {
  const { octokit, at } = as('octo');
  return (await octokit.rest.git.getRef({ ...at, ref: 'heads/main' })).data.object.sha;
}

/** A report with so many findings, each in a line of its own. */
function withFindings(count: number, about: Partial<Report> = {}): Report {
  const [first] = sampleReport().findings;
  const findings = Array.from({ length: count }, (_, index) => ({
    ...first!,
    outcome: 'open' as const,
    finding: { ...first!.finding, line: index + 1, title: `Finding ${index + 1}` },
  }));
  return sampleReport({ tasks: [], gates: [], criteria: [], questions: [], findings, ...about });
}

test('The check has its conclusion at once, and all annotations in as many requests as they take.', async () => {
  const commit = await head();
  const asked = github().journal.length;
  const posted = await postCheck(asJob({ checks: 'write' }), phaseCheck(withFindings(120)), { commit, run });
  expect(posted).toMatchObject({ ok: true });
  const requests = github().journal.slice(asked);
  expect(requests.map(({ operation, status }) => [operation, status])).toEqual([
    ['checks/create', 201],
    ['checks/update', 200],
    ['checks/update', 200],
  ]);
  const bodies = requests.map(({ body }) => body as { output: { annotations: { message: string }[] } });
  expect(bodies[0]).toMatchObject({
    name: 'phasewright: checkout, phase 2',
    head_sha: commit,
    status: 'completed',
    conclusion: 'action_required',
    details_url: run,
  });
  expect(bodies.map(({ output }) => output.annotations.length)).toEqual([mostOfRequest, mostOfRequest, 20]);
  const told = bodies.flatMap(({ output }) => output.annotations.map(({ message }) => message.split('\n')[0]));
  expect(new Set(told).size).toBe(120);
});

test.for([
  ['landed', 'success'],
  ['waiting', 'action_required'],
  ['stopped', 'cancelled'],
  ['failed', 'failure'],
] as const)(
  'What is %s is %s: nothing but a phase that has landed lets a branch be merged.',
  ([outcome, conclusion]) => {
    expect(phaseCheck(sampleReport({ outcome })).conclusion).toBe(conclusion);
  },
);

test('What is too long is cut, and what has no place in a file is in the summary alone.', async () => {
  const long = 'long '.repeat(20_000);
  const [task] = sampleReport().tasks;
  const [finding] = withFindings(1).findings;
  const report = withFindings(0, {
    outcome: 'failed',
    summary: long,
    tasks: [{ ...task!, outcome: 'failed', title: 'without a place', reason: 'broken' }],
    findings: [{ ...finding!, finding: { ...finding!.finding, path: `${long}.ts`.replaceAll(' ', '-'), title: long } }],
  });
  const check = phaseCheck(report);
  expect(check.summary.length).toBeLessThanOrEqual(mostOfOutput);
  expect(check.title.length).toBe(255);
  expect(check.annotations.flat()).toHaveLength(1);
  expect(Buffer.byteLength(check.annotations.flat()[0]!.message)).toBeLessThan(64 * 1024);
  expect(phaseCheck({ ...report, summary: 'short' }).summary).toContain('without a place');
  const posted = await postCheck(asJob({ checks: 'write' }), check, { commit: await head(), run });
  expect(posted).toMatchObject({ ok: true });
});

test('Without the right to it, it says which is lacking.', async () => {
  const posted = await postCheck(asJob({ contents: 'read' }), phaseCheck(withFindings(1)), {
    commit: await head(),
    run,
  });
  expect(posted).toMatchObject({
    ok: false,
    failure: { message: expect.stringContaining('The token of this job needs the permission `checks: write`.') },
  });
});
