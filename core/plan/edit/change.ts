import { fail, ok, type Failure, type Result } from '../../failure.ts';

/** What an edit did, from top to bottom, with all that it takes to put it back. */
export type Change = readonly LineChange[];

/** Whole lines with their endings. Both texts are there, so that no change is taken for that of another place. */
export interface LineChange {
  /** 1-based: where `before` starts, in the file before the edit. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** Makes a change. All bytes outside of it stay as they are; where one of its lines is not as expected, nothing is done. */
export function applied(path: string, content: string, change: Change): Result<string> {
  const starts = lineStarts(content);
  let text = '';
  let from = 0;
  for (const { line, before, after } of change) {
    const start = starts[line - 1];
    if (start === undefined || start < from) return changedMeanwhile(path, line, before, null);
    const end = start + before.length;
    const ends = before.endsWith('\n') || end === content.length;
    if (!content.startsWith(before, start) || !ends) {
      return changedMeanwhile(path, line, before, content.slice(start, starts[line]));
    }
    text += content.slice(from, start) + after;
    from = end;
  }
  return ok(text + content.slice(from));
}

/** Takes a change back: the file is, to the byte, what it was before. */
export function revert(path: string, content: string, change: Change): Result<string> {
  let moved = 0;
  const inverse = change.map(({ line, before, after }) => {
    const back = { line: line + moved, before: after, after: before };
    moved += newlines(after) - newlines(before);
    return back;
  });
  return applied(path, content, inverse);
}

/** Refuses to write to lines that are not as they were read. `found` is null where the file is too short. */
export function changedMeanwhile(
  path: string,
  line: number,
  expected: string,
  found: string | null,
): { ok: false; failure: Failure } {
  const there = found === null ? 'end of file' : `line ${quoted(found)}`;
  const message = `Unexpected ${there}, expected ${quoted(expected)} as it was read; the file has changed since, so read it again`;
  return fail('plan-changed', message, { path, line, column: 1 });
}

const longest = 100;

function quoted(lines: string): string {
  const [first = ''] = lines.split(/\r?\n/, 1);
  return first.length > longest ? `"${first.slice(0, longest)}…"` : `"${first}"`;
}

/** Where each line starts, and where one would that is added at the end. Editors hide a byte order mark. */
function lineStarts(content: string): number[] {
  const starts = [content.startsWith('\uFEFF') ? 1 : 0];
  for (let at = content.indexOf('\n'); at >= 0; at = content.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}
