import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { anthropicError, anthropicEvents, anthropicMessage } from './anthropic.ts';
import { openaiError, openaiEvents } from './openai.ts';
import { readRequest, type Body, type ModelRequest } from './request.ts';
import type { Says, Step, StreamEvent, Streams } from './step.ts';

/**
 * What the model does, call by call: a list whose last step is repeated, or an answer to each request. Calls beside the
 * conversation, such as for a title, do not count and get words.
 */
export type Script = readonly Step[] | ((request: ModelRequest, index: number) => Step | Promise<Step>);

export interface ModelServer {
  /** `http://127.0.0.1:<port>`, which Anthropic's API is under; OpenAI's is under `/v1`. */
  readonly origin: string;
  /** Calls of the model in their order, without those beside the conversation. */
  readonly calls: readonly ModelRequest[];
  /** Everything else that was asked: `POST /v1/messages aside`, `GET /v1/models`. */
  readonly others: readonly string[];
  close(): Promise<void>;
}

/** A model on loopback that does what its script says, for agents that speak Anthropic's or OpenAI's API. */
export async function startModel(script: Script): Promise<ModelServer> {
  const calls: ModelRequest[] = [];
  const others: string[] = [];
  const sockets = new Set<Socket>();
  let answers = 0;

  const serve = async (from: IncomingMessage, to: ServerResponse): Promise<void> => {
    const { pathname } = new URL(from.url ?? '/', 'http://loopback');
    const { body, bytes } = await readBody(from);
    const api = from.method === 'POST' ? apis.find(({ end }) => pathname.endsWith(end))?.api : undefined;
    if (!api) {
      others.push(`${from.method} ${pathname}`);
      const [status, value] = elsewhere(`${from.method} ${pathname}`, bytes);
      return sendJson(to, status, value);
    }
    const request = readRequest(api, { path: pathname, headers: from.headers, body, bytes });
    if (request.aside) others.push(`POST ${pathname} aside`);
    else calls.push(request);
    const step = request.aside ? { text: 'fine' } : await stepOf(script, request, calls.length - 1);
    await play(request, step, (answers += 1), to);
  };

  const server = createServer((from, to) => {
    serve(from, to).catch((error: unknown) => {
      if (to.headersSent) to.destroy();
      else sendJson(to, 500, { error: { type: 'script_error', message: String(error) } });
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    calls,
    others,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const apis = [
  { end: '/messages', api: 'messages' },
  { end: '/responses', api: 'responses' },
] as const;

/** Answers to what is no call of the model. */
function elsewhere(what: string, bytes: number): [status: number, value: object] {
  if (what.endsWith('/messages/count_tokens')) return [200, { input_tokens: Math.ceil(bytes / 4) }];
  if (what.startsWith('GET ') && what.endsWith('/models')) return [200, { object: 'list', data: [], models: [] }];
  return [404, { error: { type: 'not_found_error', message: `no such endpoint: ${what}` } }];
}

async function stepOf(script: Script, request: ModelRequest, index: number): Promise<Step> {
  if (typeof script === 'function') return await script(request, index);
  return script[Math.min(index, script.length - 1)] ?? { text: 'The script is empty.' };
}

async function play(request: ModelRequest, step: Step, id: number, to: ServerResponse): Promise<void> {
  if (step.delayMs !== undefined) await delay(step.delayMs);
  if ('hang' in step) return;
  if ('drop' in step) return void to.destroy();
  if ('status' in step) {
    const error = request.api === 'messages' ? anthropicError(step) : openaiError(step);
    return sendJson(to, step.status, step.body ?? error, step.headers);
  }
  if (request.api === 'messages' && request.body['stream'] !== true && !('raw' in step)) {
    if (step.cutAfter !== undefined) return void to.destroy();
    return sendJson(to, 200, anthropicMessage(id, request.model, step), step.headers);
  }
  await stream(step, eventsOf(request, step, id), to);
}

function eventsOf(request: ModelRequest, step: Says | Streams, id: number): readonly StreamEvent[] {
  if ('raw' in step) return step.raw;
  return request.api === 'messages' ? anthropicEvents(id, request.model, step) : openaiEvents(id, request.model, step);
}

async function stream(step: Says | Streams, events: readonly StreamEvent[], to: ServerResponse): Promise<void> {
  to.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', ...step.headers });
  to.flushHeaders();
  for (const [sent, { event, data }] of events.entries()) {
    if (sent === step.cutAfter) return void to.destroy();
    if (sent === step.stallAfter) return;
    to.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    // Without a moment between them, what was sent before a cut may never arrive.
    await delay(step.eventDelayMs ?? (step.cutAfter === undefined ? 0 : 20));
  }
  to.end();
}

async function readBody(from: IncomingMessage): Promise<{ body: Body; bytes: number }> {
  const chunks: Buffer[] = [];
  for await (const chunk of from) chunks.push(chunk as Buffer);
  const raw = unpack(Buffer.concat(chunks), from.headers['content-encoding']);
  return { body: raw.length === 0 ? {} : (JSON.parse(raw.toString('utf8')) as Body), bytes: raw.length };
}

function unpack(raw: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(raw);
  if (encoding === 'zstd') return zstdDecompressSync(raw);
  return raw;
}

function sendJson(
  to: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  to.writeHead(status, { 'content-type': 'application/json', ...headers });
  to.end(JSON.stringify(value));
}
