import { askedBy, valuesIn } from './asked.ts';
import type { ChangedFile } from './change.ts';
import { gained } from './gained.ts';
import { definitionsOf } from './reach.ts';
import { testsByOldName } from './renamed-tests.ts';
import { namesIn } from './staying-tests.ts';
import type { SyntaxNode } from './syntax.ts';
import { testCases, type TestCase } from './test-cases.ts';
import { rowsOf, type Row } from './test-rows.ts';

/**
 * Rows of tables that tests are run for no more, and the one that has come in the place of each. A row that is written in
 * another way, with the same values, is still there.
 */
export function changedRows({ base, head }: ChangedFile): { test: TestCase; gone: Row; came: Row | undefined }[] {
  if (!base?.syntax || !head?.syntax || base.text === head.text) return [];
  const before = new Map(testCases(base).map((one) => [one.name, one]));
  return testsByOldName({ base, head }).flatMap((test) => {
    const was = before.get(test.name);
    if (!was) return [];
    const [rows, now] = [rowsOf(base, was), rowsOf(head, test)];
    const came = gained(rows, now, ({ text }) => text);
    const lost = gained(now, rows, ({ text }) => text).filter((gone) => !came.some((one) => holds(one, gone)));
    const left = came.filter((one) => !rows.some((other) => holds(one, other)));
    return lost.map((gone, index) => ({ test, gone, came: left[index] }));
  });
}

/** Constants that tests expect before and after, which say less or something else now: what they said, and where. */
export function changedConstants({ base, head }: ChangedFile): { gone: string; line: number }[] {
  if (!base?.syntax || !head?.syntax || base.text === head.text) return [];
  const [from, to] = [base.syntax, head.syntax];
  const before = new Set(testCases(base).flatMap(({ assertions }) => assertions.map(({ text }) => text)));
  const names = new Set(
    testCases(head)
      .flatMap(({ assertions }) => assertions.filter(({ text }) => before.has(text)))
      .flatMap((one) => askedBy(to, one).expected.flatMap((node) => namesIn(to, node))),
  );
  return [...names].flatMap((name) => {
    const [was, is] = [definitionsOf(base, name).filter(isConstant), definitionsOf(head, name).filter(isConstant)];
    const values = was.flatMap((node) => valuesIn(from, node));
    const [first] = is;
    const [gone] = gained(
      is.flatMap((node) => valuesIn(to, node)),
      values,
      (value) => value,
    );
    return first && gone !== undefined ? [{ gone: `${name} with ${gone}`, line: to.lineOf(first) }] : [];
  });
}

function isConstant(node: SyntaxNode): boolean {
  const isFunction = node.getChild('ArrowFunction') !== null || node.getChild('FunctionExpression') !== null;
  return !isFunction && (node.name === 'AssignStatement' || node.name === 'VariableDeclaration');
}

function holds(row: Row, { values }: Row): boolean {
  return values.length > 0 && values.every((one) => row.values.includes(one));
}
