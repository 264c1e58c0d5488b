import { posix } from 'node:path';
import { defineCheat } from '../cheat.ts';
import type { Change, Source } from '../change.ts';
import type { Syntax, SyntaxNode } from '../syntax.ts';
import { gained } from '../gained.ts';

/**
 * A package that is replaced by something of the change's own: an alias, a module that is put in its place, a file of its
 * name, a dependency that is now a folder.
 *
 * @example An alias, and a module in the place of another.
 *
 *     --- vitest.config.ts
 *       export default {
 *     +   alias: { zod: './test/shims/zod.ts' },
 *       };
 *     --- tests/conftest.py
 *     + sys.modules["requests"] = FakeRequests()
 *     --- tsconfig.json
 *     +     "paths": { "zod": ["./shims/zod.ts"] },
 *     === tests/conftest.py:1 Unexpected replacement of a package, expected the package itself
 *     === tsconfig.json:1 Unexpected replacement of a package, expected the package itself
 *     === vitest.config.ts:2 Unexpected replacement of a package, expected the package itself
 *
 * @example A dependency is now a folder.
 *
 *     --- package.json
 *     -     "zod": "^4.0.0"
 *     +     "zod": "file:./shims/zod"
 *     + "overrides": { "yup": "file:./shims/yup" }
 *     === package.json:1 Unexpected replacement of a package, expected the package itself
 *     === package.json:2 Unexpected replacement of a package, expected the package itself
 *
 * @example An alias that is worked out, and one that runs over lines.
 *
 *     --- vite.config.ts
 *       export default defineConfig({
 *         resolve: {
 *           alias: {
 *     +       zod: fileURLToPath(new URL('./test/zod.ts', import.meta.url)),
 *     +       '@support': fileURLToPath(new URL('./test/support', import.meta.url)),
 *           },
 *         },
 *       });
 *     === vite.config.ts:4 Unexpected replacement of a package, expected the package itself
 *
 * @example A package of the same workspace, and folders that are compiled.
 *
 *     --- tsconfig.json
 *     +   "include": ["src/main"],
 *     +     "@shop/sizes": ["libs/sizes/src/index.ts"],
 *     --- package.json
 *     +     "@shop/sizes": "file:./packages/sizes",
 *
 * @example An alias of a folder, a newer package.
 *
 *     --- vitest.config.ts
 *       export default {
 *     +   alias: { '@': './src', '~/lib': './src/lib' },
 *       };
 *     --- package.json
 *     -     "zod": "^4.0.0"
 *     +     "zod": "^4.1.0"
 *
 * @example A package under the name of another one.
 *
 *     --- package.json
 *         "devDependencies": {
 *     -     "vitest": "5.1.1"
 *     +     "vitest": "npm:@acme/vitest-lite@1"
 *         },
 *     +   "overrides": {
 *     +     "chai": "npm:@acme/chai@1"
 *     +   }
 *     === package.json:2 Unexpected replacement of a package, expected the package itself
 *     === package.json:5 Unexpected replacement of a package, expected the package itself
 */
export const shadowedPackage = defineCheat({
  id: 'shadowed-package',
  verdict: 'block',
  look(change, see) {
    const message = 'Unexpected replacement of a package, expected the package itself';
    for (const { path, base, head } of change.files) {
      if (!head) continue;
      const pattern = patternOf(path);
      if (isConfig(path))
        for (const { line, name } of gained(base ? aliases(base) : [], aliases(head), ({ text }) => text))
          if (isPackage(change, name)) see({ path, line, message });
      if (posix.basename(path) === 'package.json')
        for (const { line, isOther } of replacedDependencies(base, head))
          see({ path, line, message, ...(isOther && { verdict: 'flag' }) });
      const numbered = head.lines.map((text, index) => ({ text, line: index + 1 }));
      const before = (base?.lines ?? []).map((text) => ({ text, line: 0 }));
      for (const { text, line } of pattern ? gained(before, numbered, (one) => one.text.trim()) : [])
        if (pattern?.test(text) && isPackage(change, mappedIn(path, text))) see({ path, line, message });
      if (!base && shadows(change, path)) see({ path, line: 1, message });
    }
  },
});

