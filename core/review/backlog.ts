import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { fail, ok, type Result } from '../failure.ts';
import { markdownLines } from '../markdown/lines.ts';
import { openEnd } from '../plan/edit/edit.ts';
import { withMark } from '../plan/findings/finding-state.ts';
import { readPlan } from '../plan/read.ts';
import { findingWords, type Finding } from './finding.ts';

/** Where a project's deferred findings stand: one file, beside the plan in the layout the plan is in. */
export function backlogPath(planPath: string): string {
  const folder = posix.dirname(planPath);
  return posix.basename(folder) === 'delivery'
    ? `${folder}/improvements-review.md`
    : posix.join(folder, '93-improvements-review.md');
}

/** Where the findings come from, in words for people. */
export interface Origin {
  readonly phase: string;
  readonly plan: string;
}

/**
 * The backlog with the findings added at its end. What is in it stays as it is, byte for byte; an entry that is there
 * already is not added again. An entry must be read back as open: below `## Fixed in this pass` and the like, the new
 * ones get a section of their own. Refused where not even that helps.
 */
export function appendToBacklog(
  path: string,
  text: string | undefined,
  findings: readonly Finding[],
  from: Origin,
): Result<string> {
  const before =
    text ??
    '# Deferred findings\n\nWhat reviews found and left for later: severity, place, and the shape of a fix. Entries are only added.\n';
  const each = [...new Map(findings.map((finding) => [anchor(finding), finding])).values()];
  const entries = each.filter((finding) => !before.includes(anchor(finding))).map((finding) => entry(finding, from));
  if (entries.length === 0) return ok(before);
  const lines = markdownLines(before);
  const open = openEnd(path, lines);
  if (open) return open;
  const section = `## Open after the review of phase ${oneLine(from.phase)} of ${oneLine(from.plan)}\n\n`;
  const after = ['', section].map((heading) => added(before, heading + entries.join('\n')));
  const seen = after.find((content) => openBelow(content, lines.length) === entries.length);
  if (seen !== undefined) return ok(seen);
  const message = `Unexpected end of the backlog, expected a place below which new findings are read as open; end it with a heading such as "## Open"`;
  return fail('broken-plan', message, { path, line: Math.max(1, lines.length), column: 1 });
}

function added(before: string, text: string): string {
  const newline = before.includes('\r\n') ? '\r\n' : '\n';
  const gap = before.endsWith('\n') ? '\n' : '\n\n';
  return before + (gap + text).replaceAll('\n', newline);
}

/** How many open findings are read below a line. The path says nothing here: the file is known to be a backlog. */
function openBelow(content: string, above: number): number {
  const { findings } = readPlan('', content, 'backlog');
  return findings.filter(({ line, state }) => line > above && state === 'open').length;
}

function entry(finding: Finding, from: Origin): string {
  const { severity, path, line, title, fix } = finding;
  const heading = `### ${severity} — ${oneLine(title)}`;
  const body = [
    '',
    `**Citation**: \`${oneLine(path).replaceAll('`', "'")}:${line}\``,
    `**Found**: review of phase ${from.phase} of ${from.plan}`,
    `**Fix shape**: ${oneLine(fix)}`,
    anchor(finding),
    '',
  ];
  const plain = [heading, ...body].join('\n');
  // A title such as "The lock is not closed (fixed)" would speak for the whole entry.
  return openBelow(plain, 0) === 1 ? plain : [withMark(heading, 'open'), ...body].join('\n');
}

/** Names the entry for code, whatever people do to its text. */
function anchor(finding: Finding): string {
  return `<!-- finding ${createHash('sha256').update(findingWords(finding)).digest('hex').slice(0, 12)} -->`;
}

/** Text of an agent becomes text of a document: it may not open headings, comments or tags there. */
function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'))
    .trim();
}
