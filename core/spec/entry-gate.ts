import { posix } from 'node:path';
import { fail, type Failure, type Location } from '../failure.ts';
import { parseLabel } from '../markdown/label.ts';
import { splitRow } from '../markdown/table.ts';
import { isBlank, markdownLines, type Line } from '../markdown/lines.ts';
import { phaseLines } from '../plan/phases/phase-lines.ts';
import { splitNumber } from '../markdown/outline.ts';
import type { Phase, Plan } from '../plan/plan.ts';
import type { GatheredMemo, Naming } from './gather.ts';
import { memoSays, readMemo } from './memo.ts';
import type { SpecFile } from './section.ts';
import { spikeNames } from './spike-names.ts';

/**
 * Why a phase may not begin, as far as research memos say. What a memo decides binds: one that says NO-GO or FAIL stops
 * what builds on it, unless every line that names it says that it did not work out. Where the phase has an entry gate,
 * each memo in it must say PASS or GO.
 */
export function entryGate(about: {
  readonly plan: SpecFile & { readonly model: Plan };
  readonly phase: Phase;
  readonly memos: readonly GatheredMemo[];
}): Failure | undefined {
  const { plan, phase, memos } = about;
  const gate = gateLines(phaseLines(plan.model, phase, markdownLines(plan.content)));
  const inGate = new Set(gate.map(({ number }) => number));
  for (const memo of memos) {
    const demand = memo.by.find((by) => by.path === plan.path && inGate.has(by.line));
    if (demand && saysOf(memo) === 'open') return unfinished(memo, demand, phase);
    const built = demand ?? buildsOn(memo);
    if (built && saysOf(memo) === 'no-go') return refuted(memo, built);
  }
  for (const line of gate) {
    const missing = spikeNames(line.text).find(
      ({ name }) => !memos.some(({ path }) => posix.basename(path, '.md') === name),
    );
    if (missing) return absent(missing.name, { path: plan.path, line: line.number, column: missing.column }, phase);
  }
  return undefined;
}

/** Why a memo stops what is named with it; undefined where it does not. */
export function refutedBy(memo: GatheredMemo): Failure | undefined {
  const built = saysOf(memo) === 'no-go' ? buildsOn(memo) : undefined;
  return built && refuted(memo, built);
}

export function saysOf({ path, content }: GatheredMemo): ReturnType<typeof memoSays> {
  return memoSays(readMemo(path, content));
}

/** The lines of `**Entry gate**: …`, with the list below it. */
function gateLines(lines: readonly Line[]): Line[] {
  const start = lines.findIndex((line) => line.kind === 'text' && isEntry(line));
  if (start < 0) return [];
  const below = lines.slice(start + 1);
  const end = below.findIndex(
    (line, index) =>
      line.heading !== null ||
      parseLabel(line.text) !== null ||
      (isBlank(line) && !/^\s*(?:[-*+]|\d+[.)])\s/.test(below[index + 1]?.text ?? '')),
  );
  return [lines[start]!, ...below.slice(0, end < 0 ? undefined : end)];
}

function isEntry({ heading, text }: Line): boolean {
  if (heading) return entryNames.test(splitNumber(heading.text).text);
  const label = parseLabel(text.replace(/^\s{0,9}(?:[-*+>]\s{1,5})?/, ''));
  return label !== null && entryNames.test(label.name);
}

const entryNames =
  /^(?:entry(?: gates?| criteri(?:a|on)| conditions?)?|prerequisites?|preconditions?|进入(?:条件|标准|门槛)?|前置条件|前提(?:条件)?|開始条件)$/i;

/** The first line that names the memo and does not say that it came to nothing. What another line says does not count. */
function buildsOn({ by }: GatheredMemo): Naming | undefined {
  const known = new Set(by.filter(saysThatItFailed).map(placeOf));
  return by.find((naming) => !known.has(placeOf(naming)));
}

function placeOf({ path, line }: Naming): string {
  return `${line} ${path}`;
}

/**
 * In one of a few fixed forms: in capitals right beside the name, in a cell of its own, or in other words right beside the
 * name, where they are about nothing else.
 */
function saysThatItFailed({ text, column }: Naming): boolean {
  const start = column - 1;
  const [name = ''] = /[\p{L}\p{N}_.@~+/-]+/u.exec(text.slice(start)) ?? [];
  const before = text.slice(0, start).slice(-longestBeside);
  const behind = text.slice(start + name.length).slice(0, longestBeside);
  if (text.includes('|') && splitRow(text).some((cell) => verdictCell.test(cell.text))) return true;
  return (
    [verdictBefore, failedBefore].some((form) => form.test(before)) ||
    [verdictBehind, failedBehind].some((form) => form.test(behind))
  );
}

const verdict = String.raw`(?:NO[- ]GO|FAIL(?:ED)?)(?:\s?\/\s?(?:NO[- ]GO|FAIL(?:ED)?))?(?![\w-]|\s?\/)`;

