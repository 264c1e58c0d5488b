import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { newMarkers, type Marker } from '../markers.ts';

/**
 * A command that goes past the hooks of the repository.
 *
 * @example In a script.
 *
 *     --- scripts/release.sh
 *     - git commit -m release
 *     + HUSKY=0 git commit --no-verify -m release
 *     === scripts/release.sh:1 Unexpected "HUSKY=0", expected the hooks to run
 *
 * @example A page that says what it does.
 *
 *     --- docs/hooks.md
 *     + Never use --no-verify.
 */
export const bypassedHook = defineCheat({
  id: 'bypassed-hook',
  verdict: 'block',
  asked: 'file',
  look(change, see) {
    for (const { path, line, kind } of newMarkers(change, bypasses))
      see({ path, line, message: `Unexpected "${kind}", expected the hooks to run` });
  },
});

function bypasses({ lines }: Source, path: string): Marker[] {
  if (/\.(?:md|mdx|rst|txt)$/.test(path)) return [];
  return lines.flatMap((text, index) => {
    const kind = past.exec(text)?.[0];
    return kind === undefined ? [] : [{ line: index + 1, kind }];
  });
}

const past =
  /\bHUSKY(?:_SKIP_HOOKS)?=[01]\b|--no-verify\b|\bcore\.hooksPath[= ]\/dev\/null|\bLEFTHOOK=0\b|\bSKIP=[\w,-]+ git\b|\bgit commit\b[^\n]*\s-n\b/;
