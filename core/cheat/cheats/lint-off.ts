import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { isGenerated } from '../generated.ts';
import { commentMarkers, newMarkers, type Marker } from '../markers.ts';

/**
 * A comment that keeps a linter or a formatter from looking. What was there before may stay, and move.
 *
 * @example In four languages.
 *
 *     --- src/sum.ts
 *     + // eslint-disable-next-line no-eval
 *       export const sum = (text: string) => eval(text);
 *     --- src/sums.py
 *     - value = eval(text)
 *     + value = eval(text)  # noqa: S307
 *     --- src/sum.go
 *     + x := sum() //nolint:errcheck
 *     --- src/sum.rs
 *     + #![allow(clippy::unwrap_used, dead_code)]
 *     === src/sum.go:1 Unexpected "nolint", expected the code to be looked at
 *     === src/sum.rs:1 Unexpected "#![allow(clippy::unwrap_used", expected the code to be looked at
 *     === src/sum.ts:1 Unexpected "eslint-disable-next-line", expected the code to be looked at
 *     === src/sums.py:1 Unexpected "noqa", expected the code to be looked at
 *
 * @example What other tools are told, which is a question.
 *
 *     --- src/sum.ts
 *     + // eslint no-console: "off"
 *     + // Stryker disable all
 *     + // prettier-ignore
 *     === src/sum.ts:1 Unexpected "eslint no-console:", expected the code to be looked at
 *     === src/sum.ts:2 Unexpected "Stryker disable", expected the code to be looked at
 *     === src/sum.ts:3 Unexpected "prettier-ignore", expected the code to be looked at
 *
 * @example A comment that speaks of it, and one that was there.
 *
 *     --- src/sum.ts
 *     + // The linter knows no sums, see eslint.config.js.
 *       // eslint-disable-next-line no-eval
 *     - export const sum = (text: string) => eval(text);
 *     + export const sum = (text: string) => eval(`(${text})`);
 */
export const lintOff = defineCheat({
  id: 'lint-off',
  verdict: 'block',
  look(change, see) {
    for (const { path, line, kind } of newMarkers(change, silenced))
      see({
        path,
        line,
        message: `Unexpected "${kind.replace(/, perhaps/, '')}", expected the code to be looked at`,
        ...(/, (?:generated|perhaps)/.test(kind) && { verdict: 'flag' }),
      });
  },
});

/** Nobody writes what a tool has made: there it is a question. */
function silenced(source: Source, path: string): Marker[] {
  const found = markersIn(source, path);
  return isGenerated(source, path) ? found.map((one) => ({ ...one, kind: `${one.kind}, generated` })) : found;
}

function markersIn(source: Source, path: string): Marker[] {
  const known = commentMarkers(source, silencing);
  const others = commentMarkers(source, leavingOut).filter(({ line }) => !known.some((one) => one.line === line));
  const comments = [...known, ...others.map((one) => ({ ...one, kind: `${one.kind}, perhaps` }))];
  if (!path.endsWith('.rs')) return comments;
  const attributes = source.lines.flatMap((text, index) => {
    const kind = /^\s*#!?\[(?:allow|expect)\([\w:]+/.exec(text)?.[0];
    return kind === undefined ? [] : [{ line: index + 1, kind: kind.trim() }];
  });
  return [...comments, ...attributes];
}

const silencing =
  /^(?:eslint-disable(?:-next-line|-line)?|oxlint-disable(?:-next-line|-line)?|biome-ignore(?:-all|-start)?|tslint:disable(?:-next-line)?|deno-lint-ignore(?:-file)?|stylelint-disable|noqa|ruff: ?noqa|flake8: ?noqa|pylint: ?(?:disable|skip-file)|fmt: ?(?:off|skip)|yapf: ?disable|nosec|nolint|golangci-lint:ignore|NOLINT|rustfmt::skip|rubocop:disable)\b/;

/** Of tools that nobody here knows: one begins with a word and says that something is left out. */
const leavingOut =
  /^(?:[a-z][\w-]* ?[-: ] ?(?:disable|ignore|skip|off|suppress)\b|Stryker disable\b|NOSONAR\b|nosemgrep\b|#nosec\b|eslint [\w@/-]+ ?:)/i;
