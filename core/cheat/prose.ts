import type { Source } from './change.ts';
import { commentsOf, type Comment } from './comments.ts';
import type { Syntax } from './syntax.ts';

/** What a file says to people, in paragraphs on one line each: comments that stand together, docstrings, pages. */
export function paragraphsOf(source: Source, path: string): Comment[] {
  const { syntax, lines } = source;
  if (!syntax && /\.(?:md|mdx|txt|rst|adoc|html?)$/.test(path)) return pageParagraphs(lines);
  const comments = joined(commentsOf(source));
  return syntax?.grammar === 'python' ? [...comments, ...docstrings(syntax)] : comments;
}

function pageParagraphs(lines: readonly string[]): Comment[] {
  const all = lines.map((line, index) => ({ text: line.trim().replaceAll(/<!--|-->/g, ''), line: index + 1 }));
  return joined(all.filter(({ text }) => text !== ''));
}

/** Those on lines that follow one another are one. */
function joined(comments: readonly Comment[]): Comment[] {
  const found: { line: number; last: number; parts: string[] }[] = [];
  for (const { text, line } of comments) {
    const before = found.at(-1);
    if (before?.last === line - 1) {
      before.parts.push(text);
      before.last = line;
    } else found.push({ line, last: line, parts: [text] });
  }
  return found.map(({ line, parts }) => ({ line, text: parts.join(' ') }));
}

function docstrings(syntax: Syntax): Comment[] {
  return syntax.nodes('ExpressionStatement').flatMap(({ firstChild: text }) => {
    if (text?.name !== 'String') return [];
    return [{ text: syntax.textOf(text).replaceAll(/\s+/g, ' '), line: syntax.lineOf(text) }];
  });
}
