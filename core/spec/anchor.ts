import GithubSlugger from 'github-slugger';
import type { Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import type { Refusal } from '../markdown/parse-limits.ts';
import type { ReadTree } from '../markdown/tree.ts';
import { sectionAt, type SpecFile } from './section.ts';

/** Whether GitHub finds this anchor in the file; or why the file was not given to the parser, which has the last word. */
export function hasAnchor(file: SpecFile, anchor: string, read: ReadTree): boolean | Refusal {
  // A line of the source, some words of the text, the top of the page.
  if (/^(?:L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|:~:.*|top)$/s.test(anchor) || sectionAt(file, anchor) !== null)
    return true;
  const tree = read(file);
  if ('refused' in tree) return tree.refused;
  const wanted = decoded(anchor)
    .toLowerCase()
    .replace(/^user-content-/, '');
  const anchors = known.get(file) ?? new Set([...headingAnchors(tree.ok), ...writtenAnchors(file.content)]);
  known.set(file, anchors);
  return anchors.has(wanted);
}

const known = new WeakMap<SpecFile, ReadonlySet<string>>();

/** Headings of every kind, also underlined ones and those in a list or quote. */
function headingAnchors(tree: Root): string[] {
  const slugger = new GithubSlugger();
  const anchors: string[] = [];
  visit(tree, 'heading', (heading) => {
    anchors.push(slugger.slug(toString(heading)));
  });
  return anchors;
}

/** `<a id="x">`, and `{#x}` behind a heading, which some sites read. */
function writtenAnchors(content: string): string[] {
  const written = content.matchAll(/\s(?:id|name)=["']?([^"'\s>]{1,200})|\{#([^}\s]{1,200})\}/gi);
  return [...written].map(([, html = '', braces = '']) => (html + braces).toLowerCase());
}

function decoded(anchor: string): string {
  try {
    return decodeURIComponent(anchor);
  } catch {
    return anchor;
  }
}
