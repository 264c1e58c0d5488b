import type { Cheat } from '../core/cheat/cheat.ts';
import { cheats } from '../core/cheat/cheats.ts';
import { cheatDocs, type CheatDoc, type CheatExample } from './cheat-docs.ts';

/** The page `docs/cheats.md`, made from the comments of the cheats. */
export function cheatPage(): string {
  const docs = new Map(cheatDocs().map((doc) => [doc.id, doc]));
  const rows = cheats.map((one) => [
    `[\`${one.id}\`](#${one.id})`,
    one.verdict,
    summaryOf(docs.get(one.id)!.prose).replaceAll('|', String.raw`\|`),
  ]);
  const table = [['cheat', 'verdict', 'what'], ['---', '---', '---'], ...rows];
  const sections = cheats.map((one) => section(one, docs.get(one.id)!));
  const list = table.map((row) => `| ${row.join(' | ')} |`).join('\n');
  return `${[introduction.trim(), '## All cheats', list, ...sections].join('\n\n')}\n`;
}

const introduction = `
# Cheats

Ways to make work look done that is not, as they show in a change. \`phasewright cheats --base REV\` judges any change:

\`\`\`sh
npx phasewright cheats --base main              # HEAD against main
npx phasewright cheats --base v1 --head v2 --json
\`\`\`

\`block\` is what no honest change has unless the plan says so; \`flag\` is a question to a reviewer. Exit code 1 means that
something blocks. TypeScript, JavaScript and Python are read by their grammar, so that a word in a string is no code; what
is the same in all languages is looked for in all. What a change had before it may keep and move: only more of it counts.

A change is all that is looked at here. What an agent does beside its change (to git, to other worktrees, to caches and
records of ours) is told in [containment.md](containment.md). This page is made from the comments of the cheats, whose
examples are their tests; \`npm run cheats\` judges a corpus of changes that cheat and of their honest twins.
`;

function section({ id, verdict }: Cheat, { prose, examples }: CheatDoc): string {
  return [`### ${id}`, prose, `\`${verdict}\``, ...examples.map(example)].join('\n\n');
}

function example({ title, written, sights }: CheatExample): string {
  const head = `**${sights.length === 0 ? 'Honest' : 'Found'}:** ${title}`;
  const told = sights.length === 0 ? [] : [fence(sights.join('\n'), 'text')];
  return [head, fence(written, 'diff'), ...told].join('\n\n');
}

function fence(text: string, language: string): string {
  const marks = text.includes('```') ? '````' : '```';
  return `${marks}${language}\n${text}\n${marks}`;
}

/** The first sentence. */
function summaryOf(prose: string): string {
  return (/^[\s\S]*?\.(?=\s|$)/.exec(prose)?.[0] ?? prose).replaceAll('\n', ' ');
}
