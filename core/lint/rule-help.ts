/** What the comments of the rules say, for those who only see a complaint. Made by `npm run rules`. */
export const ruleHelp: Readonly<Record<string, { readonly summary: string; readonly markdown: string }>> = {
  "plan-syntax": {
    "summary": "What nobody can read is no part of the plan: broken TOML, all that follows a fence or a comment that is never closed, a file that is too large for a plan.",
    "markdown": "What nobody can read is no part of the plan: broken TOML, all that follows a fence or a comment that is never closed,\na file that is too large for a plan."
  },
  "no-phases": {
    "summary": "A plan is a list of phases.",
    "markdown": "A plan is a list of phases. Where none can be seen, there is nothing to carry out."
  },
  "task-row": {
    "summary": "A row that does not fit its table is no task: nobody can tell which of its words is which.",
    "markdown": "A row that does not fit its table is no task: nobody can tell which of its words is which. The usual cause is a `|`\ninside a cell."
  },
  "missing-criteria": {
    "summary": "A phase says before it starts how one can tell that it is done.",
    "markdown": "A phase says before it starts how one can tell that it is done. Afterwards, the work that was done would decide what\ncounts. A checklist needs none: its boxes are its criteria."
  },
  "empty-phase": {
    "summary": "A phase without tasks is done before it is begun.",
    "markdown": "A phase without tasks is done before it is begun. Either its tasks are written in a way that is not read, or it is a\nheading that is no phase."
  },
  "observable-criterion": {
    "summary": "An exit criterion is proven by a probe or judged by a person, and either needs something to take hold of.",
    "markdown": "An exit criterion is proven by a probe or judged by a person, and either needs something to take hold of. Words of\ntaste, such as \"properly\" or \"robust\", leave open what would be enough; and \"works\" or \"is handled\", with nothing\nbeside it, what to look at."
  },
  "later-phase-criterion": {
    "summary": "An exit criterion has to be met when its own phase ends, so it cannot need what a later phase brings: one of its tasks, the phase itself, a milestone that only it closes, or code that one of its tasks introduces and that nothing before speaks of.",
    "markdown": "An exit criterion has to be met when its own phase ends, so it cannot need what a later phase brings: one of its tasks,\nthe phase itself, a milestone that only it closes, or code that one of its tasks introduces and that nothing before\nspeaks of. Criteria that only put something off are left alone."
  },
  "pointer-criterion": {
    "summary": "A criterion that points at others, such as \"M0 roadmap criteria pass\", says nothing where they cannot be found: a milestone needs its heading and its exit criteria in a roadmap (`*roadmap*.md`), a phase its criteria in this plan.",
    "markdown": "A criterion that points at others, such as \"M0 roadmap criteria pass\", says nothing where they cannot be found: a\nmilestone needs its heading and its exit criteria in a roadmap (`*roadmap*.md`), a phase its criteria in this plan."
  },
  "spec-reference": {
    "summary": "What a Spec cell cites has to be there, and has to be one thing: it is what the task's agent is told.",
    "markdown": "What a Spec cell cites has to be there, and has to be one thing: it is what the task's agent is told. A bare path may\nsay where a result is going to be, so only numbers, links to Markdown files and anchors must resolve."
  },
  "reference-ending": {
    "summary": "A Spec cell that names a file without its `.md` names nothing: the task's agent is not told of it.",
    "markdown": "A Spec cell that names a file without its `.md` names nothing: the task's agent is not told of it. It is not written\nfor the author, since a folder of that name may be what the task is going to bring."
  },
  "empty-reference": {
    "summary": "Where the other rows of a table cite specs, an empty Spec cell is a gap: the task's agent is told its title and no more.",
    "markdown": "Where the other rows of a table cite specs, an empty Spec cell is a gap: the task's agent is told its title and no\nmore. Write `—` where there is nothing to cite. A title that links a spec is enough."
  },
  "unclear-reference": {
    "summary": "A Spec cell whose words cannot be followed tells the agent nothing.",
    "markdown": "A Spec cell whose words cannot be followed tells the agent nothing. It may be meant so: `Research memo` says where a\nresult is going to be."
  },
  "dependency": {
    "summary": "A task may wait for tasks of its own phase or of an earlier one, and not for itself by way of others: otherwise there is no order in which the tasks can be done.",
    "markdown": "A task may wait for tasks of its own phase or of an earlier one, and not for itself by way of others: otherwise there\nis no order in which the tasks can be done."
  },
  "phase-order": {
    "summary": "Phases are landed one after the other, so one that says `**Depends on**: Phase 1` waits for a phase before it.",
    "markdown": "Phases are landed one after the other, so one that says `**Depends on**: Phase 1` waits for a phase before it. Only\nwhat such a line lists is read; words in parentheses and further sentences are for people. A phase that the plan names\nelsewhere, such as in a list of what was done before, is no unknown one."
  },
  "duplicate-id": {
    "summary": "An id names one phase, and one task of its phase: branches, results and commits are found by it.",
    "markdown": "An id names one phase, and one task of its phase: branches, results and commits are found by it. Ids that differ in\ncase only are one id on some file systems."
  },
  "needs-clarification": {
    "summary": "`[NEEDS CLARIFICATION: …]` is a question to a person.",
    "markdown": "`[NEEDS CLARIFICATION: …]` is a question to a person. As long as nobody has answered it, an agent must not guess."
  },
  "placeholder": {
    "summary": "A text says all that the task needs; an agent fills a gap with a guess, and takes what a template left behind for what its author meant.",
    "markdown": "A text says all that the task needs; an agent fills a gap with a guess, and takes what a template left behind for what\nits author meant. Only marks that shout count, and in a code span the word is spoken about. HACK, TBC, PLACEHOLDER and\n待确认 may be words like any other: they count where they stand in place of a value or before a colon."
  },
  "budget-benchmark": {
    "summary": "A performance budget is kept only if something measures it: a criterion or a cited spec with one needs a task of this phase or an earlier one that brings a benchmark, or a criterion that names the command or the test that measures.",
    "markdown": "A performance budget is kept only if something measures it: a criterion or a cited spec with one needs a task of this\nphase or an earlier one that brings a benchmark, or a criterion that names the command or the test that measures."
  },
  "spec-coverage": {
    "summary": "The spec of a component says what an agent would otherwise make up: each of fourteen topics has a heading with some text (or a bold label, or a link to the spec that is about it) or a reason why there is nothing to say, such as `Concurrency: N/A — single-threaded`.",
    "markdown": "The spec of a component says what an agent would otherwise make up: each of fourteen topics has a heading with some\ntext (or a bold label, or a link to the spec that is about it) or a reason why there is nothing to say, such as\n`Concurrency: N/A — single-threaded`. `TBD` is neither. Looked at for the specs that a phase cites and whose names have\nthe number of a component, 10 to 59. `topics` says which topics are demanded, `minimum` how many of them are enough."
  },
  "spec-index": {
    "summary": "A reader finds a spec by the index of its folder and by its number.",
    "markdown": "A reader finds a spec by the index of its folder and by its number. If there is an index, it links every spec of the\nfolders that it links into; if most files of a folder have a number, all have one, and each has its own."
  },
  "milestone-mapping": {
    "summary": "A roadmap beside the plan says what is promised, and the plan says which phase keeps it: without that, the name of a milestone leads to no phase, and a milestone may be left out unnoticed.",
    "markdown": "A roadmap beside the plan says what is promised, and the plan says which phase keeps it: without that, the name of a\nmilestone leads to no phase, and a milestone may be left out unnoticed. Milestones of the future are nobody's yet, and\nphases before the first milestone may prepare for it."
  },
  "decision-log": {
    "summary": "Decisions bind, so a text that names one has to name one that is there.",
    "markdown": "Decisions bind, so a text that names one has to name one that is there. The log itself has every decision once, and\none that is superseded names one that holds. Looked at where the specs have a file of decisions, such as\n`99-key-decisions.md` or `decisions/0001-….md`, and for ids that look like those in it."
  },
  "superseded-decision": {
    "summary": "A text that follows a decision which another one has replaced, or which was given up, sends the agent the old way.",
    "markdown": "A text that follows a decision which another one has replaced, or which was given up, sends the agent the old way.\nEither of the two decisions may say so. It is fine to tell how it came: a line that says that the decision is\nsuperseded, or that names the new one too, is left alone."
  },
  "diagram": {
    "summary": "What changes the architecture (a protocol, a life cycle, a pipeline, a shutdown …) is hard to tell in words alone: a spec that such a task cites has a diagram, drawn in characters, in a language for diagrams, or as a picture.",
    "markdown": "What changes the architecture (a protocol, a life cycle, a pipeline, a shutdown …) is hard to tell in words alone: a\nspec that such a task cites has a diagram, drawn in characters, in a language for diagrams, or as a picture. One of the\nspecs of a task is enough."
  },
  "status-contradiction": {
    "summary": "Boxes, words and marks such as ✅ and 🚧 say what is done, and they must say the same: what is taken for done is not worked on.",
    "markdown": "Boxes, words and marks such as ✅ and 🚧 say what is done, and they must say the same: what is taken for done is not\nworked on. Where words leave room, as in \"shipped but not measured\", nothing is complained about; nor where a phase has\nnothing to tick."
  },
  "overlapping-files": {
    "summary": "Tasks that do not wait for each other run side by side, each in a checkout of its own, and are combined at the end.",
    "markdown": "Tasks that do not wait for each other run side by side, each in a checkout of its own, and are combined at the end. If\ntwo of them change the same file, that may be a conflict which nobody has planned. Let one wait for the other, or give\neach its own files. A folder and a glob such as `src/**` overlap with what lies below."
  },
  "planned-test": {
    "summary": "Every test that a feature needs is planned in exactly one commit of its TOML plan: a test in two commits is written twice, and one in none never.",
    "markdown": "Every test that a feature needs is planned in exactly one commit of its TOML plan: a test in two commits is written\ntwice, and one in none never. What the feature needs is known where a `test-plan.md` lies beside the plan or in its\n`feature_dir`; in its tables the column `Test Name` counts, and only words that can be nothing but names."
  },
  "commit-tests": {
    "summary": "The tests that a commit lists are written first, and have to fail before anything is implemented.",
    "markdown": "The tests that a commit lists are written first, and have to fail before anything is implemented. Without `tests` that\ngate is silently off. A commit that needs no new test says so with an empty list; one that touches only documentation,\nconfiguration or tests need not."
  },
  "disabled-test": {
    "summary": "A test that a refactoring breaks is disabled with a marker that names the commit which enables it again, and that commit is planned: never left red, never deleted, never forgotten.",
    "markdown": "A test that a refactoring breaks is disabled with a marker that names the commit which enables it again, and that\ncommit is planned: never left red, never deleted, never forgotten. Looked at in `title`, `message` and `acceptance` of a\nTOML plan."
  },
  "missing-file": {
    "summary": "The `files` of a commit in a TOML plan are there, or the commit creates them: they are also all that its agents may touch.",
    "markdown": "The `files` of a commit in a TOML plan are there, or the commit creates them: they are also all that its agents may\ntouch. A file that is not there is fine unless its commit speaks of nothing but changes, and no commit before lists it."
  },
  "vague-acceptance": {
    "summary": "What a commit of a TOML plan is accepted by is checked item by item, so each needs something to take hold of: code, a test, a number, a file, a constraint such as `CC-1`, quoted words, or the name of what is built.",
    "markdown": "What a commit of a TOML plan is accepted by is checked item by item, so each needs something to take hold of: code, a\ntest, a number, a file, a constraint such as `CC-1`, quoted words, or the name of what is built. A name is not enough\nwhere all that is said of it is that it works, or works properly. A commit that lists nothing is accepted whatever it\ndoes."
  },
  "uncovered-constraint": {
    "summary": "A critical constraint that the `test-plan.md` beside a TOML plan verifies, but no commit names in `acceptance`, `anti_patterns` or `constraints`, is told to no agent and looked after by no reviewer.",
    "markdown": "A critical constraint that the `test-plan.md` beside a TOML plan verifies, but no commit names in `acceptance`,\n`anti_patterns` or `constraints`, is told to no agent and looked after by no reviewer."
  },
  "unplanned-test": {
    "summary": "A test of a commit that the `test-plan.md` beside the TOML plan does not know belongs to no requirement: it is left over, or misspelt, or the test plan lacks it.",
    "markdown": "A test of a commit that the `test-plan.md` beside the TOML plan does not know belongs to no requirement: it is left\nover, or misspelt, or the test plan lacks it. A benchmark needs no entry there."
  },
  "commit-size": {
    "summary": "A commit of a TOML plan is one thing that a person can review: about five files at most.",
    "markdown": "A commit of a TOML plan is one thing that a person can review: about five files at most. `files` is also the limit of\nwhat its agent may change, and without it there is none."
  },
  "conventional-message": {
    "summary": "The message of a planned commit follows [Conventional Commits](https://www.conventionalcommits.org): a type, maybe a scope, a colon, a subject; a blank line before the body.",
    "markdown": "The message of a planned commit follows [Conventional Commits](https://www.conventionalcommits.org): a type, maybe a\nscope, a colon, a subject; a blank line before the body. A subject that is not too long is shown whole wherever\ncommits are listed. Only strict, since a project may write its messages in another way."
  },
  "requirement-form": {
    "summary": "A requirement says what has to be, in words that nobody reads otherwise, and how to see it: in a change of OpenSpec with SHALL or MUST and a scenario, as its own validator asks; in a requirements document of Kiro as EARS, from WHEN, IF, WHILE, WHERE or THE to SHALL; in a spec of Spec Kit with MUST, SHALL or SHOULD, and scenarios with Given, When and Then.",
    "markdown": "A requirement says what has to be, in words that nobody reads otherwise, and how to see it: in a change of OpenSpec with SHALL or\nMUST and a scenario, as its own validator asks; in a requirements document of Kiro as EARS, from WHEN, IF, WHILE, WHERE or THE to\nSHALL; in a spec of Spec Kit with MUST, SHALL or SHOULD, and scenarios with Given, When and Then."
  },
  "requirement-size": {
    "summary": "A change of OpenSpec is small enough to be seen as a whole, and says enough: at most 500 characters in a requirement and ten requirements in a change, and at least 50 characters for what a new capability is for.",
    "markdown": "A change of OpenSpec is small enough to be seen as a whole, and says enough: at most 500 characters in a requirement and ten\nrequirements in a change, and at least 50 characters for what a new capability is for. The numbers are those of OpenSpec."
  },
  "requirement-coverage": {
    "summary": "Each requirement has a task that is about it, and no task is about one that is not there.",
    "markdown": "Each requirement has a task that is about it, and no task is about one that is not there. A plan of Kiro names them in\n`_Requirements: 1.1, 2_`, and they stand in the `requirements.md` beside it; a plan of Spec Kit marks tasks with `[US1]`, for a user\nstory of the `spec.md` beside it."
  },
  "task-number": {
    "summary": "Numbers of tasks that say where they stand say it right: in a plan of OpenSpec a task begins with the number of its group, as its own tools ask; in a plan of Spec Kit they grow from the top to the end, since they are the order in which it is done.",
    "markdown": "Numbers of tasks that say where they stand say it right: in a plan of OpenSpec a task begins with the number of its group, as its own\ntools ask; in a plan of Spec Kit they grow from the top to the end, since they are the order in which it is done."
  },
  "unknown-key": {
    "summary": "A key that no reader of TOML plans knows says nothing, and may be a known one that is misspelt.",
    "markdown": "A key that no reader of TOML plans knows says nothing, and may be a known one that is misspelt. What commits wait for,\nfor one, stands in `[dependencies]` and not in the commit."
  },
  "invisible-characters": {
    "summary": "Nothing may be said to an agent that a reader does not see.",
    "markdown": "Nothing may be said to an agent that a reader does not see. Bidirectional controls can show a line in another order\nthan it is read in, zero-width and control characters can hide text. What makes up an emoji is fine, and so is a joiner\nbetween letters of a script that uses it. A byte that is no character of UTF-8 shows as U+FFFD, and nobody can tell\nwhat was meant; in a file it stays as it is."
  },
  "look-alike": {
    "summary": "Letters of two alphabets can look the same, and so can quotes and dashes: what a reader sees is then not what an agent copies.",
    "markdown": "Letters of two alphabets can look the same, and so can quotes and dashes: what a reader sees is then not what an agent\ncopies. Words that mix Latin letters with Cyrillic or Greek ones of the same look are found everywhere, full-width\nletters and marks of typesetting in code only. Words of one alphabet, and units such as µs and kΩ, are fine."
  },
  "html-comment": {
    "summary": "An agent reads comments; a person who looks at the rendered page does not see them.",
    "markdown": "An agent reads comments; a person who looks at the rendered page does not see them. What counts is written as text.\nComments for tools are fine (option `allow`: what such a comment starts with), and so is what stands above the first\nheading of a file, such as a licence, or above the first phase of a plan."
  },
  "whitespace": {
    "summary": "Blanks that nobody sees make changes that nobody meant: blanks at the end of a line (two of them break the line, and stay), a tab in front of a list item among items with blanks, line endings of two kinds, a last line without an end.",
    "markdown": "Blanks that nobody sees make changes that nobody meant: blanks at the end of a line (two of them break the line, and\nstay), a tab in front of a list item among items with blanks, line endings of two kinds, a last line without an end.\nAll of it can be fixed without a change of meaning. Left alone is what stands in code of any kind, in `<pre>`, in quotes,\nand behind a fence that opens behind a marker, and blanks behind a backslash."
  },
  "link": {
    "summary": "A link to a file of the repository leads to a file that is there, and its anchor to a heading, as GitHub shows them; a reference has its definition.",
    "markdown": "A link to a file of the repository leads to a file that is there, and its anchor to a heading, as GitHub shows them;\na reference has its definition. Addresses on the web are not looked at, and neither are links of a Spec cell, which\n`spec-reference` looks at."
  },
  "too-complex": {
    "summary": "Where a link may be broken, a real Markdown parser has the last word.",
    "markdown": "Where a link may be broken, a real Markdown parser has the last word. It needs minutes for some small files, so a file\nthat is too large, too deep or too full of marks is not given to it, and its links are not checked, nor links to its headings.\nNor are files after those that take half a minute together."
  },
  "undecidable-criterion": {
    "summary": "Code decides a criterion only where its words name a command, a path or the gates, and say nothing else.",
    "markdown": "Code decides a criterion only where its words name a command, a path or the gates, and say nothing else. All others\nare put to a person at the end of the phase; no model may pass one. That can be meant so."
  },
  "unparsed-block": {
    "summary": "What looks like work but cannot be read for certain is left aside, never guessed at.",
    "markdown": "What looks like work but cannot be read for certain is left aside, never guessed at. Its author sees here what that\nis, and may write it in another way or leave it as it is: nobody is going to work on it."
  },
  "stale-pointer": {
    "summary": "A plan that was renumbered still points at what is not there any more.",
    "markdown": "A plan that was renumbered still points at what is not there any more. Only what is certain counts: `Phase 7` where\nno phase has so high a number, and `task 3.9` where tasks have such ids. A line that speaks of another document or of\na later time may mean a phase of those."
  },
  "task-title": {
    "summary": "A task is known by its title: on its branch, in its commit, in the report.",
    "markdown": "A task is known by its title: on its branch, in its commit, in the report. So a title has words, and no other task of\nthe phase has the same. The name of a file or of a command is a title."
  },
  "phase-size": {
    "summary": "A phase is reviewed and landed as one.",
    "markdown": "A phase is reviewed and landed as one. The more tasks it has, the less a reviewer sees, and the later its gates speak. A\nlist without phases has nothing that could be split."
  },
  "suppression": {
    "summary": "A suppression names the rules that it is for, gives a reason, and takes something back.",
    "markdown": "A comment `<!-- phasewright-disable-next-line rule: reason -->` takes back a complaint. It is reported with its reason; one without a reason, with an unknown rule, or without a use is complained about."
  }
};