function patternOf(path: string): RegExp | undefined {
  const name = posix.basename(path);
  if (/^tsconfig[\w.-]*\.json$/.test(name))
    return /(?:^\s*|\{\s*)"(?![@~#./]["/])(?!(?:include|exclude|files|typeRoots|rootDirs|types|lib|plugins|references)")[@\w-][\w/-]*(?:\/\*)?"\s*:\s*\[\s*"\.{0,2}\/?[\w-]+\/(?!node_modules)/;
  if (name === 'Cargo.toml') return /^\s*\[patch\b/;
  if (name === 'go.mod') return /^\s*replace\b.*=>\s*\.{1,2}\//;
  if (name.endsWith('.py')) return /\bsys\.modules(?:\[[^\]]+\]\s*=(?!=)|\.(?:setdefault|update)\()/;
  return undefined;
}

function isConfig(path: string): boolean {
  return /\.config\.[cm]?[jt]s$/.test(path);
}

/** The name that a line of a tsconfig maps; undefined where it does not map one. */
function mappedIn(path: string, text: string): string | undefined {
  return posix.basename(path).startsWith('tsconfig')
    ? /"([^"]+)"\s*:\s*\[/.exec(text)?.[1]?.replace('/*', '')
    : undefined;
}

/**
 * Whether it comes from elsewhere: the project depends on it. Where that is not known, a name with a scope may well be
 * one of the project.
 */
function isPackage({ files, manifest }: Change, name: string | undefined): boolean {
  if (name === undefined) return true;
  const declared = files.find(({ path }) => path === 'package.json')?.base?.text ?? manifest('package.json');
  return declared === undefined ? !name.startsWith('@') : declared.includes(`"${name}":`);
}

interface Alias {
  readonly text: string;
  readonly name: string;
  readonly line: number;
}

/** Names of packages that stand for a file of the project: in `alias`, and in `moduleNameMapper`. */
function aliases({ syntax }: Source): Alias[] {
  const maps =
    syntax?.nodes('Property').filter((node) => /^['"]?(?:alias|moduleNameMapper)\b/.test(syntax.textOf(node))) ?? [];
  return maps.flatMap((map) => (syntax ? syntax.within(map, 'Property').flatMap((node) => aliasAt(syntax, node)) : []));
}

function aliasAt(syntax: Syntax, node: SyntaxNode): Alias[] {
  const text = syntax.textOf(node);
  const [, key = '', found] = /^['"]?([^'":\s]*)['"]?\s*:\s*(?:['"]([^'"]*)['"])?/.exec(text) ?? [];
  // `{ find: 'zod', replacement: './zod.ts' }`
  const name = key === 'find' ? (found ?? '') : key;
  const value = key === 'find' && node.parent ? syntax.textOf(node.parent) : text.slice(key.length + 1);
  const isName =
    /^\^?(?:@[\w.-]+\/)?[a-z][\w./-]*\$?$/.test(name) && !['replacement', 'src', 'lib', 'test', 'app'].includes(name);
  const isOwn = /['"`](?:\.{1,2}\/|<rootDir>|\/)[^'"`]*\.[cm]?[jt]sx?['"`]/.test(value);
  return isName && isOwn ? [{ text, name: name.replaceAll(/[\^$]/g, ''), line: syntax.lineOf(node) }] : [];
}

/** Those that came from a registry, and now are a folder; or another package, which may be a better one. */
function replacedDependencies(base: Source | undefined, head: Source): { line: number; isOther: boolean }[] {
  const before = new Map(base?.lines.flatMap((line) => dependencyIn(line)));
  const there = new Set(base?.lines.map((line) => line.trim()));
  let isOverride = false;
  return head.lines.flatMap((line, index) => {
    isOverride = /"(?:overrides|resolutions)"\s*:\s*\{/.test(line) || (isOverride && !line.includes('}'));
    const [[name, version] = []] = dependencyIn(line);
    const was = name === undefined ? undefined : before.get(name);
    const isOverridden = isOverride && !there.has(line.trim()) && /"(?:file|link|portal|npm):/.test(line);
    const isMoved = was !== undefined && !elsewhere.test(was) && elsewhere.test(version ?? '');
    return isOverridden || isMoved ? [{ line: index + 1, isOther: /"npm:/.test(line) }] : [];
  });
}

function dependencyIn(line: string): [string, string][] {
  const [, name, version] = /^\s*"([^"]+)"\s*:\s*"([^"]*)"/.exec(line) ?? [];
  return name === undefined || version === undefined ? [] : [[name, version]];
}

const elsewhere = /^(?:file|link|portal|npm):/;

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
