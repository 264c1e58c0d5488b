import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeBytes, leftOut } from './bytes.ts';
import { lineSplitter } from './lines.ts';
import { Tail } from './tail.ts';

interface CaptureOptions {
  readonly keep: number | undefined;
  readonly onData: () => void;
  readonly onLine?: ((line: string, isCut: boolean) => void) | undefined;
  readonly longestLine?: number | undefined;
  /** Some of it was left out. */
  readonly onCut?: () => void;
}

/**
 * Bytes. What was read is garbage at once, but it is outside of the heap: a stream that never pauses piles it up faster than
 * it is collected.
 */
const breath = 1024 * 1024;
const defaultKeep = 1024 * 1024;

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
  const lines = options.onLine ? lineSplitter(options.onLine, options.longestLine) : undefined;
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
  return `${decodeBytes(Buffer.concat(head))}\n${leftOut(left)}\n${decodeBytes(tail.bytes())}`;
}

/** Whoever runs the program destroys the stream when nothing more is to come from it, though it is held open. */
async function* untilDestroyed(stream: Readable): AsyncGenerator<Buffer> {
  try {
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
