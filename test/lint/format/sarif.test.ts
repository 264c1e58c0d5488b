import type { Log, Result } from 'sarif';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../core/lint/diagnostic.ts';
import { formatSarif } from '../../../core/lint/format/sarif.ts';
import { rules } from '../../../core/lint/rules.ts';
import type { LintReport } from '../../../core/lint/suppress.ts';

const path = 'specs/10 输入.md';

function complaint(own: Partial<Diagnostic> = {}): Diagnostic {
  return {
    rule: 'placeholder',
    severity: 'warning',
    message: 'Unexpected "TBD"',
    at: { path, line: 2, column: 4 },
    end: { line: 2, column: 7 },
    ...own,
  };
}

function sarif(report: Partial<LintReport>, content = 'one\n是 TBD\n'): Log {
  return JSON.parse(formatSarif({ diagnostics: [], suppressed: [], ...report }, new Map([[path, content]])));
}

function results(...given: Parameters<typeof sarif>): readonly Result[] {
  return sarif(...given).runs[0]?.results ?? [];
}

function fingerprints(diagnostics: readonly Diagnostic[], content?: string): (string | undefined)[] {
  return results({ diagnostics }, content).map((result) => result.partialFingerprints?.['complaint/v1']);
}

test('The log says what it is, and describes every rule that it can name.', () => {
  const log = sarif({});
  expect(log).toMatchObject({ version: '2.1.0', $schema: expect.stringMatching(/sarif-2\.1\.0\.json$/) });
  expect(log.runs).toHaveLength(1);
  const [run] = log.runs;
  expect(run).toMatchObject({ columnKind: 'utf16CodeUnits', results: [], tool: { driver: { name: 'phasewright' } } });
  const described = run?.tool.driver.rules ?? [];
  expect(described.map(({ id }) => id)).toEqual([...rules.map(({ id }) => id), 'suppression']);
  for (const { id, shortDescription, help, defaultConfiguration } of described) {
    expect({ id, text: shortDescription?.text }).toEqual({ id, text: expect.stringMatching(/\w.*\.$/s) });
    expect({ id, text: help?.text }).toEqual({ id, text: expect.stringMatching(/.{20}/s) });
    expect(['error', 'warning', 'note', 'none']).toContain(defaultConfiguration?.level);
  }
});

test('A complaint is a result with its rule, its level and its place in UTF-16 columns.', () => {
  const log = sarif({ diagnostics: [complaint({ severity: 'info', other: { path, line: 1, column: 1 } })] });
  const [result] = log.runs[0]?.results ?? [];
  expect(result).toMatchObject({
    ruleId: 'placeholder',
    level: 'note',
    message: { text: 'Unexpected "TBD"' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'specs/10%20%E8%BE%93%E5%85%A5.md', uriBaseId: '%SRCROOT%' },
          region: { startLine: 2, startColumn: 4, endLine: 2, endColumn: 7 },
        },
      },
    ],
    relatedLocations: [{ id: 1, physicalLocation: { region: { startLine: 1, startColumn: 1 } } }],
  });
  expect(log.runs[0]?.tool.driver.rules?.[result?.ruleIndex ?? -1]?.id).toBe('placeholder');
  expect(result).not.toHaveProperty('suppressions');
});

test('A fix is a replacement of lines and columns.', () => {
  const fix = { path, start: 6, end: 9, text: '4 KiB' };
  expect(results({ diagnostics: [complaint({ fix })] })[0]?.fixes).toEqual([
    {
      artifactChanges: [
        {
          artifactLocation: { uri: 'specs/10%20%E8%BE%93%E5%85%A5.md', uriBaseId: '%SRCROOT%' },
          replacements: [
            {
              deletedRegion: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 6 },
              insertedContent: { text: '4 KiB' },
            },
          ],
        },
      ],
    },
  ]);
});

test('What was suppressed is there, as suppressed, with the reason.', () => {
  const suppressed = [{ diagnostic: complaint(), reason: 'a name' }];
  expect(results({ suppressed })).toMatchObject([
    { level: 'warning', suppressions: [{ kind: 'inSource', status: 'accepted', justification: 'a name' }] },
  ]);
});

describe('The fingerprint of a complaint', () => {
  test('stays when the lines above it move, also where its message names one.', () => {
    const message = 'Unexpected row, expected as on line 1';
    const moved = { at: { path, line: 5, column: 4 }, message: 'Unexpected row, expected as on line 4' };
    expect(fingerprints([complaint({ message })])).toEqual(fingerprints([complaint(moved)], 'a\n\n\none\n是 TBD\n'));
  });

  test('differs by rule, message, text of the line, and by which of equal ones it is.', () => {
    const same = complaint({ at: { path, line: 3, column: 4 } });
    const all = [
      ...fingerprints([complaint(), same, complaint({ rule: 'other' }), complaint({ message: 'm' })], 'one\nx\nx\n'),
      ...fingerprints([complaint()], 'one\ny\n'),
    ];
    expect(new Set(all).size).toBe(5);
  });
});
