import { createEmulator } from 'emulate';

/** A person of the stand-in, with what they may do in the repository; `none` for everybody else of GitHub. */
export interface Person {
  readonly login: string;
  readonly permission: 'admin' | 'write' | 'read' | 'none';
}

export interface State {
  readonly url: string;
  readonly close: () => Promise<void>;
  /** Asks the emulator itself, as the owner of the repository. Throws where it refuses. */
  readonly ask: (method: string, path: string, body?: object) => Promise<unknown>;
  /** The token by which the emulator knows who acts. */
  readonly tokenOf: (login: string) => string;
}

/** Who jobs act as. */
export const bot = 'github-actions[bot]';

/** An emulator with one repository, its owner, the bot and these people. */
export async function startState(repository: string, people: readonly Person[]): Promise<State> {
  const [owner = '', name = ''] = repository.split('/');
  const logins = [...new Set([owner, bot, ...people.map(({ login }) => login)])];
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: Object.fromEntries(logins.map((login) => [tokenOf(login), { login, scopes: ['repo'] }])),
      github: { users: logins.map((login) => ({ login })), repos: [{ owner, name, auto_init: true }] },
    },
  });
  // It listens on one address of this machine, which `localhost` need not be.
  const url = emulator.url.replace('localhost', '127.0.0.1');
  const ask: State['ask'] = async (method, path, body) => {
    const response = await fetch(`${url}/repos/${repository}${path}`, {
      method,
      headers: { authorization: `Bearer ${tokenOf(owner)}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const levels = { admin: 'admin', write: 'push', read: 'pull', none: undefined } as const;
  for (const { login, permission } of [{ login: bot, permission: 'write' } as const, ...people]) {
    const level = levels[permission];
    if (level === undefined || login === owner) continue;
    await ask('PUT', `/collaborators/${encodeURIComponent(login)}`, { permission: level });
  }
  return { url, ask, tokenOf, close: async () => await emulator.close() };
}

function tokenOf(login: string): string {
  return `emulator-${login.replaceAll(/\W/g, '')}`;
}
