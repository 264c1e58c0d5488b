import { fail, ok, type Result } from '../failure.ts';
import { markdownLines, type Line } from '../markdown/lines.ts';
import { isHeading } from '../markdown/outline.ts';
import { openEnd } from '../plan/edit/edit.ts';
import { withMark } from '../plan/findings/finding-state.ts';
import type { Finding as Entry } from '../plan/findings/finding.ts';
import type { Plan } from '../plan/plan.ts';
import { readPlan } from '../plan/read.ts';
import { oneLine, writeEntry, type NewEntry, type Origin } from './backlog-entry.ts';
import { isPlain, mainListing, type Form, type Listing } from './backlog-form.ts';
import { newIds } from './backlog-ids.ts';
import { newFindings, type Left, type NewFinding } from './new-findings.ts';

/** A finding that is left for later, and where it comes from. */
export interface Deferred extends Left {
  readonly from: Origin;
}

/**
 * The backlog with the findings added, written as the file writes its own: rows of a table, bullets or headings, with
 * ids that go on. They go on with a list that is for all findings; else they get a section of their own at the end. What
 * is in the file stays as it is, byte for byte, and what an entry stands for that is not marked as fixed is not added. The
 * new ones must be read back as open, and all others as before: refused where no form does that. `known` is the backlog
 * as it was when they were found, where it has changed since: what an entry stood for there is not added either.
 */
export function appendToBacklog(
  path: string,
  text: string | undefined,
  deferred: readonly Deferred[],
  known?: string,
): Result<string> {
  const content =
    text ??
    '# Deferred findings\n\nWhat reviews found and left for later: severity, place, and the shape of a fix. Entries are only added.\n';
  const added = newFindings(content, deferred, known);
  const first = added[0]?.of;
  if (!first) return ok(content);
  const lines = markdownLines(content);
  const open = openEnd(path, lines);
  if (open) return open;
  const before = read(content);
  const title = `Open after the review of phase ${oneLine(first.from.phase)} of ${oneLine(first.from.plan)}`;
  for (const place of places({ content, lines }, before.findings, title)) {
    const entries = entriesFor(added, before.findings, place.form).map((entry) => openEntry(entry, place.form));
    const after = place.write(entries);
    if (
      holds(
        before,
        read(after),
        added.map(({ of }) => of),
      )
    )
      return ok(after);
  }
  const message = `Unexpected end of the backlog, expected a place below which new findings are read as open; end it with a heading such as "## Open"`;
  return fail('broken-plan', message, { path, line: Math.max(1, lines.length), column: 1 });
}

/** The path says nothing here: the file is known to be a backlog. */
function read(content: string): Plan {
  return readPlan('', content, 'backlog');
}

interface Place {
  readonly form: Form;
  readonly write: (entries: readonly string[]) => string;
}

/** Where the entries may go, the best place first. */
function places(
  { content, lines }: { readonly content: string; readonly lines: readonly Line[] },
  findings: readonly Entry[],
  title: string,
): Place[] {
  const heading: Form = { kind: 'heading', level: 3 };
  const listing = mainListing(lines, findings);
  const isOurs = listing?.heading?.heading.text === title;
  const inSection = (form: Form): Place => ({
    form,
    write: (entries) => atEnd(content, `## ${title}\n\n${startOf(form)}${together(entries, form)}`),
  });
  const lastHeading = lines.findLast(isHeading) ?? null;
  return [
    ...(listing && (isOurs || isPlain(listing.heading)) ? [inListing(content, listing)] : []),
    ...(!listing && isPlain(lastHeading)
      ? [{ form: heading, write: (entries: readonly string[]) => atEnd(content, together(entries, heading)) }]
      : []),
    ...(listing && listing.form.kind !== 'heading' ? [inSection(listing.form)] : []),
    inSection(heading),
  ];
}

function inListing(content: string, { form, last }: Listing): Place {
  return {
    form,
    write: (entries) => {
      const newline = newlineOf(content);
      const end = content.indexOf('\n', last.end) + 1 || content.length;
      const isClosed = content.slice(0, end).endsWith('\n');
      const gap = `${isClosed ? '' : '\n'}${form.kind === 'heading' ? '\n' : ''}`;
      // The next part of the file is set apart by the blank lines before it already.
      const text = together(entries, form);
      return content.slice(0, end) + (gap + text).replaceAll('\n', newline) + content.slice(end);
    },
  };
}

/** What stands above the first entry: the head of a table. */
function startOf(form: Form): string {
  return form.kind === 'table' ? `${form.table.header.text.trim()}\n${form.table.delimiter.text.trim()}\n` : '';
}

function together(entries: readonly string[], form: Form): string {
  return entries.join(form.kind === 'heading' ? '\n' : '');
}

function atEnd(content: string, text: string): string {
  const gap = content.endsWith('\n') ? '\n' : '\n\n';
  return content + (gap + text).replaceAll('\n', newlineOf(content));
}

function newlineOf(content: string): string {
  return content.includes('\r\n') ? '\r\n' : '\n';
}

function entriesFor(added: readonly NewFinding<Deferred>[], findings: readonly Entry[], form: Form): NewEntry[] {
  const withoutSeverity = form.kind === 'table' && form.table.columns.severity >= 0;
  const ids = newIds(
    findings,
    added.map(({ of, anchor }) => ({ severity: of.finding.severity, anchor })),
    { withoutSeverity },
  );
  const needsSeverity = form.kind === 'table' && !withoutSeverity;
  return added.map(({ of, anchor, after }, index) => ({
    ...of,
    title: of.finding.title,
    id: ids[index] || (needsSeverity ? of.finding.severity : ''),
    anchor,
    after,
  }));
}

/** A title such as "The lock is not closed (fixed)" would speak for the whole entry. */
function openEntry(entry: NewEntry, form: Form): string {
  const alone = (text: string): boolean => read(startOf(form) + text).findings[0]?.state === 'open';
  const plain = writeEntry(entry, form);
  if (alone(plain)) return plain;
  return writeEntry({ ...entry, title: withMark(entry.title, 'open') }, form);
}

/** Whether all that was read before is read as before, and beside it the new entries, as open. */
function holds(before: Plan, after: Plan, added: readonly Deferred[]): boolean {
  const [old, all] = [before.findings.map(words), after.findings.map(words)];
  const differs = all.findIndex((text, index) => text !== old[index]);
  const at = differs < 0 ? old.length : differs;
  const fresh = after.findings.slice(at, at + added.length);
  const severities = fresh.map(({ severity }) => severity).join();
  return (
    all.toSpliced(at, added.length).join('\n') === old.join('\n') &&
    fresh.every(({ state }) => state === 'open') &&
    severities === added.map(({ finding }) => finding.severity).join() &&
    work(after) === work(before) &&
    after.unparsed.length === before.unparsed.length
  );
}

function words({ id, severity, title, location, state }: Entry): string {
  return JSON.stringify([id, severity, title, location, state]);
}

/** A backlog may be a plan too: what is added is no task of it. */
function work({ phases }: Plan): string {
  return JSON.stringify(phases.map(({ id, tasks }) => [id, tasks.map((task) => task.id)]));
}
