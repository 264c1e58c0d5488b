import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { Report, TracedFinding } from '../../core/report/report.ts';
import { findingId, severities, worstFirst, type Severity } from '../../core/review/finding.ts';
import { visibleText } from '../../core/visible.ts';

/** What reviewers found and nobody has mended, for code scanning: SARIF 2.1.0. A phase has a category of its own. */
export function findingsSarif(report: Report): string {
  const { plan, phase, findings } = report;
  const results = findings
    .filter(({ outcome }) => outcome === 'open' || outcome === 'deferred')
    .toSorted((a, b) => worstFirst(a.finding, b.finding))
    .map(resultOf);
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'phasewright review', rules } },
        automationDetails: { id: `phasewright/${plan.id}/${phase.id}/` },
        columnKind: 'utf16CodeUnits',
        // GitHub refuses more.
        results: results.slice(0, mostResults),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const mostResults = 25_000;

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  P0: 'error',
  P1: 'error',
  P2: 'warning',
  P3: 'note',
};

const meanings: Readonly<Record<Severity, string>> = {
  P0: 'The worst: nobody can use it like this',
  P1: 'Wrong where it matters',
  P2: 'Wrong in a corner, or hard to go on with',
  P3: 'Small',
};

const rules: ReportingDescriptor[] = severities.map((severity) => ({
  id: `review/${severity}`,
  shortDescription: { text: `${severity}: ${meanings[severity]}.` },
  // GitHub asks for both.
  fullDescription: { text: `${severity}: ${meanings[severity]}.` },
  help: { text: 'A finding of an independent review. It stands in the report of its phase, with the shape of a fix.' },
  defaultConfiguration: { level: levels[severity] },
}));

function resultOf({ finding, outcome, reason }: TracedFinding): Result {
  const { severity, path, line, title, fix } = finding;
  const put = outcome === 'deferred' ? [`Deferred${reason ? `: ${reason}` : ''}`] : [];
  return {
    ruleId: `review/${severity}`,
    ruleIndex: severities.indexOf(severity),
    level: levels[severity],
    // GitHub refuses the whole file for one text that is blank.
    message: { text: visibleText([title, fix, ...put].join('\n')).trim() || `A finding of ${severity}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(path), uriBaseId: '%SRCROOT%' },
          region: { startLine: line },
        },
      },
    ],
    partialFingerprints: { 'finding/v1': findingId(finding) },
  };
}

/** From the root, and so without a slash at its start. */
function uriOf(path: string): string {
  const parts = path.toWellFormed().replace(/^\/+/, '').split('/');
  return parts.map(encodeURIComponent).join('/');
}
