import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { count } from '../wording.ts';
import { anchor } from './anchor.ts';
import { command, commitCode } from './link.ts';
import { foldedAfter, none, table, type Section } from './section.ts';

/** What every claim of the page rests on, and how to look at it without believing this page. */
export function recordsSection({ records }: Report): Section {
  const head = ['Left by', 'Outcome', 'Result', 'Work', 'Tree', 'Key', 'Where'];
  const show = (part: Report['records']): Markup =>
    table({ caption: 'Records of the stages', className: 'records', head }, part.map(row));
  return {
    id: 'records',
    title: 'Records',
    says: count(records.length, 'record'),
    tone: null,
    content: markup`<p class="lead">A result is a commit: its parent is the work, its tree is what the stage left. To see what one says:</p>
${command(lookAt(records))}
${records.length === 0 ? none : foldedAfter(mostShown, records, { more: (many) => count(many, 'more record'), show: (part) => show([...part]) })}`,
  };
}

const mostShown = 16;

function lookAt(records: Report['records']): string {
  const one = records.find((record) => record.result !== null);
  return `git cat-file -p ${one?.result ?? '<result>'}:record.json`;
}

function row({ name, path, ref, result, work, tree, key, outcome }: Report['records'][number]): Markup {
  return markup`<tr id="${anchor('record', name)}"><th scope="row">${name}</th><td>${outcome}</td><td>${result === null ? markup`<span class="muted">none stored</span>` : commitCode(result)}</td>
<td>${work !== null && commitCode(work)}</td><td>${tree !== null && commitCode(tree)}</td><td>${key !== null && markup`<code title="${key}">${key.slice(0, 12)}</code>`}</td><td>${path !== null && markup`<code>${path}</code>`}${ref !== null && markup` <code class="muted">${ref}</code>`}</td></tr>`;
}
