/**
 * Files are read into strings and written back without the loss of a byte, also where they are not valid UTF-8: a byte
 * that belongs to no character becomes one of the lone surrogates U+DC80 to U+DCFF, which no valid file can hold, and
 * becomes that byte again. (Python calls this `surrogateescape`, PEP 383.)
 */
export function decodeBytes(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeInvalid(bytes);
  }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Code units are put down one by one: there may be millions of bytes that belong to no character. */
function decodeInvalid(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length);
  let count = 0;
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at);
    const code = length === 0 ? 0xdc00 + (bytes[at] ?? 0) : codePoint(bytes, at, length);
    if (code > 0xffff) units[count++] = 0xd800 + ((code - 0x10000) >> 10);
    units[count++] = code > 0xffff ? 0xdc00 + ((code - 0x10000) & 0x3ff) : code;
    at += Math.max(length, 1);
  }
  return Buffer.from(units.buffer, 0, count * 2).toString('utf16le');
}

function codePoint(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at] ?? 0;
  let code = length === 1 ? first : first & (0x7f >> length);
  for (let index = 1; index < length; index++) code = (code << 6) | ((bytes[at + index] ?? 0) & 0x3f);
  return code;
}

/** How many bytes the character has that starts here; 0 where none does. Table 3-7 of the Unicode standard. */
function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const [low, high] = secondByte[first] ?? [0x80, 0xbf];
  for (let index = 1; index < length; index++) {
    const byte = bytes[at + index] ?? 0;
    if (index === 1 ? byte < low || byte > high : byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}

/** First bytes that allow fewer second bytes than others: no overlong forms, no surrogates, nothing above U+10FFFF. */
const secondByte: Readonly<Record<number, readonly [number, number]>> = {
  0xe0: [0xa0, 0xbf],
  0xed: [0x80, 0x9f],
  0xf0: [0x90, 0xbf],
  0xf4: [0x80, 0x8f],
};

const escaped = /[\uDC80-\uDCFF]/u;

export function encodeText(text: string): Uint8Array {
  if (!escaped.test(text)) return Buffer.from(text);
  const bytes = Buffer.alloc(text.length * 3);
  let [size, from] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    if (!isEscaped(text, at)) continue;
    size += bytes.write(text.slice(from, at), size);
    bytes[size++] = text.charCodeAt(at) - 0xdc00;
    from = at + 1;
  }
  size += bytes.write(text.slice(from), size);
  return bytes.subarray(0, size);
}

/** Not the second half of a character. */
function isEscaped(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0xdc80 || code > 0xdcff) return false;
  const before = text.charCodeAt(at - 1);
  return !(before >= 0xd800 && before <= 0xdbff);
}

/** How many bytes the text has in its file. */
export function byteLength(text: string): number {
  const length = Buffer.byteLength(text);
  // Counted as the three bytes of U+FFFD, and one in the file.
  return escaped.test(text) ? length - 2 * [...text.matchAll(/[\uDC80-\uDCFF]/gu)].length : length;
}

/** Stands in a text where so many bytes of it are missing. */
export function leftOut(bytes: number): string {
  return `… ${bytes} bytes left out …`;
}