/** `NO-GO: spike-cache`, `(NO-GO: spike-cache)`, `NO-GO of spike-cache`, `the NO-GO decision of spike-cache` */
const verdictBefore = new RegExp(
  String.raw`(?:^|[(（;；.。|:>]\s{0,3}|^\s{0,9}[-*+]\s{1,5}|\b(?:the|a)\s)[*_\x60]{0,3}${verdict}[*_\x60]{0,3}(?:\s?[:：]\s?|\s(?:(?:decision|outcome|result|verdict)\s)?of\s(?:the\s)?)[*_\x60"(（]{0,4}(?:\[[^\][]*\]\()?$`,
);

/** `spike-cache: NO-GO`, `spike-cache (NO-GO)`, `spike-cache says NO-GO`, `spike-cache FAILED its target` */
const verdictBehind = new RegExp(
  String.raw`^[\s)）\]\x60*_"]{0,8}(?:(?:[:：]|[-–—]\s|[(（])\s?|(?:says|said|is|was|came out(?: as)?|ended in)\s(?:an?\s)?)[*_\x60]{0,3}${verdict}(?!\s(?:if|when|where|unless|means)\b)|^[\s)）\]\x60*_"]{0,8}FAILED\s(?:its|the)\s(?:targets?|budgets?|limits?|goals?)\b`,
);

/** Characters beside a name that are looked at. */
const longestBeside = 80;

const failedBefore =
  /(?:\b(?:instead of|in place of|supersedes|replaces)(?: the)?|否决了?|否決|放弃了?|放棄|取代了?|代替|不采用|不採用)[\s(（`*_"]*(?:\[[^\][]*\]\()?$/i;

const verbs = 'failed|superseded|rejected|refuted|abandoned|dropped|ruled out';
/** `which failed`, `has been rejected`, `(superseded)`; but `failed reads` are of something else. */
const failedBehind = new RegExp(
  String.raw`^[\s)）\]\x60*_"(（]*[,，:：]?\s?(?:(?:for|on|about) (?:why|how) (?:it|this|that) (?:(?:was|were|is|has|been) ){0,2}(?:${verbs})\b|(?:(?:which|that|was|were|is|has|been)\s){1,3}(?:${verbs})(?=\s(?:by|because|as|since|for|in|on|at|to|and|so|its|the)\b|\s?(?:[^\p{L}\p{N}\s]|$))|(?:${verbs})\s?(?:[.,;)；，。）]|$)|已?被?(?:否决|否決|取代|放弃)|未通过|却下)`,
  'iu',
);

/** `| Cache | spike-cache | abandoned: too slow |`; behind `fail:` may stand what is done then. */
const verdictCell = new RegExp(
  String.raw`^[*_\x60]{0,3}(?:(?:no[- ]go|fail)[*_\x60]{0,3}(?:\s[-–—]|$)|(?:${verbs}|已?否决|已?否決|未通过|却下)[*_\x60]{0,3}(?:\s?[-–—:：,，(（.]|$))`,
  'i',
);

function refuted(memo: GatheredMemo, at: Naming): Failure {
  const { outcome, decision } = readMemo(memo.path, memo.content);
  const [name, said] = decision === null ? (['outcome', outcome] as const) : (['decision', decision] as const);
  return fail(
    'entry-gate',
    `Unexpected ${name} ${said} of ${memo.path}:${lineOf(name, memo)}, which this line builds on, expected PASS or GO: what a memo decides binds. ` +
      `Write what takes its place, with "${posix.basename(memo.path, '.md')}: ${said}" where it is named, or correct the memo.`,
    locationOf(at),
  ).failure;
}

function unfinished(memo: GatheredMemo, at: Naming, phase: Phase): Failure {
  return fail(
    'entry-gate',
    `Unexpected entry gate of phase ${phase.id} with ${memo.path}, which has no outcome, expected PASS or GO. ` +
      'Finish the research, and write "Outcome: PASS" and "Decision: GO" into its header; or take it out of the gate.',
    locationOf(at),
  ).failure;
}

function absent(name: string, at: Location, phase: Phase): Failure {
  return fail(
    'entry-gate',
    `Unexpected entry gate of phase ${phase.id} with ${name}, of which there is no memo, expected a file ${name}.md that says ` +
      'PASS or GO. Do the research first, or take it out of the gate.',
    at,
  ).failure;
}

/** Where the header of a memo has this field. */
function lineOf(field: keyof typeof labels, { content }: SpecFile): number {
  return markdownLines(content).find(({ text }) => labels[field].test(text))?.number ?? 1;
}

const labels = {
  outcome: /(?:outcome|结果)(?:\*\*|__|`)?\s?[:：]/i,
  decision: /(?:decision|决定)(?:\*\*|__|`)?\s?[:：]/i,
} as const;

function locationOf({ path, line, column }: Naming): Location {
  return { path, line, column };
}
