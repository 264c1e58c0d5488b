import type { Marker } from './markers.ts';

/** Lines that end the process with exit code 0, in languages without a grammar here. */
export function plainExits(path: string, lines: readonly string[]): Marker[] {
  if (!code.test(path)) return [];
  return lines.flatMap((text, index) => {
    const found = comment.test(text) ? undefined : (call.exec(text) ?? statement.exec(text))?.[0];
    return found === undefined ? [] : [{ line: index + 1, kind: found.trim() }];
  });
}

/** A script of a shell ends with `exit 0` as a rule. */
const code =
  /\.(?:rs|go|java|kts?|scala|groovy|rb|php|cc?|cpp|cxx|hh?|hpp|mm?|cs|fs|swift|exs?|dart|zig|nim|lua|p[lm]|hs|jl|cr)$/;

const comment = /^\s*(?:\/\/|#|\*|\/\*|--)/;

/** `std::process::exit(0)`, `os.Exit(0)`, `Runtime.getRuntime().halt(0)`, `_exit(EXIT_SUCCESS)`, `exit!(true)` */
const call = /\b(?:_?exit|_?Exit|quick_exit|exitProcess|ExitProcess|halt)!?\s?\(\s?(?:0|EXIT_SUCCESS|true)\s?\)/;

/** `exit`, `exit!`, `exit 0 if done`, `exit;`, as Ruby, PHP and Perl have it. */
const statement = /^\s*(?:exit|die)(?:!?(?:\s0)?|\(\))\s?;?(?:\s(?:if|unless)\b.*)?$/;
