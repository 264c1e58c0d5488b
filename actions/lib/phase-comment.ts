import { phaseMarker } from '../../core/report/phase-marker.ts';
import type { Report } from '../../core/report/report.ts';
import { count, outcomeMarks, outcomeWords } from '../../core/report/wording.ts';
import { phaseSummary } from './phase-summary.ts';

/** What a comment on a phase is made of. */
export interface PhaseComment {
  readonly report: Report;
  /** The page of the run that made the report. */
  readonly run: string;
}

/**
 * The one comment on a phase, which is written anew as the phase goes on: its marker, the summary as far as GitHub takes it, how it
 * stands now with a link to the run, and how it stood before, by what the comment said until now. Its first line is the marker, so
 * that no text of a plan can be taken for one.
 */
export function phaseComment({ report, run }: PhaseComment, before = ''): string {
  const now = standing(report, run);
  const earlier = standingsIn(before).filter((line) => line !== now);
  const kept = earlier.slice(0, mostEarlier);
  const history = [
    `<details><summary>Earlier: ${count(kept.length, 'state')}</summary>\n`,
    ...kept.map((line) => `- ${line}`),
    '\n</details>',
  ];
  const end = [statesMarker, `Now: ${now}`, ...(kept.length > 0 ? ['', ...history] : [])].join('\n');
  const marker = phaseMarker(report.plan.id, report.phase.id);
  // There are never more characters than bytes.
  const room = mostCharacters - Buffer.byteLength(`${marker}\n\n\n${end}\n`);
  return `${marker}\n\n${phaseSummary(report, room)}\n${end}\n`;
}

/** GitHub takes no more in a comment. */
export const mostCharacters = 65_536;

const mostEarlier = 10;

const statesMarker = '<!-- phasewright: states -->\n';

/** No word of an agent or a plan is in it. */
function standing({ outcome, tasks, questions }: Report, run: string): string {
  const done = tasks.filter((task) => task.outcome === 'done' || task.outcome === 'ticked-unproven').length;
  const asked = questions.length > 0 ? `, ${count(questions.length, 'open question')}` : '';
  return `${outcomeMarks[outcome]} ${outcomeWords[outcome]}, ${done} of ${count(tasks.length, 'task')} done${asked} ([run](${run}))`;
}

/**
 * The states that a comment of ours tells, the latest first. They stand at its very end; of that, what somebody has written into
 * the comment since then is left behind.
 */
function standingsIn(before: string): string[] {
  const lines = before.replaceAll('\r\n', '\n').split(statesMarker);
  const end = lines.length > 1 ? (lines.at(-1) ?? '') : '';
  return [...end.matchAll(ofStanding)].map(([, line = '']) => line);
}

const words = Object.entries(outcomeWords).map(
  ([outcome, word]) => `${outcomeMarks[outcome as Report['outcome']]} ${word}`,
);
const ofStanding = new RegExp(
  String.raw`^(?:Now: |- )((?:${words.join('|')}), [\d,]+ of [\d,]+ tasks? done(?:, [\d,]+ open questions?)? \(\[run\]\(https?://[\w.:/-]+\)\))$`,
  'gmu',
);
