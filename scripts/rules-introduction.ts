import { configPath } from '../core/lint/config-path.ts';

/** The part of docs/rules.md that no rule's comment says. */
export const rulesIntroduction = `
# Rules of the spec lint

<!-- Made by \`npm run rules\` from the comments in core/lint/rules; edit those. -->

The lint reads a plan and the specs that it cites, and says what would mislead the agents that work by them. An error
keeps a phase from starting; warnings and notes do not.

\`\`\`sh
npx phasewright lint                     # every plan at a known place, with its whole spec folder
npx phasewright lint specs/10-input.md   # these files: a plan with what it cites, any other Markdown as it is
npx phasewright lint --fix               # applies the fixes that change no meaning
npx phasewright lint --help              # all flags, outputs and exit codes
npx nx run greeting:spec-lint            # the plans of one project with what they cite, cached by Nx
\`\`\`

The target of Nx reads the files as they lie in the checkout, committed or not, and looks at all phases unless one is
named. Of a spec it looks at the sections that tasks cite; only \`phasewright lint\` without files looks at the whole
spec folder. In the worktree of a phase it looks at that phase alone.

## Presets

\`recommended\` holds unless you say otherwise: it complains where an agent would be misled. \`strict\` adds what a careful
team may want besides. \`speckit\`, \`openspec\`, \`kiro\` and \`gsd\` are \`recommended\` with what the system of that name asks
of its own plans as errors. The table below says which rule is how severe in each; \`off\` means that it is not asked.

## Configuration

One file, \`${configPath}\`, at the root of the repository. It may be absent, and nothing in it has to be said.

\`\`\`json
{
  "$schema": "./node_modules/phasewright/schemas/lint.schema.json",
  "preset": "strict",
  "rules": {
    "placeholder": "error",
    "unclear-reference": "off"
  },
  "overrides": [
    { "files": ["specs/drafts/**"], "rules": { "placeholder": "info" } }
  ]
}
\`\`\`

- A rule is set to \`"off"\`, \`"info"\`, \`"warning"\` or \`"error"\`, or to \`[severity, options]\`. A severity alone leaves the
  options as they were set before.
- \`overrides\` are for the files that match one of the globs, which start at the root of the repository. What counts is
  the file that is complained about. Later overrides are stronger.
- \`--preset\` on the command line is stronger than \`preset\` in the file.
- A rule or an option that does not exist, or a value that is not allowed, is refused with its place; nothing is linted.

In the worktree of a phase the file is read as it is in the commit that the phase starts from.

## Suppressions

A comment on a line of its own takes back complaints of the rules that it names, and says why:

\`\`\`markdown
<!-- phasewright-disable-next-line placeholder: the name of the field is TODO -->
The field TODO holds what is left.

<!-- phasewright-disable unclear-reference empty-reference: the specs are written in this phase -->
…
<!-- phasewright-enable unclear-reference empty-reference -->
\`\`\`

In TOML the same words stand behind a \`#\`:

\`\`\`toml
# phasewright-disable-next-line placeholder: the name of the field is TODO
title = "Write TODO"
\`\`\`

- \`disable-next-line\` is for the next line that is neither blank nor such a comment.
- \`disable\` reaches to the \`enable\` of the same rule, or to the end of the file.
- **Inside a table there is no place for a comment.** A comment between two rows ends the table, and the rows below it
  are lost: to GitHub, and to the reader of plans. Put \`disable\` above the table and \`enable\` below it.

What a suppression does is reported under the id \`suppression\`, which cannot be configured:

| what                                                                     | severity |
| ------------------------------------------------------------------------ | -------- |
| it took something back: how often, and the reason                        | note     |
| it took nothing back, or ends what never began; its file is read in full | warning  |
| it has no reason (then it takes nothing back), or names an unknown rule  | error    |
| it stands between the rows of a table, or cannot be read                 | error    |

SARIF carries what was taken back, with the reason.
`;

/** The help of the id under which suppressions are reported; it is no rule. */
export const suppressionHelp = {
  summary: 'A suppression names the rules that it is for, gives a reason, and takes something back.',
  markdown:
    'A comment `<!-- phasewright-disable-next-line rule: reason -->` takes back a complaint. It is reported with its ' +
    'reason; one without a reason, with an unknown rule, or without a use is complained about.',
};
