import { posix } from 'node:path';
import { defineCheat } from '../cheat.ts';
import type { Change } from '../change.ts';
import { gained } from '../gained.ts';

/**
 * A package that is replaced by something of the change's own: an alias, a module that is put in its place, a file of its
 * name, a dependency that is now a folder.
 *
 * @example An alias, and a module in the place of another.
 *
 *     --- vitest.config.ts
 *     +     alias: { zod: './test/shims/zod.ts' },
 *     --- tests/conftest.py
 *     + sys.modules["requests"] = FakeRequests()
 *     === tests/conftest.py:1 Unexpected replacement of a package, expected the package itself
 *     === vitest.config.ts:1 Unexpected replacement of a package, expected the package itself
 *
 * @example A dependency is now a folder.
 *
 *     --- package.json
 *     -     "zod": "^4.0.0"
 *     +     "zod": "file:./shims/zod"
 *     === package.json:1 Unexpected replacement of a package, expected the package itself
 *
 * @example An alias of a folder, a newer package.
 *
 *     --- vitest.config.ts
 *     +     alias: { '@': './src', '~/lib': './src/lib' },
 *     --- package.json
 *     -     "zod": "^4.0.0"
 *     +     "zod": "^4.1.0"
 */
export const shadowedPackage = defineCheat({
  id: 'shadowed-package',
  verdict: 'block',
  look(change, see) {
    const message = 'Unexpected replacement of a package, expected the package itself';
    for (const { path, base, head } of change.files) {
      if (!head) continue;
      const pattern = patternOf(path);
      const numbered = head.lines.map((text, index) => ({ text, line: index + 1 }));
      const before = (base?.lines ?? []).map((text) => ({ text, line: 0 }));
      for (const { text, line } of pattern ? gained(before, numbered, (one) => one.text.trim()) : [])
        if (pattern?.test(text)) see({ path, line, message });
      if (!base && shadows(change, path)) see({ path, line: 1, message });
    }
  },
});

function patternOf(path: string): RegExp | undefined {
  const name = posix.basename(path);
  if (/^tsconfig[\w.-]*\.json$/.test(name))
    return /^\s*"(?![@~#./]["/])[@\w-][\w/-]*(?:\/\*)?"\s*:\s*\[\s*"\.{0,2}\/?[\w-]+\/(?!node_modules)/;
  if (/\.config\.[cm]?[jt]s$/.test(name))
    return /(?:\balias\b|\bmoduleNameMapper\b).*[{,]\s*['"]?\^?(?![@~#$]['"/])[@\w-]+[\w/-]*\$?['"]?\s*:\s*['"](?:\.|<rootDir>)/;
  if (name === 'package.json') return /^\s*"[^"]+"\s*:\s*"(?:file|link|portal):(?!\.\.\/)/;
  if (name === 'Cargo.toml') return /^\s*\[patch\b/;
  if (name === 'go.mod') return /^\s*replace\b.*=>\s*\.{1,2}\//;
  if (name.endsWith('.py')) return /\bsys\.modules\[[^\]]+\]\s*=/;
  return undefined;
}

/** A file at the root, or below `src`, that Python would import in place of a dependency. */
function shadows({ manifest }: Change, path: string): boolean {
  const name = /^(?:src\/)?(\w+)(?:\/__init__)?\.py$/.exec(path)?.[1];
  if (name === undefined) return false;
  const declared = `${manifest('requirements.txt') ?? ''}\n${manifest('pyproject.toml') ?? ''}`;
  return (
    new RegExp(`(?:^|["'\\s])${name}\\s*(?:[=<>~!\\[;"']|$)`, 'm').test(declared) &&
    !declared.includes(`name = "${name}"`)
  );
}
