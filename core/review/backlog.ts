import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { findingId, type Finding } from './finding.ts';

/** Where a project's deferred findings stand: one file, beside the plan in the layout the plan is in. */
export function backlogPath(planPath: string): string {
  const folder = posix.dirname(planPath);
  return posix.basename(folder) === 'delivery'
    ? `${folder}/improvements-review.md`
    : posix.join(folder, '93-improvements-review.md');
}

/**
 * The backlog with the findings added at its end. What is in it stays as it is, byte for byte; an entry that is there
 * already is not added again.
 */
export function appendToBacklog(
  text: string | undefined,
  findings: readonly Finding[],
  from: { phase: string; plan: string },
): string {
  const before =
    text ??
    '# Deferred findings\n\nWhat reviews found and left for later: severity, place, and the shape of a fix. Entries are only added.\n';
  const newline = before.includes('\r\n') ? '\r\n' : '\n';
  const each = [...new Map(findings.map((finding) => [anchor(finding), finding])).values()];
  const entries = each.filter((finding) => !before.includes(anchor(finding))).map((finding) => entry(finding, from));
  if (entries.length === 0) return before;
  const gap = before.endsWith('\n') ? '\n' : '\n\n';
  return before + (gap + entries.join('\n')).replaceAll('\n', newline);
}

function entry(finding: Finding, from: { phase: string; plan: string }): string {
  const { severity, path, line, title, fix } = finding;
  return [
    `### ${severity} — ${oneLine(title)}`,
    '',
    `**Citation**: \`${oneLine(path).replaceAll('`', "'")}:${line}\``,
    `**Found**: review of phase ${from.phase} of ${from.plan}`,
    `**Fix shape**: ${oneLine(fix)}`,
    anchor(finding),
    '',
  ].join('\n');
}

/** Names the entry for code, whatever people do to its text. */
function anchor(finding: Finding): string {
  return `<!-- finding ${createHash('sha256').update(findingId(finding)).digest('hex').slice(0, 12)} -->`;
}

/** Text of an agent becomes text of a document: it may not open headings, comments or tags there. */
function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'))
    .trim();
}
