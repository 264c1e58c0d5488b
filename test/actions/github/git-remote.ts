import { execFileSync, spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { State } from './state.ts';

/**
 * A bare repository behind the stand-in: git itself answers over HTTP, and what is pushed is told to the emulator, so that
 * pull requests find their branches. The emulator makes commits of its own for them; `toState` and `fromState` change one
 * for the other in any text. It knows neither trees nor files of the repository.
 */
export class GitRemote {
  readonly #folder: string;
  readonly #state: State;
  readonly #inState = new Map<string, string>();
  readonly #here = new Map<string, string>();
  readonly #refs = new Map<string, string>();

  constructor(folder: string, state: State) {
    this.#folder = folder;
    this.#state = state;
  }

  readonly toState = (text: string): string => change(text, this.#inState);
  readonly fromState = (text: string): string => change(text, this.#here);

  /** Tells the emulator about all branches and tags as they are now. */
  async tell(): Promise<void> {
    const lines = this.#git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/tags');
    const refs = new Map(lines.map((line) => line.split(' ') as [string, string]));
    for (const line of this.#git('rev-list', '--reverse', '--topo-order', '--parents', '--all')) {
      const [commit = '', ...parents] = line.split(' ');
      if (!this.#inState.has(commit)) await this.#tellCommit(commit, parents);
    }
    for (const [ref, commit] of refs) {
      if (this.#refs.get(ref) !== commit) await this.#tellRef(ref, this.#inState.get(commit) ?? commit);
      this.#refs.set(ref, commit);
    }
    for (const ref of [...this.#refs.keys()].filter((known) => !refs.has(known))) {
      await this.#state.ask('DELETE', `/git/${ref}`);
      this.#refs.delete(ref);
    }
  }

  /** Moves a ref here that was moved in the emulator; `commit` undefined removes it. */
  follow(ref: string, commit: string | undefined): void {
    this.#git(...(commit === undefined ? ['update-ref', '-d', ref] : ['update-ref', ref, commit]));
    if (commit === undefined) this.#refs.delete(ref);
    else this.#refs.set(ref, commit);
  }

  /** Answers a request of git, for a path below the repository. */
  async serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env['PATH'] ?? '',
        GIT_PROJECT_ROOT: this.#folder,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'http.receivepack',
        GIT_CONFIG_VALUE_0: 'true',
        PATH_INFO: path,
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method ?? 'GET',
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    for await (const chunk of backend.stdout) chunks.push(chunk as Buffer);
    const answer = Buffer.concat(chunks);
    const end = answer.indexOf('\r\n\r\n');
    for (const header of answer.subarray(0, end).toString().split('\r\n')) {
      const [name = '', value = ''] = header.split(/: (.*)/);
      if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.end(answer.subarray(end + 4));
  }

  async #tellCommit(commit: string, parents: readonly string[]): Promise<void> {
    const message = this.#git('log', '-1', '--format=%B', commit).join('\n');
    // Its name is in it, so that two commits are never one to the emulator.
    const tree = await this.#ask('/git/trees', {
      tree: [{ path: 'commit', mode: '100644', type: 'blob', content: commit }],
    });
    const made = await this.#ask('/git/commits', {
      message,
      tree,
      parents: parents.map((parent) => this.#inState.get(parent) ?? parent),
    });
    this.#inState.set(commit, made);
    this.#here.set(made, commit);
  }

  async #tellRef(ref: string, sha: string): Promise<void> {
    const found = (await this.#state.ask('GET', `/git/matching-refs/${ref.slice('refs/'.length)}`)) as {
      ref: string;
    }[];
    const isThere = found.some((known) => known.ref === ref);
    if (isThere) await this.#state.ask('PATCH', `/git/${ref}`, { sha, force: true });
    else await this.#state.ask('POST', '/git/refs', { ref, sha });
  }

  async #ask(path: string, body: object): Promise<string> {
    return ((await this.#state.ask('POST', path, body)) as { sha: string }).sha;
  }

  #git(...args: string[]): string[] {
    const said = execFileSync('git', args, { cwd: this.#folder, encoding: 'utf8' }).trim();
    return said === '' ? [] : said.split('\n');
  }
}

function change(text: string, names: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\b[0-9a-f]{40}\b/g, (name) => names.get(name) ?? name);
}
