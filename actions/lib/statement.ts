import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fail, ok, type Result } from '../../core/failure.ts';
import { reportSchema } from '../../core/report/report.ts';
import { outcomeWords } from '../../core/report/wording.ts';
import { visibleLine } from '../../core/visible.ts';

const statementType = 'https://in-toto.io/Statement/v1';

/** It has to be a URI; this one claims no host, and resolves to nothing. The page on CI says what is in it. */
export const handedOver = 'urn:x-phasewright:handed-over:v1';

/** Where it lies in a bundle. */
export const statementName = 'report/statement.json';

const hex = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

const subjectSchema = z.strictObject({
  name: z.string(),
  digest: z.union([
    z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    z.strictObject({ gitTree: hex }),
    z.strictObject({ gitCommit: hex }),
  ]),
});

const statementSchema = z.strictObject({
  _type: z.literal(statementType),
  subject: z.array(subjectSchema),
  predicateType: z.literal(handedOver),
  predicate: z.strictObject({
    plan: z.string(),
    phase: z.string(),
    outcome: z.literal('landed'),
    base: z.string(),
    /** What was handed over; here too, since what signs may take the digest of the report alone. */
    final: z.strictObject({ commit: hex, tree: hex }),
    /** What stages have come to, and the commits that hold their records; null where a record is stored nowhere. */
    verdicts: z.array(z.strictObject({ stage: z.string(), outcome: z.string(), record: z.string().nullable() })),
    /** Whether gates and criteria have judged exactly the final tree. */
    judged: z.strictObject({ gates: z.boolean(), criteria: z.boolean() }),
    /** The run that says so. */
    run: z.string(),
  }),
});

/** An in-toto statement, version 1, over the hand-off of a phase: who signs it says that this run has come to this report and tree. */
export type Statement = z.infer<typeof statementSchema>;

/** The statement over a report, as its bytes are in the file, of the run at that address. Of a phase that has not landed there is none. */
export function statementOf(report: Uint8Array, run: string): Result<Statement> {
  const read = readReport(report);
  if (!read.ok) return read;
  const { plan, phase, outcome, base, final, records, gatesOn, criteriaOn, criteria } = read.value;
  if (outcome !== 'landed' || final === null) {
    const stands = outcomeWords[outcome].toLowerCase();
    return fail(
      'not-proven',
      `Phase ${visibleLine(phase.id)} is not handed over, it is: ${stands}. There is nothing to sign.`,
    );
  }
  const { commit, tree } = final;
  const made = statementSchema.safeParse({
    _type: statementType,
    subject: [
      { name: 'report.json', digest: { sha256: createHash('sha256').update(report).digest('hex') } },
      { name: 'tree', digest: { gitTree: tree } },
      { name: 'commit', digest: { gitCommit: commit } },
    ],
    predicateType: handedOver,
    predicate: {
      plan: plan.id,
      phase: phase.id,
      outcome,
      base,
      final: { commit, tree },
      verdicts: records.map(({ name, outcome: came, result }) => ({ stage: name, outcome: came, record: result })),
      judged: {
        gates: gatesOn !== null && gatesOn.green && gatesOn.tree === tree,
        criteria: criteriaOn?.tree === tree && criteria.every((one) => one.outcome === 'met'),
      },
      run,
    },
  });
  if (!made.success)
    return fail('bad-output', `The report names a commit or tree that is none: ${visibleLine(`${commit}, ${tree}`)}.`);
  return ok(made.data);
}

/** What was fetched, and a statement has to be about. */
export interface HandedOver {
  /** The bytes of `report.json`. */
  readonly report: Uint8Array;
  readonly tree: string;
  readonly commit: string;
}

/**
 * Whether a statement, as JSON text, is about exactly this hand-off; if not, all that differs. It needs no network. It does not look
 * at a signature: that is of the envelope that the statement came in, and has been checked before. One over the report alone
 * will do, as those make it that sign files: what it says of tree and commit stands in its predicate too.
 */
export function checkStatement(text: string, { report, tree, commit }: HandedOver): Result<Statement> {
  const parsed = statementSchema.safeParse(parse(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'its root';
    return fail('not-proven', `This is no statement over a hand-off: ${visibleLine(`${where}: ${issue?.message}`)}.`);
  }
  const found = parsed.data;
  const expected = statementOf(report, found.predicate.run);
  if (!expected.ok) return expected;
  const subject = found.subject.length === 1 ? expected.value.subject.slice(0, 1) : expected.value.subject;
  const differing = [
    ...differences({ ...expected.value, subject }, found),
    ...(found.predicate.final.tree === tree ? [] : [`the tree is ${tree}, not ${found.predicate.final.tree}`]),
    ...(found.predicate.final.commit === commit
      ? []
      : [`the commit is ${commit}, not ${found.predicate.final.commit}`]),
  ];
  if (differing.length === 0) return ok(found);
  return fail('not-proven', `The statement is not about this hand-off: ${visibleLine(differing.join('; '))}.`);
}

/** All places where two values differ, as `subject.0.digest.sha256 is "a", not "b"`. */
function differences(is: unknown, said: unknown, path: readonly string[] = []): string[] {
  if (!isObject(is) || !isObject(said)) {
    return is === said
      ? []
      : [`${path.join('.')} is ${JSON.stringify(is) ?? 'nothing'}, not ${JSON.stringify(said) ?? 'nothing'}`];
  }
  const keys = new Set([...Object.keys(is), ...Object.keys(said)]);
  return [...keys].flatMap((key) => differences(is[key], said[key], [...path, key]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function readReport(bytes: Uint8Array): Result<z.infer<typeof reportSchema>> {
  const parsed = reportSchema.safeParse(parse(Buffer.from(bytes).toString('utf8')));
  return parsed.success ? ok(parsed.data) : fail('not-proven', 'The report is none: it cannot be read as report.json.');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
