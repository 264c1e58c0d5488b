import { expect, test, vi } from 'vitest';
import { bench, good } from './desk.ts';

// Git and node for real, on a machine that others use as well.
vi.setConfig({ testTimeout: 120_000 });

test('The arbiter is told which violations the writer calls fixed, which it disputes, and which it has not seen.', async () => {
  const one = await bench();
  await one.begin();
  const first = 'src/area.mjs:1 Names are words; name it.';
  const second = 'src/area.mjs:2 No bare errors; wrap it.';
  let told = '';
  await one.walk({
    designer: (action, turn) => {
      one.write({ 'src/area.mjs': `export function area() {\n  throw new Error('not written ${turn}');\n}\n` });
      const of = action.prompt.split('\n').find((line) => line.includes('Names are words'));
      const [id = ''] = /F-[\da-f]{8}/.exec(of ?? '') ?? [];
      return { ...good, disputes: id === '' ? [] : [{ violation: id, reason: 'It is one.' }] };
    },
    'designer style': (_, turn) => ({
      status: 'violations',
      violations: [first, second, ...(turn === 3 ? ['src/area.mjs:3 Lines are short; cut it.'] : [])],
    }),
    arbiter: (action) => {
      told = action.prompt;
      return { proceed: false, reasoning: 'It stays.' };
    },
  });
  const answerTo = (rule: string): string | undefined =>
    new RegExp(`${rule}\\n.*\\n  answer of the writer: (.*)`).exec(told)?.[1];
  expect(answerTo('Names are words')).toContain('disputed');
  expect(answerTo('No bare errors')).toBe('fixed');
  expect(answerTo('Lines are short')).toBe('not answered');
});
