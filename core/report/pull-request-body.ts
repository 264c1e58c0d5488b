import { reportMarkdown } from './markdown.ts';
import type { Report } from './report.ts';

/**
 * The head of the Markdown report, the fields of the hand-off: whole sections, as many as a pull request takes. The report already
 * shows what came from agents as plain text, which mentions nobody and closes no issue.
 */
export function pullRequestBody(report: Report): string {
  const sections = reportMarkdown(report).split(/^(?=## )/m);
  const head = sections.slice(0, sections.findIndex((section) => section.startsWith('## Next phase')) + 1);
  let body = '';
  for (const section of head) {
    if (body.length + section.length > mostCharacters) break;
    body += section;
  }
  return body.trimEnd();
}

/** A body may have 65,536 characters at GitHub. */
const mostCharacters = 60_000;
