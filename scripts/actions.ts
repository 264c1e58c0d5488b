import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import stringWidth from 'string-width';
import { actionPath, readAction, type ActionFile } from './action-file.ts';
import { rights, type Rights } from './action-rights.ts';

const ciPage = 'docs/ci.md';

/**
 * Writes what pages say of the actions: the beginning of each action's README, and two blocks of the page on CI. What
 * stands beside these blocks is written by hand and stays. With `--check` it only says which pages are out of date, and
 * exits with 1.
 */
if (import.meta.main) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  if (process.argv.includes('--check')) {
    const stale = staleActionPages(root);
    for (const path of stale) console.error(`${path} is out of date, run: npm run actions`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    for (const [path, text] of actionPages(root)) writeFileSync(join(root, path), text);
  }
}

/** The pages that say something else than the actions do. */
export function staleActionPages(root: string): string[] {
  return [...actionPages(root)].filter(([path, text]) => textIn(root, path) !== text).map(([path]) => path);
}

/** Path, from the root of the project, to the page as it has to be. */
export function actionPages(root: string): Map<string, string> {
  const folders = readdirSync(join(root, 'actions')).filter((name) => existsSync(join(root, actionPath(name))));
  const pages = folders.map((folder): [string, string] => {
    const path = `actions/${folder}/README.md`;
    const action = readAction(join(root, actionPath(folder)));
    return [path, withBlock(textIn(root, path), 'action', page(action, rightsOf(folder), '#'))];
  });
  const one = page(readAction(join(root, actionPath(''))), rightsOf(''), '###');
  const ci = withBlock(textIn(root, ciPage), 'permissions', rightsTable(['', ...folders]));
  return new Map([...pages, [ciPage, withBlock(ci, 'action', one)]]);
}

function textIn(root: string, path: string): string {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
}

/** Puts a block in the place of the one that was there, else at the end. */
function withBlock(text: string, name: string, block: string): string {
  const [begin, end] = [`<!-- ${name}: made by \`npm run actions\` -->`, `<!-- end of ${name} -->`];
  const made = `${begin}\n\n${block}\n\n${end}`;
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from >= 0 && to > from) return text.slice(0, from) + made + text.slice(to + end.length);
  return text === '' ? `${made}\n` : `${text.trimEnd()}\n\n${made}\n`;
}

function page({ name, description, inputs, outputs }: ActionFile, { permissions }: Rights, level: string): string {
  const given = Object.entries(inputs).map(([input, { description: what, required, default: usual }]) => [
    code(input),
    what,
    required ? 'required' : usual === '' ? 'empty' : code(usual),
  ]);
  const ends = Object.entries(outputs).map(([output, { description: what }]) => [code(output), what]);
  const needed = permissions.map((one) => [code(`${one.scope}: ${one.access}`), one.for]);
  const tables: [string, string[], string[][]][] = [
    ['Permissions of its job', ['permission', 'for'], needed],
    ['Inputs', ['input', 'what', 'default'], given],
    ['Outputs', ['output', 'what'], ends],
  ];
  const shown = tables.filter(([, , rows]) => rows.length > 0);
  const parts = shown.map(([title, head, rows]) => `${level}# ${title}\n\n${table(head, rows)}`);
  return [`${level} ${name}`, description, ...parts].join('\n\n');
}

function rightsTable(folders: readonly string[]): string {
  const order = Object.keys(rights);
  const rows = folders
    .toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((folder) => {
      const { runs, permissions } = rightsOf(folder);
      const listed = permissions.map(({ scope, access, isOptional }) => {
        const permission = code(`${scope}: ${access}`);
        return isOptional ? `(${permission})` : permission;
      });
      const link = folder === '' ? '[the root](#phasewright)' : `[${folder}](../actions/${folder}/README.md)`;
      return [link, listed.join(', '), runs];
    });
  return table(['action', 'its job needs', 'runs'], rows);
}

function rightsOf(folder: string): Rights {
  const found = rights[folder];
  if (!found) throw new Error(`actions/${folder} has no entry in scripts/action-rights.ts: say what its job needs`);
  return found;
}

function code(text: string): string {
  return `\`${text}\``;
}

/** As the formatter would have it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', String.raw`\|`)));
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => stringWidth(row[column] ?? ''))));
  const [first = '', ...rest] = all.map((row) => line(row.map((cell, i) => pad(cell, widths[i] ?? 0))));
  return [first, line(widths.map((width) => '-'.repeat(width))), ...rest].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(width - stringWidth(cell));
}
