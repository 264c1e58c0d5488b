import { expect, test } from 'vitest';
import { checkStatement, handedOver, statementOf, type Statement } from '../../../actions/lib/statement.ts';
import type { Report } from '../../../core/report/report.ts';
import { sampleReport } from '../../report/sample.ts';

const run = 'https://github.com/octo/app/actions/runs/1/attempts/1';
const commit = 'b2c3d4e5'.repeat(5);
const tree = 'c3d4e5f6'.repeat(5);

function bytesOf(about: Partial<Report> = {}): Buffer {
  return Buffer.from(
    `${JSON.stringify(sampleReport({ outcome: 'landed', final: { commit, tree }, ...about }), null, 2)}\n`,
  );
}

function made(report: Buffer): Statement {
  const statement = statementOf(report, run);
  if (!statement.ok) throw new Error(statement.failure.message);
  return statement.value;
}

/** What is said against a statement; nothing where it holds. */
function against(statement: unknown, about: Partial<Parameters<typeof checkStatement>[1]> = {}): string | undefined {
  const text = typeof statement === 'string' ? statement : JSON.stringify(statement);
  const found = checkStatement(text, { report: bytesOf(), tree, commit, ...about });
  return found.ok ? undefined : found.failure.message;
}

test('It names the report by the digest that others compute, and tree and commit by their ids.', async () => {
  const sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(bytesOf()))).toString('hex');
  const { _type, subject, predicateType, predicate } = made(bytesOf());
  expect({ _type, subject, predicateType }).toEqual({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      { name: 'report.json', digest: { sha256 } },
      { name: 'tree', digest: { gitTree: tree } },
      { name: 'commit', digest: { gitCommit: commit } },
    ],
    predicateType: handedOver,
  });
  expect(predicate).toMatchObject({ plan: 'checkout', phase: '2', outcome: 'landed', final: { commit, tree }, run });
  expect(predicate.verdicts).toEqual(
    sampleReport().records.map(({ name, outcome, result }) => ({ stage: name, outcome, record: result })),
  );
  expect(predicate.verdicts.some(({ record }) => record !== null)).toBe(true);
});

test('It says whether what judged has judged exactly the final tree.', () => {
  const gatesOn = { record: 'gates', tree, green: true, trouble: null };
  const criteria = sampleReport().criteria.map((one) => ({ ...one, outcome: 'met' as const }));
  const criteriaOn = { record: 'exit-criteria', tree };
  const judged = (about: Partial<Report>) =>
    made(bytesOf({ gatesOn, criteria, criteriaOn, ...about })).predicate.judged;
  const elsewhere = { tree: 'd'.repeat(40) };
  expect(judged({})).toEqual({ gates: true, criteria: true });
  expect(judged({ gatesOn: { ...gatesOn, ...elsewhere } })).toEqual({ gates: false, criteria: true });
  expect(judged({ gatesOn: { ...gatesOn, green: false } })).toEqual({ gates: false, criteria: true });
  expect(judged({ criteriaOn: { ...criteriaOn, ...elsewhere } })).toEqual({ gates: true, criteria: false });
  expect(judged({ criteria: [{ ...criteria[0]!, outcome: 'undecided' }] })).toEqual({ gates: true, criteria: false });
});

test('It holds for what it was made of.', () => {
  expect(against(made(bytesOf()))).toBeUndefined();
});

test('One over the report alone holds too, as programs make it that sign files; one over tree or commit alone does not.', () => {
  const { subject, ...rest } = made(bytesOf());
  const [report, ...others] = subject;
  expect(against({ ...rest, subject: [report] })).toBeUndefined();
  expect(against({ ...rest, subject: [report] }, { tree: 'e'.repeat(40) })).toMatch(/the tree is e{40}, not/);
  for (const other of others)
    expect(against({ ...rest, subject: [other] })).toMatch(/: subject\.0\.name is "report\.json"/);
  expect(against({ ...rest, subject: [] })).toMatch(/: subject\.0 is /);
});

test('Of another report, tree or commit it does not hold, and what differs is named.', () => {
  const statement = made(bytesOf());
  const other = bytesOf({ base: 'f'.repeat(40) });
  expect(against(statement, { report: other })).toMatch(
    /^The statement is not about this hand-off: subject\.0\.digest\.sha256 is "\w{64}", not "\w{64}"; predicate\.base is "f{40}", not "\w{40}"\.$/,
  );
  expect(against(statement, { report: Buffer.concat([bytesOf(), Buffer.from(' ')]) })).toMatch(
    /subject\.0\.digest\.sha256 is/,
  );
  expect(against(statement, { tree: 'e'.repeat(40) })).toBe(
    `The statement is not about this hand-off: the tree is ${'e'.repeat(40)}, not ${tree}.`,
  );
  expect(against(statement, { commit: 'e'.repeat(40) })).toBe(
    `The statement is not about this hand-off: the commit is ${'e'.repeat(40)}, not ${commit}.`,
  );
});

test('What is changed anywhere in it is found.', () => {
  const text = JSON.stringify(made(bytesOf()));
  // The run is what the statement itself says; each other value is in the report as well.
  const values = [...text.matchAll(/:(?:"((?!https:)[^"]+)"|true|false)/g)];
  expect(values.length).toBeGreaterThan(15);
  for (const { 0: whole, 1: value, index } of values) {
    const flipped = whole === ':true' ? ':false' : ':true';
    const other = value === undefined ? flipped : `:"${value.replace(/.$/, (last) => (last === '0' ? '1' : '0'))}"`;
    const changed = text.slice(0, index) + other + text.slice(index + whole.length);
    expect(`${changed.slice(index - 20, index + 60)}: ${against(changed)}`).toMatch(
      /: (?:The|This) (?:statement )?is n/,
    );
  }
});

test.for([
  ['nothing', ''],
  ['no JSON', '{'],
  ['another type', JSON.stringify({ ...made(bytesOf()), predicateType: 'https://slsa.dev/provenance/v1' })],
  ['more than there is to say', JSON.stringify({ ...made(bytesOf()), also: 1 })],
  [
    'one subject more',
    JSON.stringify({ ...made(bytesOf()), subject: [...made(bytesOf()).subject, ...made(bytesOf()).subject] }),
  ],
] as const)('A text that is %s is no statement over a hand-off.', ([, text]) => {
  expect(against(text)).toMatch(
    /^(?:This is no statement over a hand-off: |The statement is not about this hand-off: subject\.3)/,
  );
});

test.for([
  [{ outcome: 'waiting' }, 'Phase 2 is not handed over, it is: waiting for an answer. There is nothing to sign.'],
  [{ outcome: 'failed' }, 'Phase 2 is not handed over, it is: failed. There is nothing to sign.'],
  [{ outcome: 'stopped' }, 'Phase 2 is not handed over, it is: stopped. There is nothing to sign.'],
] as const)('What has not landed has no statement: %j', ([about, message]) => {
  expect(statementOf(bytesOf(about), run)).toMatchObject({ ok: false, failure: { message } });
});

test('Without a final tree, or with ids that are none, or of what is no report, there is no statement.', () => {
  expect(statementOf(bytesOf({ final: null }), run)).toMatchObject({ ok: false });
  expect(statementOf(bytesOf({ final: { commit: 'x', tree } }), run)).toMatchObject({ ok: false });
  expect(statementOf(Buffer.from('{}'), run)).toMatchObject({
    ok: false,
    failure: { message: 'The report is none: it cannot be read as report.json.' },
  });
});
