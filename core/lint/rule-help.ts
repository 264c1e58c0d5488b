/** What the comments of the rules say, for those who only see a complaint. Made by `npm run rules`. */
export const ruleHelp: Readonly<Record<string, { readonly summary: string; readonly markdown: string }>> = {
  "observable-criterion": {
    "summary": "An exit criterion is proven by a probe or judged by a person, and either needs something to take hold of: a test, a command, a number, a file or a named person.",
    "markdown": "An exit criterion is proven by a probe or judged by a person, and either needs something to take hold of: a test, a\ncommand, a number, a file or a named person."
  },
  "spec-reference": {
    "summary": "What a Spec cell cites has to be there, and has to be one thing: it is what the task's agent is told.",
    "markdown": "What a Spec cell cites has to be there, and has to be one thing: it is what the task's agent is told. A bare path may\nsay where a result is going to be, so only numbers, links to Markdown files and anchors must resolve."
  },
  "empty-reference": {
    "summary": "Where the other rows of a phase cite specs, an empty Spec cell is a gap: the task's agent is told its title and no more.",
    "markdown": "Where the other rows of a phase cite specs, an empty Spec cell is a gap: the task's agent is told its title and no\nmore. Write `—` where there is nothing to cite."
  },
  "unclear-reference": {
    "summary": "A Spec cell whose words cannot be followed tells the agent nothing.",
    "markdown": "A Spec cell whose words cannot be followed tells the agent nothing. It may be meant so: `Research memo` says where a\nresult is going to be."
  },
  "duplicate-id": {
    "summary": "An id names one phase, and one task of its phase: branches, results and commits are found by it.",
    "markdown": "An id names one phase, and one task of its phase: branches, results and commits are found by it. Ids that differ in\ncase only are one id on some file systems."
  },
  "unfinished-text": {
    "summary": "A cited text says all that the task needs; an agent fills a gap with a guess.",
    "markdown": "A cited text says all that the task needs; an agent fills a gap with a guess. Only marks that shout count, and in a\ncode span the word is spoken about."
  },
  "invisible-characters": {
    "summary": "Nothing may be said to an agent that a reader does not see.",
    "markdown": "Nothing may be said to an agent that a reader does not see. Bidirectional controls can show a line in another order\nthan it is read in, zero-width characters can hide text. A joiner inside an emoji is fine."
  },
  "suppression": {
    "summary": "A suppression names the rules that it is for, gives a reason, and takes something back.",
    "markdown": "A comment `<!-- phasewright-disable-next-line rule: reason -->` takes back a complaint. It is reported with its reason; one without a reason, with an unknown rule, or without a use is complained about."
  }
};
