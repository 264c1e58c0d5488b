import { argumentsOf } from './chain.ts';
import { calledName, numberText } from './nodes.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';

/** Lines where the difference of two times is divided by a number that is no unit, multiplied by one, or cut off. */
export function changedMeasures(syntax: Syntax): number[] {
  const scaled = syntax.nodes('BinaryExpression').filter((node) => {
    const { firstChild: left, lastChild: right } = node;
    if (!left || !right || right.name !== 'Number' || left.name !== 'ParenthesizedExpression') return false;
    const sign = left.nextSibling ? syntax.textOf(left.nextSibling) : '';
    return (sign === '/' || sign === '*') && isElapsed(syntax, left) && !units.has(numberText(syntax.textOf(right)));
  });
  const cut = syntax.nodes('CallExpression').filter((node) => {
    return calledName(syntax, node) === 'min' && argumentsOf(node).some((one) => isElapsed(syntax, one));
  });
  return [...scaled, ...cut].map((node) => syntax.lineOf(node));
}

function isElapsed(syntax: Syntax, node: SyntaxNode): boolean {
  return node.to - node.from < 200 && elapsed.test(syntax.textOf(node));
}

const elapsed = /(?:performance\.now|Date\.now|perf_counter|monotonic|process_time|time\.time)(?:_ns)?\(\)\s-\s/;
/** Of seconds, and of what they are parts of. */
const units: ReadonlySet<string> = new Set(
  [1, 60, 3600, 60_000, 3_600_000, 86_400, 86_400_000, 1000, 1_000_000, 1_000_000_000]
    .map(String)
    .concat('1e3', '1e6', '1e9', '1e-3', '1e-6', '1e-9', '1000.0', '0.001'),
);
