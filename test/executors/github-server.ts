import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** One pull request, as far as it matters here. */
export interface Pull {
  readonly number: number;
  readonly html_url: string;
  readonly head: string;
  readonly base: string;
  title: string;
  body: string | null;
  readonly isOpen: boolean;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly token: string | undefined;
}

/** The part of GitHub's REST API that opens pull requests, on the loopback, for one repository. */
export interface GitHubServer {
  /** For `GITHUB_API_URL`. */
  readonly url: string;
  readonly pulls: Pull[];
  readonly asked: Asked[];
  /** What to do instead of the usual, if that is something: to answer, or to break the connection. */
  instead: (asked: Asked) => { status: number; body: object } | 'break before' | 'break after' | undefined;
  /** Opens one by hand. */
  add(pull: Partial<Pull>): Pull;
}

export async function gitHubServer(repository = 'ada/demo'): Promise<GitHubServer> {
  const pulls: Pull[] = [];
  const asked: Asked[] = [];
  const add = (about: Partial<Pull>): Pull => {
    const number = pulls.length + 1;
    const html_url = `https://github.com/${repository}/pull/${number}`;
    const pull = { number, html_url, head: 'phase/1', base: 'main', title: '', body: null, isOpen: true, ...about };
    pulls.push(pull);
    return pull;
  };
  const base = `/repos/${repository}/pulls`;
  const answer = (path: URL, method: string, sent: Partial<Pull>): { status: number; body: unknown } => {
    if (method === 'GET' && path.pathname === base) {
      const [owner, ...head] = (path.searchParams.get('head') ?? '').split(':');
      const found = pulls.filter((one) => one.isOpen && `${owner}:${one.head}` === `ada:${head.join(':')}`);
      return { status: 200, body: found };
    }
    if (method === 'POST' && path.pathname === base) return { status: 201, body: add(sent) };
    const pull = pulls.find((one) => path.pathname === `${base}/${one.number}`);
    if (method !== 'PATCH' || !pull) return { status: 404, body: { message: 'Not Found' } };
    return { status: 200, body: Object.assign(pull, sent) };
  };
  const made: GitHubServer = { url: '', pulls, asked, instead: () => undefined, add };
  const server = createServer((request, response) => void serve(request, response));
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '', 'http://localhost');
    const method = request.method ?? '';
    const one = { method, path: path.pathname, token: request.headers.authorization };
    asked.push(one);
    let sent = '';
    for await (const chunk of request) sent += String(chunk);
    const other = made.instead(one);
    if (other === 'break before') return void request.socket.destroy();
    const { status, body } =
      typeof other === 'object' ? other : answer(path, method, JSON.parse(sent || '{}') as Partial<Pull>);
    if (other === 'break after') return void request.socket.destroy();
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return Object.assign(made, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
