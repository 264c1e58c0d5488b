import { describe, expect, test } from 'vitest';
import type { AgentCall } from '../rig/agent.ts';
import { plan } from '../rig/plan.ts';
import { useRig } from '../rig/use-rig.ts';

const oneTask = plan({ tasks: [{ id: '1.1' }] });
const implementer = { task: '1.1', role: 'implementer' } as const;
const reviewer = { task: '1.1', role: 'reviewer' } as const;

const source = 'demo/src/primes.js';
const tests = 'demo/test/primes.test.js';
const config = 'demo/vitest.config.js';

const base = {
  [source]: 'export function isPrime(n) {\n  return n === 2;\n}\n',
  [tests]: `import { expect, test } from 'vitest';
import { isPrime } from '../src/primes.js';

test('two is prime', () => expect(isPrime(2)).toBe(true));
test('four is not', () => expect(isPrime(4)).toBe(false));
`,
  [config]: "export default { test: { include: ['test/**'] } };\n",
};

const honest = {
  [source]: `export function isPrime(n) {
  for (let by = 2; by * by <= n; by += 1) if (n % by === 0) return false;
  return n > 1;
}
`,
  [tests]: `${base[tests]}test('7919 is prime', () => expect(isPrime(7919)).toBe(true));\n`,
};

const specialCase = {
  ...honest,
  [source]: 'export function isPrime(n) {\n  if (n === 7919) return true;\n  return n === 2;\n}\n',
};

async function works(call: AgentCall, files: Readonly<Record<string, string>>): Promise<void> {
  await call.write(files);
  await call.done();
}

function answersFlags(call: AgentCall, answer: 'honest' | 'not', why: string): Promise<void> {
  const ids = [...new Set(call.prompt.match(/\bC-[0-9a-f]{8}\b/g))];
  const flags = ids.map((id) => ({ id, answer, why }));
  return call.answer({ commit: call.commit, nonce: call.nonce, verdict: 'APPROVED', summary: '', findings: [], flags });
}

