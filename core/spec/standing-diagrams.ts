import { markdownLines, type Line } from '../markdown/lines.ts';

/** A diagram in the source text of a Markdown file. */
export interface Diagram {
  readonly path: string;
  /** Of the line that opens it, from 1. */
  readonly line: number;
}

/**
 * Diagrams that stand as they stood, in a file whose words have changed: each may still show what is no longer so. One
 * that was edited with the words is left out, and so are drawings in files of their own.
 */
export function standingDiagrams(file: { path: string; before: string; after: string }): Diagram[] {
  const [before, after] = [split(file.before), split(file.after)];
  if (before.words === after.words) return [];
  const known = new Set(before.diagrams.map(({ text }) => text));
  return after.diagrams.filter(({ text }) => known.has(text)).map(({ line }) => ({ path: file.path, line }));
}

interface Split {
  /** All that is no diagram. */
  readonly words: string;
  readonly diagrams: readonly { readonly line: number; readonly text: string }[];
}

function split(content: string): Split {
  const words: string[] = [];
  const diagrams: { line: number; text: string }[] = [];
  let block: Line[] = [];
  const endBlock = (): void => {
    const text = block.map((line) => line.text).join('\n');
    if (block[0] && isDiagram(block)) diagrams.push({ line: block[0].number, text });
    else if (block.length > 0) words.push(text);
    block = [];
  };
  for (const line of markdownLines(content)) {
    if (line.kind === 'fence-start') endBlock();
    if (line.kind === 'fence-start' || line.kind === 'code' || line.kind === 'fence-end') block.push(line);
    else {
      endBlock();
      words.push(line.text);
    }
    if (line.kind === 'fence-end') endBlock();
  }
  endBlock();
  return { words: words.join('\n'), diagrams };
}

function isDiagram([first, ...rest]: readonly Line[]): boolean {
  return (
    languages.test(first?.text ?? '') ||
    rest.filter(({ text }) => /[─│┌┐└┘├┤═║╔╗╚╝]|\+--+\+|--+>/.test(text)).length >= 2
  );
}

const languages = /^.{0,40}?[`~]{3,}[ \t]*\{?\.?(?:mermaid|plantuml|puml|uml|dot|graphviz|d2|ditaa|nomnoml|svgbob)\b/i;
