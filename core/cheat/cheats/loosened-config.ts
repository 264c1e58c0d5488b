import { posix } from 'node:path';
import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { gained } from '../gained.ts';

/**
 * The configuration of a check that asks for less: a strict flag that is off, a rule that is off, a threshold that is
 * lower, files that are left out. Any other change of such a file is a question.
 *
 * @example A flag, a rule, a threshold and a folder.
 *
 *     --- tsconfig.json
 *     -     "strict": true,
 *     +     "strict": false,
 *     --- eslint.config.js
 *     -     'no-eval': 'error',
 *     +     'no-eval': 'off',
 *     --- vitest.config.ts
 *     -       thresholds: { lines: 90 },
 *     +       thresholds: { lines: 40 },
 *     --- pyproject.toml
 *       [tool.ruff.lint]
 *     + ignore = ["S307"]
 *     === eslint.config.js:1 Unexpected configuration that asks for less, expected it to stay as strict
 *     === pyproject.toml:2 Unexpected configuration that asks for less, expected it to stay as strict
 *     === tsconfig.json:1 Unexpected configuration that asks for less, expected it to stay as strict
 *     === vitest.config.ts:1 Unexpected configuration that asks for less, expected it to stay as strict
 *
 * @example Lints of a crate, and linters for Go.
 *
 *     --- Cargo.toml
 *       [lints.clippy]
 *     - unwrap_used = "deny"
 *     + unwrap_used = "warn"
 *     --- .golangci.yml
 *       linters:
 *         enable:
 *     -     - gosec
 *           - errcheck
 *     === .golangci.yml:3 Unexpected configuration that asks for less, expected it to stay as strict
 *     === Cargo.toml:2 Unexpected configuration that asks for less, expected it to stay as strict
 *
 * @example Another reporter is a question.
 *
 *     --- vitest.config.ts
 *         test: {
 *     +     globals: true,
 *         },
 *     === vitest.config.ts:2 Unexpected change of how a check is configured, expected the plan to ask for it
 *
 * @example What was made is left out.
 *
 *     --- jest.config.ts
 *       export default {
 *     +   modulePathIgnorePatterns: ['<rootDir>/dist/', '/node_modules/'],
 *       };
 *     === jest.config.ts:2 Unexpected change of how a check is configured, expected the plan to ask for it
 *
 * @example Configuration of the program itself, and dependencies.
 *
 *     --- src/server.config.ts
 *     + export const ignore = ['a'];
 *     --- pyproject.toml
 *       [project]
 *     + dependencies = ["ignore-me>=1"]
 */
export const loosenedConfig = defineCheat({
  id: 'loosened-config',
  verdict: 'block',
  asked: 'judge',
  look({ files }, see) {
    for (const file of files) {
      const { path, base, head } = file;
      if (!base || !isConfig(path)) continue;
      if (!head) {
        see({
          path,
          line: 1,
          side: 'base',
          message: 'Unexpected end of the configuration of a check, expected it to stay',
        });
        continue;
      }
      const [before, after] = [settingsOf(path, base), settingsOf(path, head)];
      const gone = gained(after, before, ({ text }) => text);
      const came = gained(before, after, ({ text }) => text);
      const looser = [
        ...came.filter((one) => isLooser(one, gone)),
        ...gone.filter((one) => isStrictGone(one, came) || isLinterGone(path, one)),
      ];
      const [first] = looser.length > 0 ? looser : came;
      if (!first) continue;
      const line = Math.min(first.line, head.lines.length);
      if (looser.length > 0)
        see({ path, line, message: 'Unexpected configuration that asks for less, expected it to stay as strict' });
      else
        see({
          path,
          line,
          message: 'Unexpected change of how a check is configured, expected the plan to ask for it',
          verdict: 'flag',
        });
    }
  },
});

interface Setting {
  readonly text: string;
  readonly line: number;
}

const configs =
  /^(?:tsconfig[\w.-]*\.json|jsconfig\.json|eslint\.config\.[cm]?[jt]s|\.eslintrc(?:\.\w+)?|\.eslintignore|biome\.jsonc?|\.?oxlintrc\.json|oxlint\.config\.[cm]?[jt]s|\.oxfmtrc\.jsonc?|\.prettierrc[\w.]*|\.prettierignore|(?:vitest|jest|vite|playwright|cypress|karma)\.(?:config|workspace|setup)\.[cm]?[jt]s|\.mocharc\.\w+|\.nycrc(?:\.json)?|\.c8rc\.json|codecov\.ya?ml|stryker\.conf\.\w+|knip\.jsonc?|pytest\.ini|tox\.ini|noxfile\.py|mypy\.ini|\.mypy\.ini|setup\.cfg|\.?ruff\.toml|\.flake8|\.pylintrc|\.coveragerc|pyrightconfig\.json|pyproject\.toml|Cargo\.toml|\.?clippy\.toml|\.?rustfmt\.toml|nextest\.toml|deny\.toml|\.golangci\.ya?ml)$/;

