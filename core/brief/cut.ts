/** The text in at most so many bytes of UTF-8: its start and its end, and between them how much is left out. */
export function cutMiddle(text: string, most: number, whole?: string): string {
  const bytes = byteCount(text);
  if (bytes <= most) return text;
  const note = `\n[… ${bytes.toLocaleString('en')} bytes, of which the middle is left out${whole ? `; all of it is in ${whole}` : ''} …]\n`;
  const left = Math.max(0, most - byteCount(note));
  const head = startOf(text, Math.ceil(left / 2));
  return `${head}${note}${endOf(text, left - byteCount(head))}`;
}

/** The text on one line, in at most so many bytes of UTF-8: its end is left out. */
export function cutEnd(text: string, most: number): string {
  const line = text.slice(0, most).replaceAll(/\s+/g, ' ').trim();
  const isWhole = text.length <= most && byteCount(line) <= most;
  return isWhole ? line : `${startOf(line, most - byteCount(leftOut))}${leftOut}`;
}

const leftOut = ' […]';

export function byteCount(text: string): number {
  return encoder.encode(text).length;
}

/** As many characters from the start as fit, none of them cut. */
export function startOf(text: string, bytes: number): string {
  const encoded = encoder.encode(text);
  let end = Math.min(bytes, encoded.length);
  while (end > 0 && isContinued(encoded[end])) end--;
  return decoder.decode(encoded.subarray(0, end));
}

function endOf(text: string, bytes: number): string {
  const encoded = encoder.encode(text);
  let start = Math.max(0, encoded.length - bytes);
  while (start < encoded.length && isContinued(encoded[start])) start++;
  return decoder.decode(encoded.subarray(start));
}

function isContinued(byte = 0): boolean {
  return (byte & 0xc0) === 0x80;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
