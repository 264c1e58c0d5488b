import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { gatesJunit } from '../../../actions/lib/gates-junit.ts';
import type { Report } from '../../../core/report/report.ts';
import { visibleText } from '../../../core/visible.ts';
import { attacks, naughty } from './attacks.ts';

type Gate = Report['gates'][number];

function gate(about: Partial<Gate>): Gate {
  return { project: 'shop', target: 'test', outcome: 'passed', cached: false, durationMs: 1234, output: '', ...about };
}

function judged(about: Partial<NonNullable<Report['gatesOn']>> = {}): Report['gatesOn'] {
  return { record: 'gates', tree: 'a'.repeat(40), green: true, trouble: null, ...about };
}

/** Read by a parser that refuses what is not well-formed. */
function read(gates: readonly Gate[], gatesOn: Report['gatesOn'] = judged()): Document {
  return new JSDOM(gatesJunit({ gates: [...gates], gatesOn }), { contentType: 'text/xml' }).window.document;
}

function attributesOf(element: Element | null | undefined): Record<string, string> {
  return Object.fromEntries([...(element?.attributes ?? [])].map(({ name, value }) => [name, value]));
}

test('A project is a suite and a gate of it a case, with its time and what it said.', () => {
  const document = read(
    [
      gate({}),
      gate({ target: 'lint', outcome: 'failed', output: 'src/a.ts: no', durationMs: 10 }),
      gate({ project: 'mail', target: 'build', outcome: 'not-run', durationMs: 0 }),
    ],
    judged({ green: false }),
  );
  expect([...document.querySelectorAll('testsuite')].map(attributesOf)).toEqual([
    { name: 'shop', tests: '2', failures: '1', errors: '0', skipped: '0', time: '1.244' },
    { name: 'mail', tests: '1', failures: '0', errors: '1', skipped: '0', time: '0.000' },
  ]);
  expect([...document.querySelectorAll('testcase')].map(attributesOf)).toEqual([
    { name: 'test', classname: 'shop', time: '1.234' },
    { name: 'lint', classname: 'shop', time: '0.010' },
    { name: 'build', classname: 'mail', time: '0.000' },
  ]);
  const failure = document.querySelector('failure');
  expect([attributesOf(failure), failure?.textContent]).toEqual([{ message: 'red' }, 'src/a.ts: no']);
  expect(attributesOf(document.querySelector('error'))).toEqual({ message: 'did not run' });
});

test.for([
  [null, 'No gate has judged the phase as a whole.'],
  [judged({ green: false, trouble: 'No test was collected.' }), 'No test was collected.'],
  [judged({ green: false }), 'The gates have come to no green verdict.'],
] as const)('What is not green does not read as green, although no gate failed: %j', ([gatesOn, message]) => {
  const document = read(gatesOn === null ? [] : [gate({})], gatesOn);
  expect(attributesOf(document.querySelector('testsuite[name=phase] error'))).toEqual({ message });
});

test('A green verdict has neither failures nor errors.', () => {
  expect(read([gate({})]).querySelectorAll('failure, error')).toHaveLength(0);
});

test('Texts of the lists arrive as a reader sees them, in names and in output.', () => {
  for (const text of [...naughty, ...attacks]) {
    const document = read([gate({ project: text, target: text, outcome: 'failed', output: text })]);
    const shown = visibleText(text).replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD');
    expect(attributesOf(document.querySelector('testcase'))).toEqual({ name: shown, classname: shown, time: '1.234' });
    expect(document.querySelector('failure')?.textContent).toBe(shown);
    expect(document.querySelectorAll('*')).toHaveLength(4);
  }
});

test('Every character is one that XML has.', () => {
  const all = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code)).join('a');
  expect(() => read([gate({ outcome: 'failed', output: all.slice(0, 19_000), target: all })])).not.toThrow();
  for (let at = 0; at < all.length; at += 15_000) {
    expect(() => read([gate({ outcome: 'failed', output: all.slice(at, at + 15_000) })])).not.toThrow();
  }
});

test('Of a long output there is the end.', () => {
  const output = `${'x'.repeat(50_000)} the last words`;
  const shown = read([gate({ outcome: 'failed', output })]).querySelector('failure')?.textContent ?? '';
  expect(shown).toHaveLength(20_001);
  expect(shown).toMatch(/^…x+ the last words$/);
});
