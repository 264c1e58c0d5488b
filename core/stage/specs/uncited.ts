import { markdownLines, type Line } from '../../markdown/lines.ts';
import { isHeading, linesBelow } from '../../markdown/outline.ts';
import { citations, resolveCitation, type Citation } from '../../spec/citation.ts';
import type { Section, SpecFile } from '../../spec/section.ts';
import type { PhaseTexts } from './phase-texts.ts';

/**
 * The lines of a spec on both sides of an edit that stand in no section which the phase has cited before it, without blanks.
 * Sections that are new are nobody's yet, as long as the phase cites the spec at all.
 */
export function uncited(
  { path, before, after }: { readonly path: string; readonly before: string; readonly after: string },
  start: PhaseTexts,
): readonly [string[], string[]] {
  const cited = start.phase.tasks.flatMap(({ spec }) => citations(spec));
  const among = (content: string, all: readonly Citation[]): readonly Section[] => {
    const file = { path, content };
    return all.flatMap((citation) => sectionsOf(citation, file, start));
  };
  const [old, now] = [markdownLines(before), markdownLines(after)];
  if (among(before, cited.flatMap(fileOf)).length === 0) return [textsOf(old), textsOf(now)];
  const sections = among(before, cited);
  if (sections.some(({ heading }) => heading === null)) return [[], []];
  const known = new Set(old.flatMap(({ heading }) => heading?.text ?? []));
  const added = now.filter(isHeading).filter(({ heading }) => !known.has(heading.text));
  const fresh = added.flatMap((line) => [line, ...linesBelow(now, line)]).map(({ number }) => number);
  return [
    textsOf(beside(old, new Set(numbersOf(sections)))),
    textsOf(beside(now, new Set([...numbersOf(among(after, cited)), ...fresh]))),
  ];
}

/** What a citation means in this text of the file; empty where that is another file, or not there. */
function sectionsOf(citation: Citation, file: SpecFile, { plan, files }: PhaseTexts): readonly Section[] {
  const found = resolveCitation(citation, [file, ...files.filter(({ path }) => path !== file.path)], plan.path);
  return 'ok' in found ? found.ok.filter(({ path }) => path === file.path) : [];
}

/** The file that a citation names, whether it has the section or not. */
function fileOf(citation: Citation): Citation[] {
  if (citation.kind === 'unclear') return [];
  return [citation.kind === 'number' ? { ...citation, sections: [] } : { ...citation, sections: [], anchor: null }];
}

function numbersOf(sections: readonly Section[]): number[] {
  return sections.flatMap(({ line, text }) =>
    Array.from({ length: text.replace(/\n$/, '').split('\n').length }, (_, index) => line + index),
  );
}

function beside(lines: readonly Line[], numbers: ReadonlySet<number>): readonly Line[] {
  return lines.filter(({ number }) => !numbers.has(number));
}

function textsOf(lines: readonly Line[]): string[] {
  return lines.flatMap(({ text }) => text.replaceAll(/\s+/g, ' ').trim() || []);
}
