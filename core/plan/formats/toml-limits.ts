/** A place in a text where it is not what it has to be. */
export interface TomlTrouble {
  /** Worded "Unexpected X, expected Y; do Z". */
  readonly message: string;
  readonly offset: number;
}

/** The parser descends into nested values, and hands a string's characters over as arguments: both need stack. */
const deepest = 64;
const longest = 65_536;

/** What must not reach the parser, since it would take it, or break on it. */
export function tomlLimits(text: string): TomlTrouble | null {
  const forbidden = /\r(?!\n)|\p{Surrogate}/u.exec(text);
  if (forbidden) {
    const [found, expected] =
      forbidden[0] === '\r'
        ? ['carriage return alone', 'line endings that TOML knows; use LF or CRLF']
        : ['bytes that are no text', 'UTF-8; save the file in that encoding'];
    return { message: `Unexpected ${found}, expected ${expected}`, offset: forbidden.index };
  }
  return tooDeepOrLong(text);
}

function tooDeepOrLong(text: string): TomlTrouble | null {
  const marks = /"""|'''|["'#[\]{}]/g;
  let depth = 0;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const { 0: written, index } = mark;
    if (written === '[' || written === '{') depth++;
    else if (written === ']' || written === '}') depth = Math.max(0, depth - 1);
    else marks.lastIndex = written === '#' ? endOfLine(text, index) : endOfString(text, index, written);
    if (depth > deepest) {
      return { message: `Unexpected nesting, expected at most ${deepest} levels; write it flat`, offset: index };
    }
    if (marks.lastIndex - index > longest) {
      const message = `Unexpected length of a value, expected at most ${longest} characters; say it shorter, or in a file`;
      if (written !== '#') return { message, offset: index };
    }
  }
  return null;
}

/** The offset behind the closing quotes; where there are none, that of the place at which the parser gives up. */
function endOfString(text: string, start: number, quotes: string): number {
  let at = start + quotes.length;
  for (; at < text.length && !text.startsWith(quotes, at); at++) {
    if (quotes.length === 1 && text[at] === '\n') return at;
    if (text[at] === '\\' && quotes.startsWith('"')) at++;
  }
  at += quotes.length;
  // Up to two more quotes at the end belong to the text.
  for (let more = 0; quotes.length === 3 && more < 2 && text[at] === quotes[0]; more++) at++;
  return at;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}