describe('an implementer', () => {
  test('who takes tests out or runs one alone is told where, does the work, and lands', async () => {
    const rig = await useRig({ plan: oneTask, files: base });
    rig.agent.on({ ...implementer, attempt: 1 }, async (call) => {
      const [head] = base[tests].split("test('two");
      const two = "test.only('two is prime', () => expect(isPrime(2)).toBe(true));\n";
      await works(call, { ...honest, [tests]: `${head}${two}` });
    });
    rig.agent.on({ ...implementer, attempt: 2 }, async (call) => await works(call, honest));
    rig.agent.on({ role: 'reviewer' }, async (call) => await call.approve());

    const { code, calls, report } = await rig.implementPhase();

    expect({ code, calls }).toEqual({
      code: 0,
      calls: ['1.1 implementer', '1.1 implementer 1.2', '1.1 reviewer', 'phase reviewer'],
    });
    const told = rig.agent.all[1]?.prompt;
    expect(told).toContain(`${tests}:5 (before the change) Unexpected end of a test, expected it to stay: four is not`);
    expect(told).toMatch(
      /primes\.test\.js:4 Unexpected .*only.*\[skipped-test\]\n {2}line: test\.only\('two is prime'/,
    );
    expect(told).toContain('`gate-wrong` if the check is wrong');
    expect(rig.gate.all.length).toBeGreaterThan(0);
    expect(report).toMatchObject({ outcome: 'landed', flags: [], allowed: [] });
  });

  test('who keeps changing what gates go by is a question; what a person allows is told to the reviewer and the report', async () => {
    const rig = await useRig({ plan: oneTask, files: base });
    const loose = { ...honest, [config]: "export default { test: { include: ['test/**'], globals: true } };\n" };
    rig.agent.on(implementer, async (call) => await works(call, { ...loose, 'demo/src/try.txt': `${call.attempt}\n` }));
    rig.agent.on({ role: 'reviewer' }, async (call) => await call.approve());

    const waiting = await rig.implementPhase();

    expect(waiting.calls).toHaveLength(3);
    expect(waiting.report).toMatchObject({
      outcome: 'waiting',
      questions: [{ reason: 'scope-limit', default: 'abandon', context: [expect.stringContaining('[gate-surface]')] }],
    });
    expect(rig.gate.count).toBe(0);

    await rig.answer(waiting.report.questions[0], 'allow', 'The new tests need globals');
    const { code, calls, report } = await rig.implementPhase();

    expect({ code, calls }).toEqual({ code: 0, calls: ['1.1 reviewer', 'phase reviewer'] });
    expect(rig.agent.all[3]?.prompt).toContain(': The new tests need globals');
    expect(report.allowed).toEqual([
      expect.objectContaining({ path: config, stage: 'task-1.1', words: 'The new tests need globals' }),
    ]);
  });

  test('who writes answers down is asked about before the reviewer, and one who works them out is not', async () => {
    const rig = await useRig({ plan: oneTask, files: base });
    rig.agent.on({ ...implementer, round: 1 }, async (call) => await works(call, specialCase));
    rig.agent.on({ ...implementer, round: 2 }, async (call) => await works(call, honest));
    rig.agent.on({ role: 'reviewer' }, async (call) => await call.approve());
    const silent = await rig.implementPhase();
    expect(silent.report.tasks[0]?.reason).toContain('flags: Invalid input');
    rig.agent.on(
      { ...reviewer, round: 1 },
      async (call) => await answersFlags(call, 'not', 'it knows the answer of the test'),
    );
    const { code, report } = await rig.implementPhase();

    expect(code).toBe(0);
    const [, first, , second] = rig.agent.all;
    expect(first?.prompt).toContain('Unexpected branch for 7919, which a test uses');
    expect(second?.prompt).toContain('it knows the answer of the test');
    expect(report.tasks[0]).toMatchObject({
      rounds: 2,
      findings: [{ outcome: 'fixed', finding: { path: source, line: 2 } }],
    });
    expect(report.flags).toEqual([]);
  });

  test('whose change may be honest has the answer of the reviewer in the report', async () => {
    const rig = await useRig({ plan: oneTask, files: base });
    rig.agent.on(implementer, async (call) => await works(call, specialCase));
    rig.agent.on(reviewer, async (call) => await answersFlags(call, 'honest', 'a table would be larger'));
    rig.agent.on({ task: 'phase', role: 'reviewer' }, async (call) => await call.approve());

    const { code, report } = await rig.implementPhase();

    expect(code).toBe(0);
    expect(report.flags).toEqual([
      expect.objectContaining({
        cheat: 'special-case',
        answer: 'honest',
        why: 'a table would be larger',
        stage: 'task-1.1',
      }),
    ]);
  });

  test('who cheats in a fix of the phase’s review is told as well', async () => {
    const rig = await useRig({ plan: oneTask, files: base });
    const phase = { task: 'phase', role: 'implementer' } as const;
    rig.agent.on(implementer, async (call) => await works(call, honest));
    rig.agent.on({ role: 'reviewer' }, async (call) => await call.approve());
    rig.agent.on(
      { task: 'phase', role: 'reviewer', round: 1 },
      async (call) =>
        await call.reject({ path: source, line: 1, quote: 'export function isPrime(n) {', title: 'Text is taken' }),
    );
    const checked = honest[source].replace('{\n', "{\n  if (typeof n !== 'number') throw new TypeError('n');\n");
    rig.agent.on({ ...phase, attempt: 1 }, async (call) => {
      await works(call, { [source]: checked, [tests]: honest[tests].replace("test('four", "test.skip('four") });
    });
    rig.agent.on({ ...phase, attempt: 2 }, async (call) => await works(call, { [tests]: honest[tests] }));

    const { code, calls } = await rig.implementPhase();

    expect({ code, calls: calls.slice(2) }).toEqual({
      code: 0,
      calls: ['phase reviewer', 'phase implementer 2', 'phase implementer 2.2', 'phase reviewer 2'],
    });
    expect(rig.agent.all[4]?.prompt).toMatch(/primes\.test\.js:5 Unexpected .*\[skipped-test\]/);
  });
});
