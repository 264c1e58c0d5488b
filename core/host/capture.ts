import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeBytes } from './bytes.ts';
import { Tail } from './tail.ts';

interface CaptureOptions {
  readonly keep: number | undefined;
  readonly onData: () => void;
  readonly onLine?: ((line: string) => void) | undefined;
  /** Some of it was left out. */
  readonly onCut?: () => void;
}

/**
 * Bytes. What was read is garbage at once, but it is outside of the heap: a stream that never pauses piles it up faster than
 * it is collected.
 */
const breath = 1024 * 1024;
const defaultKeep = 1024 * 1024;
/** Bytes. */
const longestLine = 1024 * 1024;

/**
 * Reads a stream to its end in bounded memory: keeps the first and the last half of `keep` bytes, and says how much
 * was left out between them. A program that prints without end is never held up and never fills our memory.
 */
export async function capture(stream: Readable, options: CaptureOptions): Promise<string> {
  const half = Math.floor((options.keep ?? defaultKeep) / 2);
  const head: Buffer[] = [];
  let headSize = 0;
  const tail = new Tail(half);
  let total = 0;
  let hurried = 0;
  const lines = options.onLine ? lineSplitter(options.onLine) : undefined;
  for await (const chunk of untilDestroyed(stream)) {
    options.onData();
    total += chunk.length;
    hurried += chunk.length;
    if (hurried >= breath) {
      hurried = 0;
      await delay(1);
    }
    lines?.add(chunk);
    const toHead = chunk.subarray(0, Math.max(0, half - headSize));
    if (toHead.length > 0) head.push(toHead);
    headSize += toHead.length;
    tail.add(chunk.subarray(toHead.length));
  }
  lines?.end();
  const left = total - headSize - tail.size;
  // A character may lie across the two halves, so they are made text together where nothing is missing between them.
  if (left === 0) return decodeBytes(Buffer.concat([...head, tail.bytes()]));
  options.onCut?.();
  return `${decodeBytes(Buffer.concat(head))}\n… ${left} bytes left out …\n${decodeBytes(tail.bytes())}`;
}

/** Whoever runs the program destroys the stream when nothing more is to come from it, though it is held open. */
async function* untilDestroyed(stream: Readable): AsyncGenerator<Buffer> {
  try {
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

const newline = 0x0a;
const carriageReturn = 0x0d;

/** Splits bytes, and makes text of a line when it is whole: a stream without end leaves as little behind as can be. */
function lineSplitter(onLine: (line: string) => void) {
  let pending: Buffer[] = [];
  let size = 0;
  const add = (part: Buffer): void => {
    // A line without an end is kept only as far as it will be shown.
    if (size < longestLine) pending.push(part);
    size += part.length;
  };
  const end = (): void => {
    onLine(textOf(pending));
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
    end(): void {
      if (size > 0) end();
    },
  };
}

function textOf(parts: readonly Buffer[]): string {
  const whole = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  const end = whole.at(-1) === carriageReturn ? whole.length - 1 : whole.length;
  return whole.toString('utf8', 0, Math.min(end, longestLine));
}
