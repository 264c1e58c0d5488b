import type { Person, State } from './state.ts';

/** What GitHub refuses and neither emulator nor description knows of; the body of its answer with 422. */
export function refusal(id: string, body: unknown): { message: string } | undefined {
  const { body: text, output } = (body ?? {}) as { body?: string; output?: { summary?: string; text?: string } };
  if (id.startsWith('issues/') && (text ?? '').length > 65_536) {
    return { message: 'Validation Failed: body is too long (maximum is 65536 characters)' };
  }
  const isLong = [output?.summary, output?.text].some((part) => (part ?? '').length > 65_535);
  if (id.startsWith('checks/') && isLong) {
    return { message: 'Invalid request. Only 65535 characters are allowed in summary and text' };
  }
  return undefined;
}

/** Why GitHub would not make this pull request; the emulator makes any. */
export async function pullRefusal(state: State, owner: string, body: unknown): Promise<string | undefined> {
  const { head = '', base = '' } = (body ?? {}) as { head?: string; base?: string };
  const name = head.replace(/^[^:]+:/, '');
  for (const [field, branch] of Object.entries({ head: name, base })) {
    const refs = (await state.ask('GET', `/git/matching-refs/heads/${encodeURI(branch)}`)) as { ref: string }[];
    if (!refs.some(({ ref }) => ref === `refs/heads/${branch}`)) return `Validation Failed: ${field} is invalid`;
  }
  const query = new URLSearchParams({ head: `${owner}:${name}`, base, state: 'open' });
  const open = (await state.ask('GET', `/pulls?${query.toString()}`)) as unknown[];
  return open.length > 0 ? `Validation Failed: A pull request already exists for ${owner}:${name}.` : undefined;
}

/** What GitHub says of somebody's rights, which the emulator says in other words, or not at all of who has none. */
export function permissionOf(login: string, owner: string, people: readonly Person[]): object | undefined {
  const person = login === owner ? { login, permission: 'admin' as const } : people.find((one) => one.login === login);
  if (person === undefined) return undefined;
  // Everybody may read a public repository.
  const permission = person.permission === 'none' ? 'read' : person.permission;
  return { permission, role_name: permission };
}
