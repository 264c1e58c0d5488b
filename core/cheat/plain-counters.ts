import type { Marker } from './markers.ts';

/** The same as `countersOf`, line by line, for Go and Rust: variables of a package, and `static` ones. */
export function plainCounters(lines: readonly string[]): Marker[] {
  const names = lines.flatMap((line) => declared.exec(line)?.slice(1).filter(Boolean) ?? []);
  return [...new Set(names)].flatMap((name) => {
    const steps = lines.findIndex((line) => stepOf(name).test(line));
    const isDown = lines.some((line) => new RegExp(`\\b${name}(?:--|\\s-=|\\.fetch_sub)`).test(line));
    return steps >= 0 && !isDown && isAsked(lines, name) ? [{ line: steps + 1, kind: name }] : [];
  });
}

const declared = /^(?:var\s+(\w+)\b|(?:pub\s+)?static\s+(?:mut\s+)?(\w+)\s*:)/;

function stepOf(name: string): RegExp {
  return new RegExp(`\\b${name}(?:\\+\\+|\\s\\+=|\\.fetch_add\\(|\\.Add\\()|\\batomic\\.Add\\w+\\(&${name}\\b`);
}

/** Whether it, or what it was read into, is compared with a number. */
function isAsked(lines: readonly string[], name: string): boolean {
  const readInto = lines.flatMap((line) => {
    const isRead = new RegExp(`=\\s*(?:unsafe\\s*\\{\\s*)?(?:atomic\\.\\w+\\(&)?${name}\\b`).test(line);
    const target = /^\s*(?:let\s+)?(?:mut\s+)?(\w+)\s*:?=/.exec(line)?.[1];
    return isRead && target !== undefined ? [target] : [];
  });
  return [name, ...readInto].some((one) => {
    const asked = new RegExp(
      `\\b${one}(?:\\.(?:load|fetch_add|Add|Load)\\([^()]*\\))?\\)?\\s*(?:%|[=!]=|[<>]=?)\\s*\\d`,
    );
    return lines.some((line) => asked.test(line));
  });
}
