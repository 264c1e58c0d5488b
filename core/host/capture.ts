import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';
import { decodeBytes } from './bytes.ts';

interface CaptureOptions {
  readonly keep: number | undefined;
  readonly onData: () => void;
  readonly onLine?: ((line: string) => void) | undefined;
}

const defaultKeep = 1024 * 1024;
const longestLine = 1024 * 1024;

/**
 * Reads a stream to its end in bounded memory: keeps the first and the last half of `keep` bytes, and says how much
 * was left out between them. A program that prints without end is never held up and never fills our memory.
 */
export async function capture(stream: Readable, options: CaptureOptions): Promise<string> {
  const half = Math.floor((options.keep ?? defaultKeep) / 2);
  const head: Buffer[] = [];
  let headSize = 0;
  let tail = Buffer.alloc(0);
  let total = 0;
  const lines = options.onLine ? lineSplitter(options.onLine) : undefined;
  for await (const chunk of untilDestroyed(stream)) {
    options.onData();
    total += chunk.length;
    lines?.add(chunk);
    const toHead = chunk.subarray(0, Math.max(0, half - headSize));
    if (toHead.length > 0) head.push(toHead);
    headSize += toHead.length;
    const rest = chunk.subarray(toHead.length);
    if (rest.length > 0) tail = Buffer.concat([tail, rest].map((part) => part.subarray(-half))).subarray(-half);
  }
  lines?.end();
  const left = total - headSize - tail.length;
  // A character may lie across the two halves, so they are made text together where nothing is missing between them.
  if (left === 0) return decodeBytes(Buffer.concat([...head, tail]));
  return `${decodeBytes(Buffer.concat(head))}\n… ${left} bytes left out …\n${decodeBytes(tail)}`;
}

/** Whoever runs the program destroys the stream when nothing more is to come from it, though it is held open. */
async function* untilDestroyed(stream: Readable): AsyncGenerator<Buffer> {
  try {
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

function lineSplitter(onLine: (line: string) => void) {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  return {
    add(chunk: Buffer): void {
      const parts = (pending + decoder.write(chunk)).split('\n');
      // A line without an end is kept only as far as it will be shown.
      pending = (parts.pop() ?? '').slice(0, longestLine);
      for (const line of parts) onLine(cut(line));
    },
    end(): void {
      const line = pending + decoder.end();
      if (line !== '') onLine(cut(line));
    },
  };
}

function cut(line: string): string {
  return line.slice(0, longestLine).replace(/\r$/, '');
}
