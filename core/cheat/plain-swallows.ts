/** Lines where an error ends unheard, in Go, in Rust and in scripts of a shell. */
export function plainSwallows(path: string, lines: readonly string[]): number[] {
  const silent = silentIn(path);
  return silent
    ? lines.flatMap((line, index) =>
        !/^\s*(?:\/\/|#)/.test(line) && silent(line, lines[index + 1] ?? '') ? [index + 1] : [],
      )
    : [];
}

type Silent = (line: string, next: string) => boolean;

function silentIn(path: string): Silent | undefined {
  if (path.endsWith('.go')) return isSilentGo;
  if (path.endsWith('.rs')) return (line) => rust.test(line);
  return /(?:\.(?:ba|z)?sh|(?:^|\/)Makefile)$/.test(path)
    ? (line) => shell.test(line) && !clearing.test(line)
    : undefined;
}

function isSilentGo(line: string, next: string): boolean {
  if (/^\s*if\b.*\berr\s*!=\s*nil\s*\{\s*$/.test(line)) return going.test(next);
  return (
    /,\s?_\s:?=\s(?!range\b)[\w.]+\(/.test(line) ||
    /^\s*_\s=\s(?!.*Close\()[\w.]+\(/.test(line) ||
    /^\s*recover\(\)/.test(line)
  );
}

/** It goes on as if nothing had been, and does not say so to who has called it. */
const going = /^\s*(?:return(?:\s(?:nil|0|""|false|true))?(?:,\s?nil)?|continue|\})\s*$/;

const rust =
  /^\s*let\s_\s?=\s?[\w:.&]+\(|\bErr\(_\w*\)\s?=>\s?(?:\{\s?\}|\(\)|Ok\(|None\b|continue\b|0\b|false\b|true\b|Default::|Vec::new|String::new)|^\s*[\w:.&]+\([^=]*\)\.ok\(\);/;

const shell = /\|\|\s*(?:true|:)\s*(?:$|[;)#&])|^\s*set\s\+e\b/;
/** What is to be gone may be gone already, and `grep` fails where it finds nothing. */
const clearing = /\b(?:rm|kill|pkill|mkdir|rmdir|umount|grep|docker|diff|unset|unlink|which|read)\b/;
