import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Log } from 'sarif';
import { expect, onTestFinished, test } from 'vitest';
import { findingsSarif } from '../../../actions/lib/findings-sarif.ts';
import type { Diagnostic } from '../../../core/lint/diagnostic.ts';
import { formatSarif } from '../../../core/lint/format/sarif.ts';
import { rules } from '../../../core/lint/rules.ts';
import type { Report } from '../../../core/report/report.ts';
import { largeReport } from '../../report/large.ts';
import { sampleReport } from '../../report/sample.ts';
import { attacks, naughty } from './attacks.ts';

/* Held against Microsoft's validator with the rules of GitHub. */

const program = join(
  dirname(
    createRequire(createRequire(import.meta.url).resolve('@microsoft/sarif-multitool/package.json')).resolve(
      `@microsoft/sarif-multitool-${process.platform}/package.json`,
    ),
  ),
  'Sarif.Multitool',
);

/** What the validator says is an error, as `rule place`. Its exit code says nothing. */
function errorsOf(sarif: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'sarif-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [file, output] = [join(folder, 'in.sarif'), join(folder, 'out.sarif')];
  writeFileSync(file, sarif);
  execFileSync(program, ['validate', file, '--output', output, '--rule-kind', 'Sarif;Ghas'], {
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
    stdio: 'ignore',
  });
  const [run] = (JSON.parse(readFileSync(output, 'utf8').replace(/^\uFEFF/, '')) as Log).runs;
  // Without this it has looked at nothing.
  expect(run?.invocations?.[0]?.executionSuccessful).toBe(true);
  return (run?.results ?? [])
    .filter(({ level }) => level === 'error')
    .map(({ ruleId, message }) => `${ruleId} ${message.arguments?.[0]}`);
}

function found(texts: readonly string[]): Report['findings'] {
  const [first] = sampleReport().findings;
  return texts
    .filter((text) => text !== '')
    .map((text) => ({
      ...first!,
      outcome: 'open',
      finding: { ...first!.finding, path: text, title: text, fix: text },
    }));
}

test('The validator sees what GitHub refuses.', () => {
  const log = JSON.parse(findingsSarif(sampleReport({ findings: found(['a.ts']) }))) as Log;
  for (const result of log.runs[0]?.results ?? []) delete result.locations;
  expect(errorsOf(JSON.stringify(log))).toContain('GH1015 runs[0].results[0]');
});

test.for([
  ['a sample', sampleReport({ findings: found(['src/a.ts', 'src/b c.ts']) })],
  ['nothing', sampleReport({ findings: [] })],
  ['a phase of 200 tasks', largeReport(200)],
] as const)('Findings of %s are taken by GitHub.', ([, report]) => {
  expect(errorsOf(findingsSarif(report))).toEqual([]);
});

test('Texts of the lists, as paths and titles of findings, are taken too.', () => {
  expect(errorsOf(findingsSarif(sampleReport({ findings: found([...naughty, ...attacks]) })))).toEqual([]);
});

test('Complaints of the lint about specs are taken by GitHub, of each rule one, and of the lists.', () => {
  const path = 'specs/10 a.md';
  const complaint = (rule: string, message: string): Diagnostic => ({
    rule,
    severity: 'warning',
    message,
    at: { path, line: 1, column: 1 },
    end: { line: 1, column: 3 },
    other: { path, line: 2, column: 1 },
  });
  const diagnostics = [
    ...rules.map(({ id }) => complaint(id, `Unexpected ${id}.`)),
    ...[...naughty, ...attacks].map((text) => complaint('placeholder', `Unexpected ${text}`)),
  ];
  const suppressed = [{ diagnostic: complaint('placeholder', 'Unexpected "TBD".'), reason: 'It is a name.' }];
  const sarif = formatSarif({ diagnostics, suppressed }, new Map([[path, 'one\ntwo\n']]));
  expect(errorsOf(sarif)).toEqual([]);
});
