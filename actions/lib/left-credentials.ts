import { fail, ok, type Result } from '../../core/failure.ts';
import { configEntries } from '../../core/git/config-text.ts';
import type { Git } from '../../core/git/git.ts';

/**
 * Whether git's configuration in a checkout leads to credentials, as `actions/checkout` leaves them unless it is told otherwise: a header
 * with a token, in the configuration or in a file that it includes; a key for SSH; a token in an address. Agents would have them. Only
 * git is asked: what other programs know is not seen.
 */
export async function withoutCredentials(checkout: Git): Promise<Result<void>> {
  const listed = await checkout.text(['config', '--list', '--includes', '-z']);
  const found = configEntries(listed).find(({ key, value = '' }) => ways.some((is) => is(key, value)));
  if (found === undefined) return ok(undefined);
  return fail(
    'bad-option',
    `Unexpected credentials in git's configuration of this checkout, at ${withoutSecret(found.key)}: agents would have them. Give actions/checkout \`persist-credentials: false\`.`,
  );
}

/** Names are in small letters but for what is between their first and last dot. */
const ways: readonly ((key: string, value: string) => boolean)[] = [
  (key) => /^http\.(?:.*\.)?extraheader$/s.test(key),
  // A file of its own since v6, which is included where git works in this checkout, or in it in a container.
  (key, value) => /^includeif\..*\.path$/s.test(key) && /git-credentials-[^/\\]*\.config$/.test(value),
  (key, value) => key === 'core.sshcommand' && /\s-i\s/.test(value),
  (key, value) => /^remote\..*\.(?:push)?url$/s.test(key) && hasSecret.test(value),
  (key) => /^url\..*\.(?:push)?insteadof$/s.test(key) && hasSecret.test(key),
];

const hasSecret = /:\/\/[^/@\s]*:[^/@\s]+@/;

function withoutSecret(key: string): string {
  return key.replaceAll(/:\/\/[^/@\s]*@/g, '://');
}
