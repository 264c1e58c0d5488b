import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatDiagnostic } from '../../../core/lint/diagnostic.ts';
import { decide } from '../../../core/stage/decide/decide.ts';
import { specLint } from '../../../core/stage/specs/spec-lint.ts';
import { scratch, writeFiles } from '../../git/scratch.ts';
import { hostWith, temporaryFolder } from '../../host/temporary.ts';

const plan = 'demo/specs/91-impl-plan.md';

function planCiting(spec: string): string {
  return `## Phase 1: a\n\n| # | Task | Spec |\n|--|--|--|\n| 1.1 | Input | ${spec} |\n\n**Exit criteria**: All gates pass.\n`;
}

async function lint(root: string): Promise<readonly string[]> {
  const artifacts = join(root, '.phasewright/spec-lint');
  const linted = await specLint(hostWith(), { root, plans: [plan], phase: '1', artifacts });
  if (!linted.ok) throw new Error(linted.failure.message);
  return linted.value.report.diagnostics.map(formatDiagnostic);
}

function request(workspace: string) {
  const agent = { driver: 'command', command: ['true'] };
  return {
    workspace,
    project: 'demo',
    projectRoot: 'demo',
    plans: [plan],
    rebase: false,
    targets: ['test'],
    options: [{ from: 'nx.json', written: { implementer: agent, reviewer: agent } }],
  };
}

test('A spec outside the spec folder is found by the lint and by the decision.', async () => {
  const { host, root } = await scratch({
    [plan]: planCiting('docs/limits.md § 1'),
    'docs/limits.md': '## 1. Size\n\nSmall.\n',
  });
  expect(await lint(root)).toEqual([]);
  const decided = await decide(host, request(root));
  expect(decided).toMatchObject({ ok: true, value: { specs: ['docs/limits.md'] } });
});

test('One that is not committed yet is found by the lint; one that git ignores or that was deleted is not.', async () => {
  const { root } = await scratch({
    [plan]: planCiting('docs/new.md, docs/ignored.md, docs/gone.md'),
    'docs/gone.md': 'gone\n',
    '.gitignore': 'ignored.md\n',
  });
  writeFiles(root, { 'docs/new.md': 'new\n', 'docs/ignored.md': 'ignored\n', 'docs/gone.md': undefined });
  expect(await lint(root)).toEqual([
    expect.stringContaining('docs/ignored.md'),
    expect.stringContaining('docs/gone.md'),
  ]);
});

test('Without git, the specs are found in the whole folder.', async () => {
  const root = temporaryFolder();
  writeFiles(root, {
    [plan]: planCiting('70, docs/limits.md, docs/gone.md'),
    'demo/specs/70-data.md': 'a\n',
    'docs/limits.md': 'b\n',
    'node_modules/a/docs/gone.md': 'c\n',
  });
  expect(await lint(root)).toEqual([expect.stringContaining('docs/gone.md')]);
});

test('What the configuration in the checkout says holds, and a broken one fails the stage with its place.', async () => {
  const { root } = await scratch({ [plan]: planCiting('99') });
  expect(await lint(root)).toEqual([expect.stringContaining(' error Unexpected citation')]);
  writeFiles(root, { 'phasewright.lint.json': '{ "rules": { "spec-reference": "info" } }' });
  expect(await lint(root)).toEqual([expect.stringContaining(' info Unexpected citation')]);
  writeFiles(root, { 'phasewright.lint.json': '{\n  "rules": { "spec-refrence": "info" }\n}' });
  const artifacts = join(root, '.phasewright/spec-lint');
  const message = expect.stringContaining('did you mean "spec-reference"?');
  expect(await specLint(hostWith(), { root, plans: [plan], phase: '1', artifacts })).toMatchObject({
    ok: false,
    failure: { reason: 'bad-option', message, at: { path: 'phasewright.lint.json', line: 2, column: 14 } },
  });
  expect(JSON.parse(readFileSync(join(artifacts, 'record.json'), 'utf8'))).toMatchObject({ outcome: 'failed' });
});

test('A phase that no plan has fails the stage, and so does a plan that is not there.', async () => {
  const { root } = await scratch({ [plan]: planCiting('—') });
  const artifacts = join(root, '.phasewright/spec-lint');
  const record = () => JSON.parse(readFileSync(join(artifacts, 'record.json'), 'utf8'));
  const message = 'Unexpected phase "99", expected one of 1.';
  expect(await specLint(hostWith(), { root, plans: [plan], phase: '99', artifacts })).toMatchObject({
    ok: false,
    failure: { reason: 'unknown-phase', message },
  });
  expect(record()).toMatchObject({ outcome: 'failed', errors: 1, failure: { reason: 'unknown-phase', message } });
  expect(await specLint(hostWith(), { root, plans: ['gone.md'], phase: undefined, artifacts })).toMatchObject({
    ok: false,
  });
  expect(record()).toMatchObject({ outcome: 'failed', failure: { reason: 'unknown-plan' } });
});

test('The artifacts are about all plans of a project.', async () => {
  const other = 'demo/other/specs/91-impl-plan.md';
  const { root } = await scratch({ [plan]: planCiting('97'), [other]: planCiting('98') });
  const artifacts = join(root, '.phasewright/spec-lint');
  const linted = await specLint(hostWith(), { root, plans: [plan, other], phase: undefined, artifacts });
  expect(linted).toMatchObject({ ok: true, value: { record: { outcome: 'failed', errors: 2 } } });
  const read = (name: string) => JSON.parse(readFileSync(join(artifacts, name), 'utf8'));
  expect(read('record.json')).toMatchObject({ outcome: 'failed', errors: 2 });
  const paths = read('diagnostics.json').map(({ at }: { at: { path: string } }) => at.path);
  expect(paths.toSorted()).toEqual([other, plan]);
  expect(read('spec-lint.sarif').runs[0].results).toHaveLength(2);
});

test('SARIF lies beside the diagnostics, and carries what a comment suppresses.', async () => {
  const disable = '<!-- phasewright-disable spec-reference: 99 is written in this phase -->\n\n';
  const { root } = await scratch({ [plan]: disable + planCiting('99') });
  expect(await lint(root)).toEqual([expect.stringContaining(' info Suppressed 1 complaint of spec-reference')]);
  const sarif = JSON.parse(readFileSync(join(root, '.phasewright/spec-lint/spec-lint.sarif'), 'utf8'));
  expect(sarif.runs[0].results).toMatchObject([
    { ruleId: 'suppression', level: 'note' },
    {
      ruleId: 'spec-reference',
      suppressions: [{ kind: 'inSource', justification: '99 is written in this phase' }],
    },
  ]);
});

test('Uncommitted edits of a cited spec outside the spec folder are refused; those of other files are not.', async () => {
  const texts = { [plan]: planCiting('docs/limits.md'), 'docs/limits.md': 'a\n', 'docs/other.md': 'a\n' };
  const { host, root } = await scratch(texts);
  writeFiles(root, { 'docs/other.md': 'b\n' });
  expect(await decide(host, request(root))).toMatchObject({ ok: true });
  writeFiles(root, { 'docs/limits.md': 'b\n' });
  expect(await decide(host, request(root))).toMatchObject({
    ok: false,
    failure: {
      reason: 'uncommitted-plan',
      message: expect.stringContaining('uncommitted edits of the plan or its specs: docs/limits.md.'),
      at: { path: 'docs/limits.md', line: 1, column: 1 },
    },
  });
});
