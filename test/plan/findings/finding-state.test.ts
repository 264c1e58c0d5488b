import { describe, expect, test } from 'vitest';
import { findingState, sectionState, withMark, withoutMark } from '../../../core/plan/findings/finding-state.ts';

const plain = { struck: false, status: '', section: null };

describe('findingState', () => {
  test.each([
    ['Cache is cold (FIXED)', 'fixed'],
    ['Cache is cold (fixed in #12)', 'fixed'],
    ['缓存未预热（已修复）', 'fixed'],
    ['Cache is cold — ✅ done', 'fixed'],
    ['Cache is cold (DEFERRED)', 'deferred'],
    ['Cache is cold: half of it done, the rest deferred', 'deferred'],
    ['Warming is deferred (by design, M2 scope)', 'by-design'],
    ['Cache is cold (won’t fix)', 'by-design'],
    ['Cache is cold (reopened)', 'open'],
    ['Cache is cold (FIXED) (OPEN)', 'open'],
    ['Cache is cold', 'open'],
    ['Cache is cold (not fixed)', 'open'],
    ['Cache is cold (see #12, fixed)', 'open'],
    ['Deferred writes are lost', 'open'],
    ['Closed sockets leak', 'open'],
    ['The fixed size overflows', 'open'],
  ])('reads %j as %s.', (title, state) => {
    expect(findingState([title], plain)).toBe(state);
  });

  test('takes the nearest word: a mark, strike-through, the status, the end of the title, the section.', () => {
    const all = { struck: true, status: 'open', section: 'deferred' } as const;
    expect(findingState(['a (by design)'], all)).toBe('by-design');
    expect(findingState(['a'], all)).toBe('fixed');
    expect(findingState(['a deferred'], { ...all, struck: false })).toBe('open');
    expect(findingState(['a — fixed'], { ...all, struck: false, status: 'see there' })).toBe('fixed');
    expect(findingState(['a'], { ...all, struck: false, status: '' })).toBe('deferred');
  });

  test('reads the first of several texts that has a mark.', () => {
    expect(findingState(['P2 (OPEN)', 'a (FIXED)'], plain)).toBe('open');
    expect(findingState(['P2', 'a (FIXED)'], plain)).toBe('fixed');
  });
});

test.each([
  ['Fixed in this pass', 'fixed'],
  ['✅ Resolved', 'fixed'],
  ['Deferred to a later phase', 'deferred'],
  ['Invalid finding (closed)', 'by-design'],
  ['Still open', 'open'],
  ['From phase 2', null],
  ['Fixedness', null],
])('A section %j makes its entries %s.', (heading, state) => {
  expect(sectionState(heading)).toBe(state);
});

test('A mark replaces the one that is there, and no other words.', () => {
  expect(withMark('a (by design, M2)', 'fixed')).toBe('a (by design, M2) (FIXED)');
  expect(withMark('a (FIXED)', 'deferred')).toBe('a (DEFERRED)');
  expect(withoutMark('a (by design)')).toBe('a');
  expect(withoutMark('a (see b)')).toBe('a (see b)');
  expect(withoutMark('a (half FIXED)')).toBe('a (half FIXED)');
});
