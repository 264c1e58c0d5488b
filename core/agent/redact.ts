/** Values of an agent's environment that nobody should read in a transcript or a terminal. */
export function secretsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env)
    .filter(([name, value]) => secretName.test(name) && (value?.length ?? 0) >= shortest)
    .map(([, value]) => value!)
    .toSorted((a, b) => b.length - a.length);
}

/** The text without these values, and without what has the form of a well-known kind of token. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, mask);
  return clean.replaceAll(token, mask).replaceAll(privateKey, mask);
}

const mask = '[redacted]';
/** Shorter values are words like `true`, whose removal would hide more than it protects. */
const shortest = 8;
const secretName = /KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|AUTH/i;
const token =
  /\b(?:sk-[\w-]{16,200}|gh[pousr]_\w{20,100}|github_pat_\w{20,200}|glpat-[\w-]{20,100}|xox[abprs]-[\w-]{10,200}|AKIA[0-9A-Z]{16}|AIza[\w-]{35}|npm_\w{36}|ey[JI][\w-]{10,2000}\.[\w-]{10,4000}\.[\w-]{10,1000})/g;
const privateKey = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,10000}?-----END [A-Z ]{0,30}PRIVATE KEY-----/g;
