import { posix } from 'node:path';
import { defineCheat } from '../cheat.ts';
import { gained } from '../gained.ts';

/**
 * What runs the checks is another program than before: a patched package, another shell for scripts, a runner in front of
 * a compiler.
 *
 * @example A patch of the runner, and a shell that always succeeds.
 *
 *     --- patches/vitest+4.0.0.patch
 *     + diff --git a/node_modules/vitest/dist/cli.js b/node_modules/vitest/dist/cli.js
 *     --- .npmrc
 *     + script-shell=./scripts/sh
 *     === .npmrc:1 Unexpected replacement of a tool, expected the one that the base has
 *     === patches/vitest+4.0.0.patch:1 Unexpected replacement of a tool, expected the one that the base has
 *
 * @example An option of npm that replaces nothing.
 *
 *     --- .npmrc
 *     + save-exact=true
 */
export const replacedTool = defineCheat({
  id: 'replaced-tool',
  verdict: 'block',
  asked: 'file',
  look({ files }, see) {
    const message = 'Unexpected replacement of a tool, expected the one that the base has';
    for (const { path, base, head } of files) {
      if (!head) continue;
      if (/(?:^|\/)(?:patches|\.yarn\/patches)\/.+\.patch$/.test(path)) see({ path, line: 1, message });
      if (!settings.test(posix.basename(path)) && !/(?:^|\/)\.cargo\/config(?:\.toml)?$/.test(path)) continue;
      const numbered = head.lines.map((text, index) => ({ text, line: index + 1 }));
      const before = (base?.lines ?? []).map((text) => ({ text, line: 0 }));
      for (const { text, line } of gained(before, numbered, (one) => one.text.trim()))
        if (replacing.test(text)) see({ path, line, message });
    }
  },
});

const settings =
  /^(?:\.npmrc|\.yarnrc(?:\.yml)?|package\.json|pnpm-workspace\.yaml|Makefile|justfile|\.envrc|rust-toolchain(?:\.toml)?|setup\.cfg)$/;
const replacing =
  /\bscript-shell\b|\bnode-options\b|^\s*(?:runner|rustc-wrapper|rustc|linker)\s*=|"patchedDependencies"|\bpatched-dependencies\b|^\s*(?:export\s+)?(?:PATH|GOFLAGS|RUSTFLAGS|PYTHONPATH|NODE_OPTIONS|PYTEST_ADDOPTS)\s*[:?+]?=/;
