import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Brief } from '../../core/brief/brief.ts';
import { pointOut } from '../../core/brief/point-out.ts';
import { reviewerPrompt } from '../../core/brief/prompts/reviewer.ts';
import { commit, diff, mark, nonce, taskBrief } from './sample.ts';

const path = 'specs/10-postage.md';
const section = (heading: string) => ({
  path,
  heading,
  text: `## ${heading}\n\n${`${heading} is in cents. `.repeat(30)}\n`,
});
const [one, two] = [section('1 Zone'), section('2 Weight')];
const rules = [{ path: 'AGENTS.md', text: '- Errors are values; nothing throws.\n'.repeat(20) }];
const brief: Brief = { ...taskBrief, sections: [one, two], rules };
const contents = new Map([
  [path, `# Postage\n\n${one.text}${two.text}`],
  ['AGENTS.md', rules[0]!.text],
]);

function inPrompt(at: Partial<Parameters<typeof pointOut>[1]>, of: Brief = brief): { text: string[]; named: string[] } {
  const { brief: left, toRead } = pointOut(of, { contents, quoted: [], ...at });
  return {
    text: [...left.sections.map(({ heading }) => heading ?? ''), ...left.rules.map((rule) => rule.path)],
    named: toRead.map((pointer) => pointer.heading ?? pointer.path),
  };
}

test('What stands in the work word for word is named with its size and digest, and everything else of the brief stays.', () => {
  const { brief: left, toRead } = pointOut(brief, { contents, quoted: [] });
  expect(left).toEqual({ ...brief, sections: [], rules: [] });
  expect(toRead[0]).toEqual({
    path,
    heading: '1 Zone',
    bytes: one.text.length,
    digest: createHash('sha256').update(one.text).digest('hex').slice(0, 12),
  });
  expect(toRead.map(({ heading }) => heading)).toEqual(['1 Zone', '2 Weight', null]);
});

test('What is not there, or reads otherwise there, stays in the prompt.', () => {
  const changed = new Map([[path, contents.get(path)!.replace('Weight is in cents', 'Weight is in grams')]]);
  expect(inPrompt({ contents: changed })).toEqual({ text: ['2 Weight', 'AGENTS.md'], named: ['1 Zone'] });
  expect(inPrompt({ contents: new Map() }).named).toEqual([]);
});

test('A section that a finding or evidence quotes stays in the prompt; one of the same file that nobody quotes does not.', () => {
  const quoted = [{ path, quote: '  ##  2 Weight' }, { path, quote: '' }, { path: 'src/a.ts', quote: '## 1 Zone' }, {}];
  expect(inPrompt({ quoted })).toEqual({ text: ['2 Weight'], named: ['1 Zone', 'AGENTS.md'] });
});

test('A text stays that is hardly longer than its name, or in which a reader of the file would not see all.', () => {
  const short = { path, heading: '3 Short', text: '## 3 Short\n' };
  const hidden = { ...one, heading: '4 Hidden', text: one.text.replace('cents', 'cents\u200B\u202E') };
  const at = { contents: new Map([[path, short.text + hidden.text]]) };
  expect(inPrompt(at, { ...brief, sections: [short, hidden], rules: [] })).toEqual({
    text: ['3 Short', '4 Hidden'],
    named: [],
  });
});

test('The reviewer is told where they stand, and that they bind.', () => {
  const { brief: left, toRead } = pointOut(brief, { contents, quoted: [] });
  const about = {
    commit,
    nonce,
    change: { diff },
    isFollowUp: true,
    verdict: null,
    open: [],
    disputes: [],
    deviations: [],
  };
  const { full } = reviewerPrompt(left, { ...about, toRead, clarification: null }, mark);
  expect(full).toContain('The specs and rules of the next list bind like all others.');
  expect(full).toMatch(/^- specs\/10-postage\.md, 1 Zone \(\d+ bytes, sha256 [0-9a-f]{12}\)$/m);
  expect(full).toMatch(/^- AGENTS\.md \(740 bytes, sha256 [0-9a-f]{12}\)$/m);
  expect(full).not.toContain('nothing throws');
});
