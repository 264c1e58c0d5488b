import { styleText } from 'node:util';
import type { Location } from '../../failure.ts';
import { markdownLines } from '../../markdown/lines.ts';
import { visibleLine } from '../../visible.ts';
import type { Diagnostic, Severity } from '../diagnostic.ts';
import { showLine } from './shown-line.ts';

export interface TerminalStyle {
  readonly color: boolean;
  /** Columns that a source line may take. */
  readonly columns: number;
}

/** For people: every complaint with the line it is about, and the sum below. `files` is path to content. */
export function formatTerminal(
  diagnostics: readonly Diagnostic[],
  files: ReadonlyMap<string, string>,
  { color, columns }: TerminalStyle,
): string {
  const paint: Paint = color ? (format, text) => styleText(format, text, { validateStream: false }) : (_, text) => text;
  const lineAt = lineReader(files);
  const blocks = diagnostics.map((diagnostic) => formatOne(diagnostic, lineAt, { paint, columns }));
  return [...blocks, `${summary(diagnostics)}\n`].join('\n');
}

/** `3 errors, 2 warnings, 14 notes in 4 files`. */
export function summary(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return 'Nothing to complain about';
  const counts = (['error', 'warning', 'info'] as const)
    .map((severity) => ({ severity, count: diagnostics.filter((each) => each.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => counted(count, names[severity]));
  const files = new Set(diagnostics.map(({ at }) => at.path)).size;
  return `${counts.join(', ')} in ${counted(files, 'file')}`;
}

const names: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
const colors = { error: 'red', warning: 'yellow', info: 'blue' } as const;

type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;
type LineReader = (at: Location) => string | undefined;

interface Looks {
  readonly paint: Paint;
  readonly columns: number;
}

function formatOne(diagnostic: Diagnostic, lineAt: LineReader, looks: Looks): string {
  const { at, end, other, severity, message, rule, fix } = diagnostic;
  const { paint } = looks;
  const gutter = String(Math.max(at.line, other?.line ?? 0)).length;
  const sameLineEnd = end === undefined ? at.column : end.line === at.line ? end.column : Infinity;
  const head = [
    paint('bold', placeOf(at)),
    paint([colors[severity], 'bold'], names[severity]),
    paint('dim', rule),
    ...(fix ? [paint('dim', '(--fix)')] : []),
  ].join('  ');
  const lines = [head, `  ${visibleLine(message)}`, ...excerpt(at, sameLineEnd, '^', colors[severity])];
  if (other) lines.push(`  ${paint('dim', 'see')} ${placeOf(other)}`, ...excerpt(other, other.column, '-', 'cyan'));
  return `${lines.join('\n')}\n`;

  function excerpt(
    place: Location,
    endColumn: number,
    mark: string,
    color: 'red' | 'yellow' | 'blue' | 'cyan',
  ): string[] {
    const line = lineAt(place);
    if (line === undefined || line.trim() === '') return [];
    const room = Math.max(20, looks.columns - gutter - 5);
    const { text, before, width } = showLine(line, place.column - 1, Math.min(endColumn - 1, line.length), room);
    const number = paint('dim', `  ${String(place.line).padStart(gutter)} │`);
    const below = paint('dim', `  ${' '.repeat(gutter)} │`);
    return [`${number} ${text}`, `${below} ${' '.repeat(before)}${paint(color, mark.repeat(width))}`];
  }
}

function placeOf({ path, line, column }: Location): string {
  return `${visibleLine(path)}:${line}:${column}`;
}

function lineReader(files: ReadonlyMap<string, string>): LineReader {
  const known = new Map<string, readonly string[]>();
  return ({ path, line }) => {
    const lines = known.get(path) ?? markdownLines(files.get(path) ?? '').map(({ text }) => text);
    known.set(path, lines);
    return lines[line - 1];
  };
}

function counted(count: number, name: string): string {
  return count === 1 ? `1 ${name}` : `${count} ${name}s`;
}
