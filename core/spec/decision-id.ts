/** How the ids of decisions are written, for expressions: `D1`, `D6-2`, `ADR-0003`. */
export const decisionId = String.raw`(?:(?:ADR|DEC|KD|AD)[- ]?|D)\d{1,4}(?:-\d{1,4})?`;

/** The same for two spellings of one id, such as `ADR-3` and `ADR 0003`. */
export function decisionKey(written: string): string {
  return written.replace(/^([A-Z]{2,3})[- ]?/, '$1-').replaceAll(/(?<!\d)0+(?=\d)/g, '');
}

/** How ids of this kind look, such as `D1-1`. What looks otherwise is no reference to a decision. */
export function decisionForm(written: string): string {
  return decisionKey(written).replaceAll(/\d+/g, '1');
}

/** The ids that a text names. Part of a longer word or path, such as `D3.js`, is none. */
export function decisionIds(text: string): { readonly id: string; readonly index: number }[] {
  return [...text.matchAll(idPattern)].map(({ 0: id, index }) => ({ id, index }));
}

const idPattern = new RegExp(String.raw`(?<![\w/.#$-])${decisionId}(?![\w/-]|\.\w)`, 'g');
