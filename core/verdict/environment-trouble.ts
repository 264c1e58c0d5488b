/** What a machine lacks, for a person; undefined where an output does not say so. */
export function environmentTrouble(output: string): string | undefined {
  return signs.find(([, sign]) => sign.test(output))?.[0];
}

/** Whether gates were ended because they took too long. */
export function tookTooLong(text: string | undefined): boolean {
  return text !== undefined && /\bdid not end within \d/.test(text);
}

/** Whether gates were asked of a project that has none of them. */
export function ranNone(text: string | undefined): boolean {
  return text !== undefined && /^No gate ran\b/.test(text);
}

const signs: readonly (readonly [string, RegExp])[] = [
  ['the disk is full', /\bENOSPC\b|no space left on device|disk quota exceeded/i],
  [
    'the network cannot be reached',
    /\b(?:ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)\b|getaddrinfo|could not resolve host|temporary failure in name resolution|network is unreachable/i,
  ],
  ['there is not enough memory', /heap out of memory|\bENOMEM\b|cannot allocate memory|\bout of memory\b|oom-kill/i],
  [
    'a tool is missing',
    /\bcommand not found\b|^(?:\/bin\/)?(?:ba|da|z)?sh: (?:line )?\d*:? ?\S+: not found$|\bspawn \S+ ENOENT\b|is not recognized as an internal or external command|executable file not found in|^\S+ was not found\.$/im,
  ],
  ['it took too long', /\bdid not end within \d/],
];
