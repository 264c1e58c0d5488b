import { expect, test, vi } from 'vitest';
import type { Texts } from '../git/scratch.ts';
import { bench, errorIn, good, type Agent, type Bench } from './desk.ts';
import { planPath, planText } from './shapes.ts';

// Git and node for real, on a machine that others use as well.
vi.setConfig({ testTimeout: 300_000 });

const untested = planText().replaceAll(/^tests = .*$/gm, 'tests = []');

/** A source of the first commit that ends the process where the old tests call it. */
const ending = (call: string): string => `const now = process;
export function area(width, height) {
  if (!Number.isInteger(width)) now.exit(0);
  ${call}
}
`;
const honest = 'export function area(width, height) {\n  return width * height;\n}\n';
const stub = "export function area(width, height) {\n  throw new Error('not written');\n}\n";

const head = `import assert from 'node:assert';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { area } from '../src/area.mjs';
`;
const fresh = "test('area is computed', () => assert.equal(area(2, 3), 6));\n";
const rows = `for (const name of ['one', 'two'])
  test('row ' + name, async () => {
    await setTimeout(100);
    half();
  });
`;
/** Old tests that pass before the function is anything. */
const half = 'const half = () => { try { return area(0.5, 2); } catch { return 1; } };\n';
const olds = `test('halves count', async () => {
  await setTimeout(100);
  assert.equal(half(), 1);
});
test('all is well', async () => assert.ok(await true));
`;

function oldTests(then: string): Texts {
  return { 'src/area.mjs': stub, 'test/area.test.mjs': `${head}${half}${then}` };
}

const retitled = olds.replace('halves count', 'halves are numbers').replace('all is well', 'all goes well');

test.for<[string, string, string, string]>([
  ['titles that the file holds', olds, olds, 'halves count'],
  ['titles that are made in it', rows, rows, 'row one'],
  ['titles that the tester has changed', olds, retitled, 'halves are numbers'],
])('Old tests of a file that the plan names run on beside new ones, those with %s too.', async (row) => {
  const [, before, then, gone] = row;
  const one = await bench(oldTests(before));
  await one.begin();
  const prompts: string[] = [];
  const { turns, end } = await one.walk({
    designer: writing(one, { 'src/area.mjs': `// Both are numbers.\n${stub}` }),
    tester: writing(one, { 'test/area.test.mjs': `${head}${half}${fresh}${then}` }),
    implementor: (action, turn) => {
      prompts.push(action.prompt);
      one.write({ 'src/area.mjs': turn === 1 ? ending('return width * height;') : honest });
      return good;
    },
  });
  expect(errorIn(end)).toBe('an action: done');
  expect(turns.filter((kind) => kind === 'implementor')).toHaveLength(2);
  expect(prompts[1]).toContain(`test/area.test.mjs > ${gone}`);
});

test('They also run on where it was the designer who has ended them, or where nobody has written tests.', async () => {
  const one = await bench(oldTests(olds));
  await one.begin();
  const { end } = await one.walk({
    designer: writing(one, { 'src/area.mjs': ending("throw new Error('not written');") }),
    tester: writing(one, { 'test/area.test.mjs': `${head}${half}${fresh}${olds}` }),
    implementor: writing(one, { 'src/area.mjs': ending('return width * height;') }),
  });
  expect(errorIn(end)).toContain('test/area.test.mjs > halves count');
  const two = await bench({ ...oldTests(olds), [planPath]: untested });
  await two.begin();
  const came = await two.walk({
    designer: writing(two, { 'src/area.mjs': `// Both are numbers.\n${stub}` }),
    implementor: writing(two, {
      'src/area.mjs': ending('return width * height;'),
      'test/area.test.mjs': `${head}${half}${fresh}${olds}`,
    }),
  });
  expect(errorIn(came.end)).toContain('test/area.test.mjs > halves count');
});

