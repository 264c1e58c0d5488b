/** What a status cell or a `status:` line says for certain about its task; null where it says neither, or both. */
export function statusSays(status: string): 'done' | 'open' | null {
  const words = status.replaceAll(/[*_`~]/g, '').trim();
  if (doneFirst.test(words)) return restriction.test(words) ? null : 'done';
  if (openFirst.test(words)) return doneAnywhere.test(words) ? null : 'open';
  return null;
}

/** `done (2025-08)`, `✅ see memo`; not `complete by March`. */
const doneFirst =
  /^(?:[✅☑✔]|(?:done|completed?|shipped|closed|squashed|merged|finished|已?完成|完了|済み?)(?=\s{0,3}(?:$|[(（.,，、;；:：—–-]|\d)))/iu;

const openFirst =
  /^(?:[⬜☐⏳🔄🚧]|(?:(?:not|un)[ -]?(?:started|done|finished)|incomplete|open|reopened|to-?\s?do|pending|planned|claimed|approved|blocked|wip|in[ -](?:progress|review)|未(?:完成|完了|开始|開始|着手)|进行中|進行中|作業中|待办)(?![\p{L}\p{N}-]))/iu;

const doneAnywhere = /[✅☑✔]|\b(?:done|completed?|shipped|closed|squashed|merged|finished)\b|已完成|完了/iu;

/** `done, but not merged`. */
const restriction = /\b(?:not|but|except|until|unless|partly|partially|pending|open|blocked|todo)\b|未|[⬜☐⏳🔄🚧]/iu;
