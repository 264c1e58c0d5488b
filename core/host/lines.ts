/** Bytes. */
const usual = 1024 * 1024;
const newline = 0x0a;
const carriageReturn = 0x0d;

/**
 * Splits bytes into lines, in bounded memory, and makes text of a line when it is whole: a stream without end leaves as
 * little behind as can be. Of a line that is longer than `longest` bytes only the beginning is passed on.
 */
export function lineSplitter(onLine: (line: string, isCut: boolean) => void, longest = usual) {
  let pending: Buffer[] = [];
  let size = 0;
  const add = (part: Buffer): void => {
    if (size < longest) pending.push(part.subarray(0, longest - size));
    size += part.length;
  };
  const end = (): void => {
    onLine(textOf(pending), size > longest);
    pending = [];
    size = 0;
  };
  return {
    add(chunk: Buffer): void {
      let from = 0;
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
        add(chunk.subarray(from, at));
        end();
        from = at + 1;
      }
      if (from < chunk.length) add(chunk.subarray(from));
    },
    /** Nothing more comes: what is left is a line as well. */
    end(): void {
      if (size > 0) end();
    },
  };
}

function textOf(parts: readonly Buffer[]): string {
  const whole = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  const end = whole.at(-1) === carriageReturn ? whole.length - 1 : whole.length;
  return whole.toString('utf8', 0, end);
}
