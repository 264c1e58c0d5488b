import { describe, expect, test } from 'vitest';
import { readChange } from '../../core/cheat/change.ts';
import { cheats } from '../../core/cheat/cheats.ts';
import { detect } from '../../core/cheat/detect.ts';
import { cheatDocs } from '../../scripts/cheat-docs.ts';

const docs = cheatDocs();

test('Every cheat has a file of its name with a comment, and every such file is among the cheats.', () => {
  expect(docs.map(({ id }) => id)).toEqual(cheats.map(({ id }) => id).toSorted());
});

describe.each(docs)('$id', ({ id, examples }) => {
  test('has an example that is one, and an honest twin.', () => {
    expect(examples.some(({ sights }) => sights.length > 0)).toBe(true);
    expect(examples.some(({ sights }) => sights.length === 0)).toBe(true);
  });

  test.each(examples)('$title', async ({ files, sights }) => {
    const among = cheats.filter((one) => one.id === id);
    const found = detect(await readChange(files), among);
    expect(found.map(({ path, line, message }) => `${path}:${line} ${message}`)).toEqual(sights);
  });
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'A call of %s in a test file is a call like any other.',
  async (name) => {
    const text = `test('adds', () => {\n  expect(1 + 1).toBe(2);\n});\n${name}('adds', () => {});\n`;
    const found = detect(await readChange([{ path: 'test/add.test.ts', head: text }]), cheats);
    expect(found.filter(({ line }) => line === 4)).toEqual([]);
  },
);
