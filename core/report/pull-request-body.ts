import { reportSections } from './markdown.ts';
import type { Report } from './report.ts';

/**
 * The head of the Markdown report, the fields of the hand-off: whole sections, as many as a pull request takes. The report already
 * shows what came from agents as plain text, which mentions nobody and closes no issue.
 */
export function pullRequestBody(report: Report): string {
  const sections = reportSections(report);
  const head = sections.slice(0, sections.findIndex(({ heading }) => heading === 'Next phase') + 1);
  let body = '';
  for (const [index, section] of head.entries()) {
    const text = `${index === 0 ? '#' : '##'} ${section.heading}\n\n${section.body}\n\n`;
    if (body.length + text.length > mostCharacters) break;
    body += text;
  }
  return body.trimEnd();
}

/** A body may have 65,536 characters at GitHub. */
const mostCharacters = 60_000;
