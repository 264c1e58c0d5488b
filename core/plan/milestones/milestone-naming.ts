import { milestoneIds } from './milestone-id.ts';
import type { MilestonePhase } from '../plan.ts';

/** A milestone in a text, with what the text says is done for it; null where it is only named. */
export interface Named {
  readonly milestone: string;
  readonly verb: MilestonePhase['verb'] | null;
  /** 0-based offset in the text. */
  readonly at: number;
}

/** `closes M2 and M3; starts M4`, `closes most of M0`, `(M1)`, `完成 M0`. What is denied is not named. */
export function namedMilestones(text: string): Named[] {
  if (/^[\s*_`]*(?:none\b|n\/a\b|[—–-](?:\s|$)|无|なし)/i.test(text)) return [];
  return listsOf(text).flatMap(({ ids, start, before, after }) => {
    if (/\b(?:not|never|no|without)\b|[未不]/i.test(before) || formerly.test(before)) return [];
    const verb = verbBefore(before);
    const partly = partBefore.test(before) || partAfter.test(after);
    return ids.map((milestone) => ({ milestone, verb: partly ? 'advances' : verb, at: start }));
  });
}

interface List {
  readonly ids: readonly string[];
  readonly start: number;
  /** The words of the same clause before the list, and those that follow it; both are cut short. */
  readonly before: string;
  readonly after: string;
}

/** Milestones with nothing but commas, dashes and the like between them are one list. */
function listsOf(text: string): List[] {
  const lists: { ids: string[]; start: number; end: number; from: number }[] = [];
  for (const { id, start, end } of milestoneIds(text)) {
    const open = lists.at(-1);
    const gap = open ? text.slice(open.end, start) : '';
    if (open && gap.length < 10 && joins.test(gap)) {
      if (/[–-]/.test(gap)) for (const inside of between(open.ids.at(-1) ?? '', id)) open.ids.push(inside);
      open.ids.push(id);
      open.end = end;
    } else {
      lists.push({ ids: [id], start, end, from: open?.end ?? 0 });
    }
  }
  return lists.map(({ ids, start, end, from }) => ({
    ids,
    start,
    before: clauseEnd(text.slice(Math.max(from, start - 80), start)),
    after: text.slice(end, end + 20),
  }));
}

const joins = /^\s?(?:[,，、/&+–-]|and|,? ?and|和|与|及)\s?$/i;

/** The milestones inside `M0–M3`. */
function between(first: string, last: string): string[] {
  const [from, to] = [Number(first.slice(1)), Number(last.slice(1))];
  if (!Number.isInteger(from) || !Number.isInteger(to) || to - from > 100) return [];
  return Array.from({ length: Math.max(0, to - from - 1) }, (_, index) => `M${from + 1 + index}`);
}

function clauseEnd(text: string): string {
  return text.split(/[;；。()（）]|\.\s/).at(-1) ?? '';
}

const object = String.raw`\s{0,3}(?:(?:the|roadmap|milestones?|路线图|里程碑)\s{0,3}){0,3}$`;
const part = String.raw`(?:\s(?:a )?(?:part|parts|most|some|half|much) of|(?:一|大)?部分)?`;
const verbs: readonly (readonly [MilestonePhase['verb'], RegExp])[] = [
  ['closes', new RegExp(String.raw`(?:\b(?:closes|completes|finishes|concludes)|关闭|完成|结束)${part}${object}`, 'i')],
  ['starts', new RegExp(String.raw`(?:\b(?:starts|begins|opens)|开始|启动)${part}${object}`, 'i')],
  [
    'advances',
    new RegExp(String.raw`(?:\b(?:advances|continues|extends|prepares|contributes to)|推进|继续)${part}${object}`, 'i'),
  ],
];

const formerly = new RegExp(String.raw`(?:\b(?:was|were|formerly|previously|ex)|原为|原|旧)[:：]?${object}`, 'i');

function verbBefore(before: string): MilestonePhase['verb'] | null {
  return verbs.find(([, pattern]) => pattern.test(before))?.[0] ?? null;
}

const partBefore = new RegExp(
  String.raw`(?:\b(?:part|parts|most|some|half|much) of|(?:partly|partially|mostly) \w{1,12}|部分(?:关闭|完成)?)${object}`,
  'i',
);
const partAfter = /^\s?(?:[(（]\s?)?(?:part\b|partly|partial|的?(?:一|大)?部分)/i;
