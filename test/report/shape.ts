import type { Nodes } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';

/** The node types from the root down, with HTML as it is; whether a text is code in backticks or in tags is no matter. */
export function shape(markdown: string): string[] {
  const types: string[] = [];
  visit(parse(markdown), (node: Nodes, _index, parent) => {
    if (node.type === 'html' && !/^<\/?code>$/.test(node.value))
      types.push(node.value.replaceAll(/summary>.*</g, 'summary><'));
    if (isBlock(node)) types.push(`${parent?.type ?? ''} > ${node.type}`);
    if (node.type === 'link' || node.type === 'image' || node.type === 'footnoteReference') types.push(node.type);
  });
  return types;
}

function isBlock(node: Nodes): boolean {
  return [
    'heading',
    'paragraph',
    'list',
    'listItem',
    'code',
    'table',
    'tableRow',
    'tableCell',
    'blockquote',
    'thematicBreak',
  ].includes(node.type);
}

export function parse(markdown: string): Nodes {
  return unified().use(remarkParse).use(remarkGfm).parse(markdown);
}
