import { z } from 'zod';
import { fail, ok, type Result } from '../core/failure.ts';
import type { Forge, Opened, PullRequest } from '../core/stage/land/landing.ts';
import { shellWord } from '../core/shell-word.ts';
import { visibleLine } from '../core/visible.ts';

/**
 * Pull requests at GitHub, by its REST API. The token is read here, and goes to that API and nowhere else: neither
 * agents nor gates see it, and no message holds it.
 */
export function github(env: Readonly<Record<string, string | undefined>>): Forge {
  return {
    check: () => {
      const addresses = addressesIn(env);
      return addresses.ok ? ok('usable') : addresses;
    },
    open: async (request) => {
      const addresses = addressesIn(env);
      if (!addresses.ok) return addresses;
      const { server } = addresses.value;
      const repository = repositoryOf(request.remote, server.hostname);
      if (repository === undefined) return ok({ how: 'by-hand', next: `gh pr create ${branches(request)}` });
      const page = `${server.origin}/${repository}/compare/${path(request.base)}...${path(request.head)}?expand=1`;
      const token = env['GITHUB_TOKEN'] || env['GH_TOKEN'];
      if (!token) return ok({ how: 'by-hand', next: page });
      const api = `${addresses.value.api}/repos/${repository}/pulls`;
      const opened = await openOrUpdate({ api, token, owner: repository.split('/')[0]! }, request);
      if (opened.ok) return opened;
      const { message } = opened.failure;
      return fail(
        'land',
        `The branch ${request.head} is pushed, and no pull request was opened: ${message} Open it at ${page}`,
      );
    },
  };
}

interface Addresses {
  readonly server: URL;
  readonly api: string;
}

/** Where GitHub is: as the variables of GitHub Actions say, else github.com. */
function addressesIn(env: Readonly<Record<string, string | undefined>>): Result<Addresses> {
  const written = env['GITHUB_SERVER_URL'] || 'https://github.com';
  const server = URL.parse(written);
  if (!isWeb(server)) return unreadable('GITHUB_SERVER_URL', written, 'https://github.com');
  const usual = server.hostname === 'github.com' ? 'https://api.github.com' : `${server.origin}/api/v3`;
  const api = env['GITHUB_API_URL'] || usual;
  if (!isWeb(URL.parse(api))) return unreadable('GITHUB_API_URL', api, usual);
  return ok({ server, api: api.replace(/\/$/, '') });
}

function isWeb(url: URL | null): url is URL {
  return url !== null && /^https?:$/.test(url.protocol);
}

function unreadable(variable: string, written: string, example: string): Result<never> {
  return fail(
    'bad-option',
    `Unexpected ${variable} "${visibleLine(written)}" in the environment, expected an address such as ${example}. Set it so, or unset it.`,
  );
}

/** `owner/name` of an address at that server; undefined for one that is elsewhere, or has another form. */
function repositoryOf(remote: string, server: string): string | undefined {
  const found =
    /^(?:https?|ssh|git):\/\/(?:[^/@\s]+@)?([^/:\s]+)(?::\d+)?\/([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(remote) ??
    /^(?:[^/@\s]+@)?([^/:\s]+):\/?([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(remote);
  const name = found?.[2]?.split('/').some((part) => /^\.+$/.test(part)) ? undefined : found?.[2];
  return found?.[1]?.toLowerCase() === server ? name : undefined;
}

function branches({ base, head }: PullRequest): string {
  return `--base ${shellWord(base)} --head ${shellWord(head)}`;
}

function path(branch: string): string {
  return branch.split('/').map(encodeURIComponent).join('/');
}

interface Api {
  /** The pull requests of one repository. */
  readonly api: string;
  readonly token: string;
  readonly owner: string;
}

const pullSchema = z.object({ number: z.number(), html_url: z.string(), body: z.string().nullable() });
type Pull = z.infer<typeof pullSchema>;

/** A pull request with the marker is ours; of a branch there is one that is open at most. */
async function openOrUpdate(to: Api, request: PullRequest): Promise<Result<Opened>> {
  const before = await find(to, request);
  if (!before.ok) return before;
  if (before.value) return await take(to, request, before.value);
  const { title, head, base } = request;
  const made = await call(to, 'POST', '', pullSchema, { title, head, base, body: bodyOf(request) });
  if (made.ok) return ok({ how: 'opened', url: made.value.html_url });
  // An answer may be lost, and somebody may have been quicker.
  const after = await find(to, request);
  return after.ok && after.value ? await take(to, request, after.value) : made;
}

async function find(to: Api, { head }: PullRequest): Promise<Result<Pull | undefined>> {
  const query = new URLSearchParams({ state: 'open', head: `${to.owner}:${head}` });
  const found = await call(to, 'GET', `?${query.toString()}`, z.array(pullSchema));
  return found.ok ? ok(found.value[0]) : found;
}

/** Updates what is ours; what a person wrote stays as it is. */
async function take(to: Api, request: PullRequest, pull: Pull): Promise<Result<Opened>> {
  const { html_url: url, number } = pull;
  if (!pull.body?.includes(request.marker)) return ok({ how: 'theirs', url });
  const { title } = request;
  const updated = await call(to, 'PATCH', `/${number}`, pullSchema, { title, body: bodyOf(request) });
  return updated.ok ? ok({ how: 'updated', url }) : updated;
}

function bodyOf({ body, marker }: PullRequest): string {
  return `${body}\n\n${marker}\n`;
}

/** Milliseconds for one request. */
const timeLimit = 30_000;

async function call<T>(
  { api, token }: Api,
  method: string,
  where: string,
  schema: z.ZodType<T>,
  body?: object,
): Promise<Result<T>> {
  try {
    const response = await fetch(`${api}${where}`, {
      method,
      headers: {
        Accept: 'application/vnd.github+json',
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'User-Agent': 'phasewright',
        'X-GitHub-Api-Version': '2022-11-28',
      },
      signal: AbortSignal.timeout(timeLimit),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) return fail('land', `GitHub answered ${response.status}: ${refusalOf(text)}.`);
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? ok(parsed.data) : fail('land', 'GitHub answered something else than a pull request.');
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return fail(
      'land',
      `GitHub could not be reached: ${visibleLine(cause instanceof Error ? cause.message : String(cause))}.`,
    );
  }
}

const refusalSchema = z.object({
  message: z.string(),
  errors: z.array(z.object({ message: z.string().optional() })).optional(),
});

function refusalOf(text: string): string {
  try {
    const { message, errors = [] } = refusalSchema.parse(JSON.parse(text));
    return visibleLine([message, ...errors.map((error) => error.message ?? '')].filter(Boolean).join(', '));
  } catch {
    return visibleLine(text.slice(0, 200)) || 'no reason given';
  }
}
