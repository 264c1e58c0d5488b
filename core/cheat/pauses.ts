import { argumentsOf, chainOf } from './chain.ts';
import type { Marker } from './markers.ts';
import { around, calledName, functions } from './nodes.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';

/** Calls that only let time go by, for as long as is written down; not those of a loop that waits until something is so. */
export function pausesOf(syntax: Syntax): Marker[] {
  const named = namesOfPauses(syntax);
  const calls = syntax.nodes('CallExpression').filter((node) => {
    const delay = delayOf(syntax, node, named);
    return delay !== undefined && isWritten(syntax, delay) && !isInLoop(node);
  });
  const loops = syntax.nodes('WhileStatement').filter((node) => {
    const text = node.to - node.from < 200 ? syntax.textOf(node) : '';
    return /(?:Date\.now|performance\.now|time\.time|monotonic|perf_counter)\(\)/.test(text) && idle.test(text);
  });
  return [...calls, ...loops].map((node) => ({ line: syntax.lineOf(node), kind: 'pause' }));
}

/** The body of a loop that does nothing. */
const idle = /\)\s*(?:;|\{\s*\})$|:\s*pass$/;

/** How what pauses is called, whoever it is of. */
const pausing = /^(?:setTimeout|sleep|delay|waitForTimeout|wait)$/;

function delayOf(syntax: Syntax, call: SyntaxNode, named: ReadonlySet<string>): SyntaxNode | undefined {
  const last = calledName(syntax, call);
  if (!pausing.test(last) && !named.has(last)) return undefined;
  const chain = chainOf(syntax, call);
  const name = chain.join('.');
  const given = argumentsOf(call);
  if (name === 'setTimeout' || name === 'globalThis.setTimeout') {
    // `await setTimeout(5)` of `node:timers/promises`, or `new Promise((done) => setTimeout(done, 5))`.
    return given[0]?.name === 'Number' ? given[0] : given[0]?.name === 'VariableName' ? given[1] : undefined;
  }
  const isPause =
    /(?:^|\.)(?:sleep|delay|waitForTimeout)$|^cy\.wait$/.test(name) || (chain.length === 1 && named.has(name));
  return isPause ? given[0] : undefined;
}

/** Other names for what pauses: of an import, of a helper that hands on how long. */
function namesOfPauses(syntax: Syntax): Set<string> {
  const imported = syntax
    .nodes('ImportDeclaration', 'ImportStatement', 'VariableDeclaration')
    .map((node) => (node.to - node.from < 300 ? syntax.textOf(node) : ''))
    .flatMap(
      (text) =>
        /\b(?:sleep|setTimeout)(?:\s+as\s+|:\s*)(\w+)|^\w+\s+(\w+)\s*=\s*(?:util\.)?promisify\(setTimeout\)/
          .exec(text)
          ?.slice(1) ?? [],
    );
  const helpers = syntax.nodes('CallExpression').flatMap((node) => {
    const delay = delayOf(syntax, node, new Set());
    return delay?.name === 'VariableName' ? [nameOfHelper(syntax, node, syntax.textOf(delay))] : [];
  });
  return new Set([...imported, ...helpers, 'wait', 'pause'].filter(Boolean));
}

/** The name of the function around a call that has this parameter. */
function nameOfHelper(syntax: Syntax, call: SyntaxNode, parameter: string): string {
  for (let at = around(call, functions); at; at = around(at, functions)) {
    const parameters = at.getChild('ParamList');
    if (!parameters || !new RegExp(`\\b${parameter.replaceAll('$', '\\$')}\\b`).test(syntax.textOf(parameters)))
      continue;
    const own =
      at.getChild('VariableDefinition') ?? at.getChild('VariableName') ?? at.parent?.getChild('VariableDefinition');
    return own ? syntax.textOf(own) : '';
  }
  return '';
}

/** Whether it has a number in it that is not 0, or the name of a constant. */
function isWritten(syntax: Syntax, delay: SyntaxNode): boolean {
  const text = delay.to - delay.from < 200 ? syntax.textOf(delay) : '';
  return (/^[A-Z][A-Z\d_]*$/.test(text) || /\d/.test(text)) && !/^0(?:\.0*)?$/.test(text) && !/\[/.test(text);
}

function isInLoop(call: SyntaxNode): boolean {
  const loop = around(call, loops);
  const function_ = around(call, functions);
  // The pause itself is often made in a function of its own.
  const outer = function_ && function_.to - function_.from < 100 ? around(function_, functions) : function_;
  return loop !== undefined && (!outer || loop.from > outer.from);
}

const loops: ReadonlySet<string> = new Set(['WhileStatement', 'DoStatement', 'ForStatement']);