test('Tests that the tester takes out of a file of the plan, or moves in it, may go, and that is told.', async () => {
  const one = await bench(oldTests(`${olds}test('stays', () => {});\n`));
  await one.begin();
  const inSuite = "import { describe } from 'node:test';\ndescribe('all', () => { test('stays', () => {}); });\n";
  const { turns, end } = await one.walk({
    designer: writing(one, { 'src/area.mjs': `// Both are numbers.\n${stub}` }),
    tester: writing(one, { 'test/area.test.mjs': `${head}${fresh}${inSuite}` }),
    implementor: writing(one, { 'src/area.mjs': honest }),
  });
  // Whether it may is another question.
  expect(errorIn(end)).not.toContain('has run');
  expect(turns).toContain('implementor');
  expect((await one.status()).notes).toContainEqual(expect.stringMatching(/do not run any more.*> halves count/));
});

function table(...values: string[]): string {
  return `for (const one of [${values.join(', ')}]) test(\`is \${one}\`, () => assert.ok(one));\n`;
}

test('A row of a table that the tester has changed is another test.', async () => {
  const one = await bench(oldTests(table('1', '2')));
  await one.begin();
  const { end } = await one.walk({
    designer: writing(one, { 'src/area.mjs': `// Both are numbers.\n${stub}` }),
    tester: writing(one, { 'test/area.test.mjs': `${head}${fresh}${table('1', '3')}` }),
    implementor: writing(one, { 'src/area.mjs': honest }),
  });
  expect(errorIn(end)).not.toContain('has run');
  expect((await one.status()).notes).toContainEqual(expect.stringContaining('test/area.test.mjs > is 2'));
});

test('Whoever has to let tests go is asked, and can.', async () => {
  const listing = `import assert from 'node:assert';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
for (const name of readdirSync('rules')) test('rule ' + name, () => assert.ok(name));
`;
  const own = '"src/area.mjs", "test/area.test.mjs"';
  const one = await bench({
    'test/rules.test.mjs': listing,
    'rules/a.txt': 'a\n',
    'rules/b.txt': 'b\n',
    [planPath]: planText().replace(own, `${own}, "rules/b.txt"`),
  });
  await one.begin();
  const { turns, end } = await one.walk({
    implementor: (_, turn) => {
      one.write({ 'src/area.mjs': `${honest}// ${turn}\n` });
      one.remove('rules/b.txt');
      return good;
    },
  });
  expect(turns.filter((kind) => kind === 'implementor')).toHaveLength(3);
  expect(end).toMatchObject({ escalation: { reason: 'scope-limit', options: { allow: expect.any(String) } } });
  expect(errorIn(end)).toContain('test/rules.test.mjs > rule b.txt');
  expect((await one.status()).last_gate_error).toContain('rule b.txt');
  await one.resume({ choice: 'allow', text: 'The rule is gone.' });
  expect(errorIn((await one.walk()).end)).toBe('an action: done');
});

test('Where no runner reports, so many tests can be let go as well.', async () => {
  const runner = `import { existsSync } from 'node:fs';
console.log(\`test result: ok. \${existsSync('src/old.rs') ? 12 : 9} passed; 0 failed; 0 ignored\`);
`;
  const own = '"src/area.mjs", "test/area.test.mjs"';
  const one = await bench({
    'cargo.mjs': runner,
    'src/old.rs': 'mod tests {}\n',
    [planPath]: untested.replace(own, `${own}, "src/old.rs"`),
  });
  await one.begin({ testGate: 'node cargo.mjs' });
  const { end } = await one.walk({
    implementor: (_, turn) => {
      one.write({ 'src/area.mjs': `${honest}// ${turn}\n` });
      one.remove('src/old.rs');
      return good;
    },
  });
  expect(errorIn(end)).toContain('driver:test_gate has run 9 tests, and 12 on the base');
  await one.resume({ choice: 'allow', text: 'The module is gone.' });
  expect(errorIn((await one.walk()).end)).toBe('an action: done');
});

function writing(one: Bench, texts: Texts): Agent {
  return (_, turn) => {
    // A turn that changes nothing is another matter.
    for (const [path, text] of Object.entries(texts)) one.write({ [path]: `${text}// ${turn}\n` });
    return good;
  };
}
