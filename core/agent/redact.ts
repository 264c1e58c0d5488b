/**
 * What of an agent's environment nobody should read in a transcript, a record or a terminal: the values of variables that
 * sound like a secret, and the user and password in the addresses of any; each also as it stands in JSON.
 */
export function secretsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env)
    .flatMap(([name, value = '']) => (secretName.test(name) ? [value] : (userInfo.exec(value)?.slice(1, 2) ?? [])))
    .filter((value) => value.length >= shortest)
    .flatMap((value) => [...new Set([value, JSON.stringify(value).slice(1, -1)])])
    .toSorted((a, b) => b.length - a.length);
}

/** The text without these values, and without what has the form of a well-known kind of token. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, mask);
  return clean.replaceAll(token, mask).replaceAll(privateKey, mask);
}

/**
 * Output whose middle was left out, without what may be a part of a secret on either side: half of one would not be known
 * for what it is.
 */
export function withoutHalves(text: string, secrets: readonly string[]): string {
  const longest = Math.max(0, ...secrets.map((secret) => new TextEncoder().encode(secret).length));
  if (longest === 0) return text;
  // Joined with `+`, so that megabytes are not copied more often than they have to be.
  let kept = '';
  let from = 0;
  for (const mark of text.matchAll(leftOut)) {
    kept += text.slice(from, Math.max(from, mark.index - longest)) + mark[0];
    from = mark.index + mark[0].length + longest;
  }
  return from === 0 ? text : kept + text.slice(from);
}

/** As `host/capture.ts` writes it. */
const leftOut = /\n… \d{1,20} bytes left out …\n/g;

/** The same value with all of its texts redacted. */
export function redactAll(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return redact(value, secrets);
  if (Array.isArray(value)) return value.map((inner) => redactAll(inner, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redactAll(inner, secrets)]));
}

const mask = '[redacted]';
/** Shorter values are words like `true`, whose removal would hide more than it protects. */
const shortest = 8;
/** `https://user:password@host`. */
const userInfo = /^[a-z][a-z0-9+.-]{0,20}:\/\/([^/@\s]{1,500}:[^/@\s]{1,500})@/i;
const secretName = /KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|AUTH/i;
const token =
  /\b(?:sk-[\w-]{16,200}|gh[pousr]_\w{20,100}|github_pat_\w{20,200}|glpat-[\w-]{20,100}|xox[abprs]-[\w-]{10,200}|AKIA[0-9A-Z]{16}|AIza[\w-]{35}|npm_\w{36}|ey[JI][\w-]{10,2000}\.[\w-]{10,4000}\.[\w-]{10,1000})/g;
const privateKey = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,10000}?-----END [A-Z ]{0,30}PRIVATE KEY-----/g;