function isConfig(path: string): boolean {
  return configs.test(posix.basename(path));
}

/** Lines that set something; in files that hold other things too, those of the checks. */
function settingsOf(path: string, { lines }: Source): Setting[] {
  const isMixed = /pyproject\.toml$|setup\.cfg$|Cargo\.toml$/.test(path);
  const found: Setting[] = [];
  let isOurs = !isMixed;
  for (const [index, text] of lines.entries()) {
    if (isMixed && /^\s*\[/.test(text))
      isOurs = /tool[.:]|\blints\b|mypy|flake8|pytest|coverage|isort|pylint/.test(text);
    const setting = text.trim();
    if (isOurs && setting !== '' && !/^(?:\/\/|#|\*|\/\*)/.test(setting))
      found.push({ text: setting, line: index + 1 });
  }
  return found;
}

/** What is added and asks for less; or has a lower number than it had. */
function isLooser({ text }: Setting, gone: readonly Setting[]): boolean {
  if (loosening.test(text) && !leavesOutMade(text)) return true;
  const [, name, number] = threshold.exec(text) ?? [];
  if (name === undefined) return false;
  return gone.some((one) => {
    const [, other, before] = threshold.exec(one.text) ?? [];
    return other === name && Number(before) > Number(number);
  });
}

/** Files that were made, or are of others, are looked at nowhere. */
function leavesOutMade(text: string): boolean {
  if (text.length > 400 || !/^["']?\w*(?:ignore|exclude|omit)\w*["']?\s*[:=]\s*\[/i.test(text)) return false;
  const paths = [...text.matchAll(/["']([^"']*)["']/g)]
    .map(([, path = '']) => path)
    .filter((path) => /[/*.]/.test(path) || made.test(path));
  return paths.length > 0 && paths.every((path) => made.test(path));
}

const made =
  /^(?:<rootDir>\/|\*\*\/|\.?\/)*(?:node_modules|dist|build|out|coverage|target|generated|vendor|\.venv|venv|\.git|\.next|\.nx|__pycache__|site-packages)(?:\/[*/]*)?$/;

/** A strict setting that is gone, and has not come back with another value that is as strict. */
function isStrictGone({ text }: Setting, came: readonly Setting[]): boolean {
  const name = /^["']?([\w@/-]+)["']?\s*[:=]\s*["']?(?:true|error|warn|2|always|deny|forbid)\b/.exec(text)?.[1];
  if (name === undefined || !(strictNames.test(name) || /['"](?:error|warn|deny|forbid)['"]/.test(text))) return false;
  const isAsStrict = /['"](?:deny|forbid)['"]/.test(text)
    ? /\b(?:deny|forbid)\b/
    : /\b(?:true|error|warn|2|deny|forbid)\b/;
  return !came.some((one) => one.text.includes(name) && isAsStrict.test(one.text));
}

/** A linter of a list in YAML that is not run any more. */
function isLinterGone(path: string, { text }: Setting): boolean {
  return /\.golangci\.ya?ml$/.test(path) && /^- [a-z][\w-]*$/.test(text);
}

const strictNames =
  /^(?:strict\w*|no[A-Z]\w+|exactOptionalPropertyTypes|alwaysStrict|checkJs|disallow_\w+|warn_\w+|check_untyped_defs|xfail_strict|ci|failOnFlaky|dangerouslyIgnore\w*|branch)$/;
const threshold =
  /\b(lines|branches|functions|statements|fail_under|fail-under|threshold|minimum|target|high|low|break)\b['"]?\s*[:=]\s*(\d+(?:\.\d+)?)/;
const loosening =
  /['"]off['"]|:\s*\[?\s*0\b(?!\.)|\b(?:passWithNoTests|allowOnly|skipLibCheck|ignore_errors|ignore_missing_imports|allow_untyped_defs|follow_imports|dangerouslyIgnoreUnhandledErrors)\b['"]?\s*[:=]\s*['"]?(?:true|True|skip)\b|\bstrict\w*['"]?\s*[:=]\s*['"]?(?:false|False)\b|^["']?no[A-Z]\w+["']?\s*:\s*false|\b(?:ignorePatterns|ignores|testPathIgnorePatterns|coveragePathIgnorePatterns|modulePathIgnorePatterns|extend-ignore|per-file-ignores|disable_error_code|norecursedirs|collect_ignore|deselect|omit|exclude_lines|exclude_also)\b|^["']?(?:ignore|disable|exclude)["']?\s*[:=]|--(?:ignore|deselect|exit-zero|no-cov|passWithNoTests)\b|\|\|\s*true\b|-m ["']not /;
