import { startsBlock } from '../../markdown/items.ts';
import { isBlank, type Line } from '../../markdown/lines.ts';
import type { StatusClaim } from '../plan.ts';
import { stateSaid } from '../tasks/done-words.ts';

/**
 * What a phase says about its own state: marks and words in its heading, and `Status:` lines or block quotes above its
 * first sub-heading. What says neither done nor open is no claim.
 */
export function readClaims(heading: Line, lines: readonly Line[]): StatusClaim[] {
  const claims = [claimInHeading(heading)];
  for (const [index, line] of lines.entries()) {
    if (line.heading) break;
    if (line.kind === 'text') claims.push(statusLine(lines, index));
  }
  return claims.filter((claim) => claim !== null);
}

/** `— ✅ CLOSED (sign-off)`, `[DONE]`, `（已完成）` at the end of a heading. A word of the title is none. */
function claimInHeading({ heading, number }: Line): StatusClaim | null {
  const text = heading?.text ?? '';
  const [claim = ''] =
    /[✅☑✔✓❌⏳🚧🔄].*$/u.exec(text) ??
    /(?:\s[[(]|（)(?:done|completed?|shipped|closed|finished|implemented|merged|wip|in progress|not started|blocked|已?完成|完了|进行中)(?![\p{L}])[^\])）]{0,100}[\])）]\s*$/iu.exec(
      text,
    ) ??
    /(?<=[—–-] )(?:DONE|COMPLETED?|SHIPPED|CLOSED|OPEN|WIP)(?=\s*(?:$|[(（—–])).*$/u.exec(text) ??
    [];
  return claimOf(claim.trim(), number);
}

const sentenceEnd = /。|\.(?:\*\*)?(?=\s|$)/;

/** A longer sentence is none. */
const longestSentence = 10;

/**
 * The first sentence behind `Status:`, which may go on for several lines. An indented one belongs to an item, and
 * speaks of that task alone.
 */
function statusLine(lines: readonly Line[], index: number): StatusClaim | null {
  const line = lines[index];
  const [start = '', quote = ''] =
    /^(?:(>)[ >]{0,5})?(?:[-*+] )?[*_]{0,2}(?:status|state|状态|状態)[*_]{0,2}\s?[:：]/i.exec(line?.text ?? '') ?? [];
  if (!line || start === '') return null;
  let text = line.text.slice(start.length);
  for (const next of lines.slice(index + 1, index + longestSentence)) {
    if (sentenceEnd.test(text) || !goesOn(next, quote)) break;
    text += ` ${next.text.replace(/^[ >]+/, '')}`;
  }
  const [sentence = ''] = text.split(sentenceEnd, 1);
  return claimOf(sentence, line.number);
}

function goesOn(line: Line, quote: string): boolean {
  if (quote === '') return !isBlank(line) && !startsBlock(line);
  return /^ {0,3}>[ >]*[^ >]/.test(line.text);
}

function claimOf(written: string, line: number): StatusClaim | null {
  const text = written.replaceAll(/[*_`]/g, '').trim();
  const says = stateSaid(text);
  return says && { text, line, says };
}
