import { StringDecoder } from 'node:string_decoder';

/** Characters; a longer line is no message, and keeping it would fill our memory. */
export const longestLine = 4 * 1024 * 1024;

/** Cuts what comes in chunks into lines, in bounded memory. A line that is too long is passed on as undefined. */
export function lineReader(onLine: (line: string | undefined) => void, longest = longestLine): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let length = 0;
  const add = (text: string): void => {
    length += text.length;
    if (length > longest) parts = [];
    else parts.push(text);
  };
  return (chunk) => {
    const [first = '', ...rest] = decoder.write(chunk).split('\n');
    add(first);
    for (const text of rest) {
      onLine(length > longest ? undefined : parts.join('').replace(/\r$/, ''));
      parts = [];
      length = 0;
      add(text);
    }
  };
}
