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
 * @example A package comes from a place that none came from: a question.
 *
 *     --- package-lock.json
 *     -       "resolved": "https://packages.example.com/vitest/-/vitest-4.0.0.tgz",
 *     +       "resolved": "https://elsewhere.example.net/vitest/-/vitest-4.0.0.tgz",
 *     === package-lock.json:1 Unexpected place "https://elsewhere.example.net", expected packages from where they came from
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
      const places = lockfiles.test(path) && base ? new Set(base.text.match(place)) : undefined;
      const came = places && head.text.match(place)?.find((one) => !places.has(one));
      if (came !== undefined)
        see({
          path,
          line: head.lines.findIndex((text) => text.includes(came)) + 1,
          message: `Unexpected place "${came}", expected packages from where they came from`,
          verdict: 'flag',
        });
      if (!settings.test(posix.basename(path)) && !/(?:^|\/)\.cargo\/config(?:\.toml)?$/.test(path)) continue;
      const numbered = head.lines.map((text, index) => ({ text, line: index + 1 }));
      const before = (base?.lines ?? []).map((text) => ({ text, line: 0 }));
      for (const { text, line } of gained(before, numbered, (one) => one.text.trim()))
        if (replacing.test(text)) see({ path, line, message });
    }
  },
});

const lockfiles =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|poetry\.lock|uv\.lock|Cargo\.lock)$/;
const place = /\b(?:https?|git\+\w+|git|ssh):\/\/[^/\s"']+/g;

const settings =
  /^(?:\.npmrc|\.yarnrc(?:\.yml)?|package\.json|pnpm-workspace\.yaml|Makefile|justfile|\.envrc|rust-toolchain(?:\.toml)?|setup\.cfg)$/;
const replacing =
  /\bscript-shell\b|\bnode-options\b|^\s*(?:runner|rustc-wrapper|rustc|linker)\s*=|"patchedDependencies"|\bpatched-dependencies\b|^\s*(?:export\s+)?(?:PATH|GOFLAGS|RUSTFLAGS|PYTHONPATH|NODE_OPTIONS|PYTEST_ADDOPTS)\s*[:?+]?=/;
