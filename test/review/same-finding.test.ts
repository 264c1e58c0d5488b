import { describe, expect, test } from 'vitest';
import { findingId, type Finding } from '../../core/review/finding.ts';
import { identify, likeness } from '../../core/review/same-finding.ts';
import { randomOf } from '../../scripts/random.ts';

const base: Finding = {
  severity: 'P1',
  path: 'src/postage.ts',
  line: 12,
  quote: '  return grams <= 2000 ? 549 : 1049;',
  title: 'A parcel heavier than 31.5 kg is not refused with TooHeavy',
  fix: 'Answer with TooHeavy above 31500 g.',
};

const fillers = ['the', 'here', 'is', 'that', 'still', 'and', 'of'];

/** The same words in another order, with fillers between them, some of them in another form. */
function reworded(title: string, random: () => number): string {
  const words = title.split(' ').map((word) => (random() < 0.2 ? word.toUpperCase() : word));
  const mixed = words
    .map((word) => ({ word, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ word }) => word);
  return mixed
    .flatMap((word) => (random() < 0.3 ? [fillers[Math.floor(random() * fillers.length)]!, word] : [word]))
    .join(' ');
}

describe('a finding is the same', () => {
  test('in other order, with other fillers and endings, on a drifted line, with other indentation.', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomOf(seed);
      const again: Finding = {
        ...base,
        severity: 'P2',
        title: reworded(base.title, random),
        line: 1 + Math.floor(random() * 5000),
        quote: `\t\t${base.quote?.trim().replaceAll(' ', random() < 0.5 ? '  ' : ' ')}`,
      };
      expect({ title: again.title, isSame: likeness(base, again) > 0 }).toEqual({ title: again.title, isSame: true });
      expect(identify([again], [base]).map(findingId)).toEqual([findingId(base)]);
    }
  });

  test.each<[string, string]>([
    ['Parcels over 31.5 kg are accepted; they should be refused as TooHeavy', 'return grams <= 2000 ? 549 : 1049;'],
    ['No refusal with TooHeavy for parcels heavier than 31.5 kg', 'return grams <= 2000 ? 549 : 1049;'],
    ['A parcel heavier than 31.5 kg is not refused with `TooHeavy`.', 'if (grams <= 2000) return 549;'],
  ])('when another reviewer says: %s', (title, quote) => {
    expect(likeness(base, { ...base, title, quote })).toBeGreaterThan(0);
  });

  test('when its code has moved within the file, and when nobody quoted a line.', () => {
    expect(likeness(base, { ...base, line: 900 })).toBe(2);
    const { quote: _, ...unquoted } = base;
    expect(likeness(unquoted, { ...unquoted, line: 900 })).toBe(1);
  });

  test('in scripts that put no blanks between words.', () => {
    const one = { ...base, title: '超过三十公斤的包裹没有被拒绝' };
    expect(likeness(one, { ...one, title: '三十公斤以上的包裹没有被拒绝' })).toBeGreaterThan(0);
    expect(likeness(one, { ...one, title: '价格以浮点数计算' })).toBe(0);
  });
});

const titles = [
  base.title,
  'The price of the second zone is missing',
  'Grams are read as a floating-point number',
  'A negative weight is accepted',
  'A parcel of 0 g costs 549 cents',
  'The weight of a parcel is taken for grams, though it comes in kg',
  'The name postage hides that the result is in cents',
];

describe('findings stay two', () => {
  test('when they are about one line, and say different things.', () => {
    const all = titles.map((title) => ({ ...base, title }));
    for (const one of all) expect(all.filter((other) => likeness(one, other) > 0)).toEqual([one]);
    expect(identify(all, all)).toEqual(all);
    expect(identify(all.toReversed(), all)).toEqual(all.toReversed());
  });

  test('when half of their words are the same, unless they are about the same line.', () => {
    const other = { ...base, title: 'A parcel of more than 31.5 kg is not weighed again' };
    expect(likeness(base, other)).toBeGreaterThan(1);
    expect(likeness(base, { ...other, quote: 'weigh(parcel);' })).toBe(0);
  });

  test('when they are in two files, in the same words about the same line.', () => {
    expect(likeness(base, { ...base, path: 'src/labels.ts' })).toBe(0);
  });

  test('when two that were raised together are like one that is known: the one most like it is that one.', () => {
    const near = { ...base, title: 'Parcels heavier than 31.5 kg are refused without TooHeavy' };
    const [same, other] = identify([base, near], [base]);
    expect(same).toEqual(base);
    expect(findingId(other!)).not.toBe(findingId(base));
  });

  test('when the same words are about the same line at two places of a file.', () => {
    const each = identify([base, { ...base, line: 400 }], []);
    expect(each.map(findingId)).toEqual([findingId(base), `${findingId(base)}-2`]);
    expect(
      identify(
        [
          { ...base, line: 13 },
          { ...base, line: 402 },
        ],
        each,
      ).map(findingId),
    ).toEqual(each.map(findingId));
  });
});

describe('an id', () => {
  test('is short, and says nothing of line, severity and fix.', () => {
    expect(findingId(base)).toMatch(/^F-[0-9a-f]{8}$/);
    expect(findingId({ ...base, line: 1, severity: 'P3', fix: 'otherwise' })).toBe(findingId(base));
  });

  test('that a reviewer names is that finding, whatever the words; in another file it is not.', () => {
    const named = { ...base, id: findingId(base), title: 'Still so', quote: 'x' };
    expect(identify([named], [base]).map(findingId)).toEqual([findingId(base)]);
    expect(identify([{ ...named, path: 'src/b.ts' }], [base]).map(findingId)).not.toEqual([findingId(base)]);
  });

  test('that nobody has given is not taken over.', () => {
    expect(identify([{ ...base, id: 'F-1' }], [])).toEqual([base]);
  });
});

test('What is said twice in one answer is said once.', () => {
  expect(identify([base, { ...base, fix: 'the same' }], [])).toHaveLength(1);
});
