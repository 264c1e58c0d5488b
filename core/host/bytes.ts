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

function decodeInvalid(bytes: Uint8Array): string {
  let text = '';
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at);
    if (length === 0) {
      text += strict.decode(bytes.subarray(from, at)) + String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
      from = at + 1;
    }
    at += Math.max(length, 1);
  }
  return text + strict.decode(bytes.subarray(from));
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
  return Buffer.concat(
    text
      .split(/([\uDC80-\uDCFF])/u)
      .map((part, index) => (index % 2 === 1 ? Buffer.of(part.charCodeAt(0) - 0xdc00) : Buffer.from(part))),
  );
}

/** How many bytes the text has in its file. */
export function byteLength(text: string): number {
  const length = Buffer.byteLength(text);
  // Counted as the three bytes of U+FFFD, and one in the file.
  return escaped.test(text) ? length - 2 * [...text.matchAll(/[\uDC80-\uDCFF]/gu)].length : length;
}
