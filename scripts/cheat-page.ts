import type { Cheat } from '../core/cheat/cheat.ts';
import { cheats } from '../core/cheat/cheats.ts';
import { catalogue } from './cheat-catalogue.ts';
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
  const known = catalogueTable(new Set(docs.keys()));
  return `${[introduction.trim(), inRun.trim(), known, '## All cheats', list, ...sections].join('\n\n')}\n`;
}

const introduction = `
# Cheats

Ways to make work look done that is not, as they show in a change. \`phasewright cheats --base REV\` judges any change:

\`\`\`sh
npx phasewright cheats --base main              # HEAD against main
npx phasewright cheats --base v1 --head v2 --json
\`\`\`

It judges as a run does, under a plan that names no file. \`block\` is what no honest change has unless the plan says so; \`flag\` is a question to a reviewer. Exit code 1 means that
something blocks. TypeScript, JavaScript and Python are read by their grammar, so that a word in a string is no code; what
is the same in all languages is looked for in all. What a change had before it may keep and move: only more of it counts.

A change is all that is looked at here. What an agent does beside its change (to git, to other worktrees, to caches and
records of ours) is told in [containment.md](containment.md), and with all that is known in a
[table](#what-is-known-and-what-stops-it). This page is made from the comments of the cheats, whose
examples are their tests; \`npm run cheats\` judges a corpus of changes that cheat and of their honest twins, as a run
does: under a plan that names no file, and under one that names them all.
`;

const inRun = `
## In a run

After each commit of a task's agent its change is judged like this, from where the task began, and so are the fixes of a
phase's review, from where that began.

- **What blocks** goes back to the agent, with the place, the line and the ways out: to undo it, or to stop and say that
  the gate or the spec is wrong. After the tries for scope a person is asked
  ([\`scope-limit\`](questions.md#what-is-asked)). What the person allows is exactly these places: another edit of the same
  place is asked about again. The reviewer and the report are told of it.
- **The gate surface** is part of that: an edit of a file that was there and decides what a gate means. Of
  \`package.json\`, \`project.json\` and \`nx.json\` these are the scripts and targets that judge, those that they call,
  what configures a runner, the defaults, inputs and plugins of Nx; of \`pyproject.toml\`, \`setup.cfg\` and
  \`Cargo.toml\` the sections of what checks; of \`Makefile\` and \`justfile\` the recipes that judge; of files of
  snapshots the entries that were there; and all of other configurations of compilers, linters, formatters, runners and
  coverage, of CI and of hooks. Settings that were not there are an edit too: they stand above what that folder was judged by.
  Where their project has no code at the base, or they come with the dependency on a tool that nothing there named, they
  are a question. A file of recipes that is read in place of another, as a \`GNUmakefile\` beside a \`Makefile\`, is an
  edit of that one. What is moved goes on to be
  judged by what it says where its project's manifest was moved with it, and is gone elsewhere. Another version of a dependency, a new script that no gate calls and a new project in the
  settings of a compiler are none. What is a project at all counts too:
  a project that is left out of the workspace, or by \`.nxignore\`, is judged by nobody. These are questions, whatever
  else is known of them: each other edit of a file of recipes (\`Makefile\`, \`justfile\`, \`Taskfile.yml\`, and what other
  languages are built by, such as \`pom.xml\`), since a gate may run any of them; an edit of a file that anything which
  judges names (commands of gates, CI, hooks, settings of tools, packages of the workspace that settings are taken from,
  and what is run by these), such as \`scripts/lint.sh\` or what \`setupFiles\` lists; another name of a project; a file
  that can be run no more; and what runners load by its name before any test, such as \`conftest.py\`, \`test/setup.ts\`
  and \`__mocks__/\`, new or changed. Tests that were there are judged by running them, and by the cheats above.
- **What nobody can read** passes in no silence: a file with a zero byte or of more than 16 MiB, and code of more than
  1 MiB or with a line of more than 20,000 characters. Where it judges (tests, and what gates go by) it goes back, whatever
  the plan names, unless nobody could read it before either: then the plan can ask for another. Elsewhere, and where it can
  be read now, it is a question, but for pictures, fonts and the like.
- **What only asks for more** is a question and no more: a strict flag, a level or a threshold that is higher, a rule that
  was off. So is another value in a snapshot.
- **The plan gives permission** by naming the file among those of the task: the path itself, no folder and no glob. Then it
  is a question to the reviewer that what stood there becomes something else: tests that are gone, skipped or ask for less,
  settings, gates, limits, CI, patches, instructions for agents, comments alone. Which cheats those are is said at each. It
  is none for source: whoever names a source file has not asked for a stub there. And no plan asks for what makes a check
  say yes to anything: a test without assertions or with one that cannot fail, equality or matchers of one's own, an exit,
  a mock of what is tested, a look at whether a test runs, an order to the reviewer.
- **A test that is to be off for a while** may be skipped where the plan has it so: what stands at the skip names a later
  task of the phase (\`until 9a\`, \`re-enabled in commit 9a\`), this task says the same in the plan, and the later task
  names the test or its file. That is a question to the reviewer, too.
- **What flags** is put before the reviewer, who answers each place: honest or not, and why. An answer that leaves one out
  is no answer. What is not honest is a finding (P1) at that place. Flags and answers are in the record of the task and in
  the report. Another value in a test that was there is such a question: whether the work still does what was asked before
  is found out by running the tests of the base.
`;

function catalogueTable(known: ReadonlySet<string>): string {
  const rows = catalogue.map(({ what, verdict, inChange, beside = '', shownBy }, index) => {
    const names = inChange.map((one) => (known.has(one) ? `[\`${one}\`](#${one})` : `[${one}](#in-a-run)`));
    const shown = shownBy ? `\`${shownBy[0]}\`: ${shownBy[1].replaceAll('$', '\\$')}` : '';
    return `| ${[String(index + 1), what, verdict, names.join(', '), beside, shown].join(' | ')} |`;
  });
  return [
    '## What is known, and what stops it',
    'The cheats have the examples of their comments for tests; what shows the rest is named.',
    [
      '| # | what | verdict | in a change | beside the change | shown by |',
      '| --- | --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n'),
  ].join('\n\n');
}

function section({ id, verdict, asked }: Cheat, { prose, examples }: CheatDoc): string {
  const may =
    asked === undefined
      ? ''
      : `; a question where the plan names the file${asked === 'judge' ? ', one of tests or of what gates go by' : ''}`;
  return [`### ${id}`, prose, `\`${verdict}\`${may}`, ...examples.map(example)].join('\n\n');
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
