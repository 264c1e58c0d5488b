import { createHash } from 'node:crypto';
import type { Fix as SarifFix, Location as SarifLocation, Log, Region, ReportingDescriptor, Result } from 'sarif';
import type { Location } from '../../failure.ts';
import { markdownLines, type Line } from '../../markdown/lines.ts';
import { positions } from '../../markdown/position.ts';
import type { Diagnostic, Fix, Severity } from '../diagnostic.ts';
import { ruleHelp } from '../rule-help.ts';
import { rules } from '../rules.ts';
import type { LintReport } from '../suppress.ts';

/** For code scanning: SARIF 2.1.0, with what was suppressed. `files` is path to content. */
export function formatSarif(report: LintReport, files: ReadonlyMap<string, string>): string {
  const texts = remembered((path) => fileText(files.get(path) ?? ''));
  const fingerprint = fingerprints(texts);
  const results = [
    ...report.diagnostics.map((diagnostic) => ({ diagnostic, reason: undefined })),
    ...report.suppressed,
  ].map(({ diagnostic, reason }) => resultOf(diagnostic, { reason, texts, fingerprint: fingerprint(diagnostic) }));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'phasewright', rules: descriptors } }, columnKind: 'utf16CodeUnits', results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

type Level = 'error' | 'warning' | 'note' | 'none';
const levels: Readonly<Record<Severity | 'off', Level>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  off: 'none',
};

const descriptors: ReportingDescriptor[] = [
  ...rules.map(({ id, recommended }) => ({ id, level: levels[recommended] })),
  { id: 'suppression', level: 'warning' as const },
].map(({ id, level }) => {
  const { summary, markdown } = ruleHelp[id] ?? { summary: id, markdown: id };
  return {
    id,
    shortDescription: { text: summary },
    // GitHub asks for both.
    fullDescription: { text: summary },
    help: { text: markdown, markdown },
    defaultConfiguration: { level, enabled: level !== 'none' },
  };
});

const ruleIndex = new Map(descriptors.map(({ id }, index) => [id, index]));

interface FileText {
  readonly lines: readonly Line[];
  readonly place: (offset: number) => { line: number; column: number };
}

function fileText(content: string): FileText {
  return { lines: markdownLines(content), place: positions(content) };
}

interface About {
  /** Why it was suppressed; undefined where it was not. */
  readonly reason: string | undefined;
  readonly texts: (path: string) => FileText;
  readonly fingerprint: string;
}

function resultOf(diagnostic: Diagnostic, { reason, texts, fingerprint }: About): Result {
  const { rule, severity, message, at, end, other, fix } = diagnostic;
  const index = ruleIndex.get(rule);
  return {
    ruleId: rule,
    ...(index === undefined ? {} : { ruleIndex: index }),
    level: levels[severity],
    message: { text: message },
    locations: [locationOf(at, { startLine: at.line, startColumn: at.column, ...endOf(end) })],
    ...(other
      ? {
          relatedLocations: [
            {
              id: 1,
              message: { text: 'The other place' },
              ...locationOf(other, { startLine: other.line, startColumn: other.column }),
            },
          ],
        }
      : {}),
    partialFingerprints: { 'complaint/v1': fingerprint },
    ...(fix ? { fixes: [fixOf(fix, texts(fix.path))] } : {}),
    ...(reason === undefined
      ? {}
      : { suppressions: [{ kind: 'inSource', status: 'accepted', justification: reason }] }),
  };
}

function endOf(end: Diagnostic['end']): Region {
  return end ? { endLine: end.line, endColumn: end.column } : {};
}

function locationOf({ path }: Pick<Location, 'path'>, region: Region): SarifLocation {
  return { physicalLocation: { artifactLocation: artifact(path), region } };
}

function artifact(path: string): { uri: string; uriBaseId: string } {
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

function fixOf({ path, start, end, text }: Fix, { place }: FileText): SarifFix {
  const [from, to] = [place(start), place(end)];
  const deletedRegion = { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
  return {
    artifactChanges: [
      { artifactLocation: artifact(path), replacements: [{ deletedRegion, insertedContent: { text } }] },
    ],
  };
}

/**
 * What a complaint is recognised by when the lines above it have moved: rule, message and the text of its line; of equal
 * ones in a file, also which one it is.
 */
function fingerprints(texts: (path: string) => FileText): (diagnostic: Diagnostic) => string {
  const occurrences = new Map<string, number>();
  return ({ rule, message, at }) => {
    const line = texts(at.path).lines[at.line - 1]?.text ?? '';
    // Messages name lines too, and those move as well.
    const key = JSON.stringify([rule, message.replaceAll(/\bline \d+/g, 'line'), at.path, line.trim()]);
    const occurrence = (occurrences.get(key) ?? 0) + 1;
    occurrences.set(key, occurrence);
    return createHash('sha256').update(`${key} ${occurrence}`).digest('hex').slice(0, 32);
  };
}

function remembered<Value>(make: (path: string) => Value): (path: string) => Value {
  const known = new Map<string, Value>();
  return (path) => {
    const value = known.get(path) ?? make(path);
    known.set(path, value);
    return value;
  };
}
