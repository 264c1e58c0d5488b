import { find, pairsOf, textOf, type Document } from '../runner/document.ts';
import type { Finding } from './lint.ts';
import { lineOf } from './steps.ts';

/** Inputs and outputs of an action of which people are not told what they are, and keys that GitHub passes over. */
export function checkDescriptions({ root }: Document, path: string): Finding[] {
  if (find(root, 'runs') === undefined) return [];
  const told = ['inputs', 'outputs'].flatMap((kind) =>
    pairsOf(find(root, kind)).flatMap(([name, about]) => {
      const isTold = (textOf(find(about, 'description')) ?? '').trim() !== '';
      const what = kind === 'inputs' ? 'input' : 'output';
      return isTold ? [] : [{ path, line: lineOf(about), message: `The ${what} '${name}' has no description` }];
    }),
  );
  const open = pairsOf(find(root, 'inputs')).flatMap(([name, input]) => {
    const isSettled = textOf(find(input, 'required')) === 'true' || find(input, 'default') !== undefined;
    const message = `The input '${name}' is neither required nor has a default`;
    return isSettled ? [] : [{ path, line: lineOf(input), message }];
  });
  const unknown = pairsOf(find(root, 'inputs')).flatMap(([name, input]) =>
    pairsOf(input).flatMap(([key, value]) =>
      inputKeys.includes(key)
        ? []
        : [{ path, line: lineOf(value), message: `Unexpected '${key}' of the input '${name}'` }],
    ),
  );
  return [...told, ...open, ...unknown];
}

const inputKeys = ['description', 'required', 'default', 'deprecationMessage'];
