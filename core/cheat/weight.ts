/** Numbers of three digits and more, and texts that are no mere word: what two files have by chance tells nothing. */
export function isTelling(text: string): boolean {
  if (isNumber(text)) return /\d.*\d.*\d/.test(text) && !round.has(text);
  return text.length >= 5 && /[\d\s]|[^!-~]/.test(text) && !known.test(text);
}

/** What tells something if there is more beside it. */
export function isWeighty(text: string): boolean {
  return isNumber(text)
    ? !/^[012]$/.test(text) && !round.has(text)
    : text.length >= 3 && !isWord(text) && !known.test(text);
}

export function isNumber(text: string): boolean {
  return /^-?\d[\w.]*$/.test(text);
}

/** Words, names, and paths of them, as options and kinds are. */
export function isWord(text: string): boolean {
  return /^[\w.$/-]*$/.test(text) && !/\d/.test(text);
}

/** What has a name with digits in it. */
const known = /^(?:utf-?\d+|sha-?\d+|base-?\d+|es\d+|iso-[\d-]+|x86_64|arm64|win32|http\/\d(?:\.\d)?)$/i;

/** What is left of a text that is not to be read in the source. */
export function isDigest(text: string): boolean {
  return /^[0-9a-f]{16,}$/.test(text) && /[a-f]/.test(text) && /\d/.test(text);
}

/** Numbers that mean something everywhere. */
const round: ReadonlySet<string> = new Set([
  '100',
  '200',
  '201',
  '204',
  '255',
  '256',
  '301',
  '302',
  '400',
  '401',
  '403',
  '404',
  '409',
  '422',
  '429',
  '443',
  '500',
  '502',
  '503',
  '512',
  '1000',
  '1024',
  '8080',
]);
