import type { IncomingMessage, ServerResponse } from 'node:http';
import { isAllowedTo, tokenIn, type Parts } from './journal.ts';

/** Answers requests of git, for tokens that may read or write contents. */
export async function answerGit(
  { remote, repository, journal, holders }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  const holder = holders.get(tokenIn(request.headers.authorization ?? ''));
  const isPush = request.url?.includes('git-receive-pack') === true;
  const level = isPush ? 'write' : 'read';
  const isAllowed = holder !== undefined && isAllowedTo(holder, 'contents', level);
  const status = holder === undefined ? 401 : isAllowed ? 200 : 403;
  const lacked = holder === undefined || isAllowed ? {} : { lacked: `contents: ${level}` };
  const operation = isPush ? 'git push' : 'git fetch';
  journal.push({ operation, by: holder?.by ?? 'nobody', path, body: undefined, status, ...lacked });
  if (isAllowed) await remote?.serve(request, response, path.slice(repository.length + 1).replace(/^\.git/, ''));
  else response.writeHead(status, status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {}).end();
}
