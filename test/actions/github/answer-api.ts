import type { IncomingMessage, ServerResponse } from 'node:http';
import { permissionOf, pullRefusal, refusal } from './corrections.ts';
import type { GitRemote } from './git-remote.ts';
import { isAllowedTo, tokenIn, type Entry, type Parts } from './journal.ts';
import { operationOf, type Asked } from './operations.ts';
import { answerAboutRuns } from './runs.ts';

/** Answers requests of the API: by whose token, whether it may, by the description, and then by what keeps state. */
export function apiAnswerer(parts: Parts) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = pathOf(request);
    const holder = parts.holders.get(tokenIn(request.headers.authorization ?? ''));
    const text = await textOf(request);
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const found = operationOf(request.method ?? '', path);
    const record = (entry: Pick<Entry, 'status' | 'lacked'>) =>
      parts.journal.push({
        operation: found?.id ?? `${request.method} ${path}`,
        by: holder?.by ?? 'nobody',
        path,
        body,
        ...entry,
      });
    const say = ({ status, text: said, headers = {} }: Answer, lacked?: string) => {
      record({ status, ...(lacked === undefined ? {} : { lacked }) });
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(said);
    };
    if (holder === undefined) return say(problem(401, 'Bad credentials'));
    if (found === undefined) return say(problem(501, `The stand-in does not know ${request.method} ${path}`));
    const { id, operation } = found;
    const isAllowed = operation.needs.some(([scope, level]) => isAllowedTo(holder, scope, level));
    if (!isAllowed) {
      return say(
        problem(403, 'Resource not accessible by integration'),
        operation.needs.map((need) => need.join(': ')).join(' or '),
      );
    }
    const refused = refusal(id, body);
    if (refused !== undefined) return say(problem(422, refused.message));
    if (id === 'repos/get-collaborator-permission-level') {
      const login = /\/collaborators\/([^/]+)\//.exec(path)?.[1] ?? '';
      const permission = permissionOf(login, parts.repository.split('/')[0] ?? '', parts.people);
      return say(
        permission === undefined ? problem(404, 'Not Found') : { status: 200, text: JSON.stringify(permission) },
      );
    }
    await parts.remote?.tell();
    const owner = parts.repository.split('/')[0] ?? '';
    const why = id === 'pulls/create' ? await pullRefusal(parts.state, owner, body) : undefined;
    if (why !== undefined) return say(problem(422, why));
    const answered = await ask(parts, {
      request,
      text,
      login: holder.login,
      asked: found,
    });
    followRef(parts.remote, id, { path, body, status: answered.status });
    return say(answered);
  };
}

function problem(status: number, message: string): Answer {
  return {
    status,
    text: JSON.stringify({ message, documentation_url: 'https://docs.github.com/rest', status: `${status}` }),
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function pathOf(request: IncomingMessage): string {
  return decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/**
 * Prism has the request first: what breaks the description goes no further, and what the emulator does not know is answered by
 * it. It is not asked about the emulator's answers, which leave out much that GitHub says.
 */
async function ask(
  { prism, remote, state, runs }: Parts,
  about: {
    readonly request: IncomingMessage;
    readonly text: string;
    readonly login: string;
    readonly asked: Asked;
  },
): Promise<Answer> {
  const { request, text, login, asked } = about;
  const send = async (to: string, path: string, body: string) =>
    await fetch(`${to}${path}`, {
      method: request.method ?? 'GET',
      headers: {
        authorization: `Bearer ${state.tokenOf(login)}`,
        accept: 'application/json',
        ...(body === '' ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === '' ? {} : { body }),
    });
  const [, query = ''] = /(\?.*)$/.exec(request.url ?? '') ?? [];
  const checked = await send(`http://127.0.0.1:${prism.port}`, asked.encodedPath + query, text);
  // Some of GitHub's own examples break its description; that is 500, and no fault of the request.
  const isRefused = checked.status >= 400 && checked.status < 500;
  if (isRefused || asked.operation.answeredBy === 'examples') {
    const example = await checked.text();
    const told = { id: asked.id, path: pathOf(request), query, example };
    return (isRefused ? undefined : answerAboutRuns(runs, told)) ?? { status: checked.status, text: example };
  }
  await checked.body?.cancel();
  const path = encodeURI(pathOf(request)) + query;
  const answered = await send(state.url, remote?.toState(path) ?? path, remote?.toState(text) ?? text);
  const said = await answered.text();
  // Further pages are asked for here, not there.
  const link = answered.headers.get('link')?.replaceAll(/<https?:\/\/[^/]+/g, `<http://${request.headers.host}`);
  return {
    status: answered.status,
    text: remote?.fromState(said) ?? said,
    headers: link === undefined ? {} : { link },
  };
}

function followRef(
  remote: GitRemote | undefined,
  id: string,
  { path, body, status }: { readonly path: string; readonly body: unknown; readonly status: number },
): void {
  if (remote === undefined || status >= 300) return;
  const { ref = '', sha } = (body ?? {}) as { ref?: string; sha?: string };
  const named = path.slice(path.indexOf('/git/') + '/git/'.length);
  if (id === 'git/create-ref') remote.follow(ref, sha);
  if (id === 'git/update-ref') remote.follow(named, sha);
  if (id === 'git/delete-ref') remote.follow(named, undefined);
}
