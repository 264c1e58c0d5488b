import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import type { Stage, Step } from '../story.ts';
import { timeScale, type Stretch, type TimeScale } from '../time-scale.ts';
import { count, duration } from '../wording.ts';
import { placedMark } from './icon.ts';
import { label, targetOf, tooltip } from './stage-words.ts';
import { none, type Section } from './section.ts';
import { stageTones } from './tone.ts';

/** When what was done, side by side, and by whom: writing, gates, reviewing. */
export function timelineSection({ stages }: Report): Section {
  const timed = stages.filter(({ lane, started, ended }) => lane !== null && started !== null && ended !== null);
  const lanes = Math.max(0, ...timed.map((stage) => (stage.lane ?? 0) + 1));
  const scale = timeScale(timed.flatMap(stretchesOf), width - left - right);
  return {
    id: 'timeline',
    title: 'The timeline',
    says: timed.length === 0 ? 'no times' : `${duration(scale.worked)}, ${count(lanes, 'lane')}`,
    tone: null,
    content: timed.length === 0 ? none : drawing(timed, lanes, scale),
  };
}

const width = 960;
const left = 26;
const right = 34;
const pitch = 34;
const bar = 22;

function drawing(timed: readonly Stage[], lanes: number, scale: TimeScale): Markup {
  const height = lanes * pitch + 26;
  const first = timed.map((stage) => stage.started ?? '').toSorted()[0] ?? '';
  const words = `${count(timed.length, 'stage')} in ${count(lanes, 'lane')} side by side, ${duration(scale.worked)} of work in all, begun at ${first}.`;
  return markup`<p class="lead legend">${legendOf('work', 'agent writes')}${legendOf('gates', 'gates judge')}${legendOf('review', 'agent reviews')}${legendOf('other', 'our own work')}</p>
<div class="drawing" role="region" aria-label="Drawing of the timeline" tabindex="0"><svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" class="timeline" role="img" aria-labelledby="timeline-title timeline-words">
<title id="timeline-title">When the stages were at work</title><desc id="timeline-words">${words} The table of the graph tells each stage's times.</desc>
<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" class="ground"/><path d="M0 0V5" class="line"/></pattern></defs>
${scale.ticks.map(({ x, ms }) => markup`<g class="tick"><path d="M${at(x)} 0V${lanes * pitch + 4}"/><text x="${at(x)}" y="${height - 6}">${tickWords(ms)}</text></g>`)}
${Array.from({ length: lanes }, (_, lane) => markup`<text x="4" y="${lane * pitch + bar / 2 + 10}" class="lane">${lane + 1}</text>`)}
${timed.map((stage) => stageBar(stage, scale))}
${scale.breaks.map(({ x, width: gap, ms }) => markup`<g class="break"><title>Nothing was done for ${duration(ms)}</title><rect x="${at(x)}" y="0" width="${gap}" height="${lanes * pitch}"/><text x="${at(x + gap / 2)}" y="${height - 6}">⋯</text></g>`)}
</svg></div>
<p class="muted small">Lanes are stages that were at work at the same time.${scale.breaks.length > 0 && ` Time in which nothing was done is left out: ${scale.breaks.map(({ ms }) => duration(ms)).join(', ')}.`}</p>`;
}

function legendOf(doing: Step['doing'], words: string): Markup {
  return markup`<span><svg class="swatch" viewBox="0 0 18 10" aria-hidden="true"><rect width="18" height="10" rx="2" class="step ${doing}"/></svg>${words}</span>`;
}

function stageBar(stage: Stage, scale: TimeScale): Markup {
  const y = (stage.lane ?? 0) * pitch + 4;
  const parts = stretchesOf(stage).map(({ from, to, doing }) => ({ doing, x: scale.x(from), end: scale.x(to) }));
  const x = parts[0]?.x ?? 0;
  const end = Math.max(x + narrowest, ...parts.map((part) => part.end));
  const name = label(stage);
  const tone = stageTones[stage.outcome];
  const steps = parts.map((part) => {
    const length = Math.max(narrowest, part.end - part.x).toFixed(1);
    return markup`<rect x="${at(part.x)}" y="${y}" width="${length}" height="${bar}" class="step ${part.doing}"/>`;
  });
  const isRoomy = end - x > name.length * 7.5 + 12;
  return markup`<g class="bar ${tone}" data-to="${targetOf(stage)}"><title>${tooltip(stage)}</title>
${steps}<rect x="${at(x)}" y="${y}" width="${(end - x).toFixed(1)}" height="${bar}" rx="3" class="frame"/>
<text x="${at(x + 6)}" y="${y + 15}">${isRoomy && name}</text>${tone !== 'good' && placedMark(tone, { x: at(end) - 6, y: y - 5, size: 13 })}</g>`;
}

/** Ticks are round: `5 min`, not `5 min 0 s`. */
function tickWords(ms: number): string {
  return ms === 0 ? '0' : duration(ms).replace(/ 0 (?:s|min)$|\.0(?= s$)/, '');
}

const narrowest = 2;

/** A place within the drawing, to a tenth: a page of 200 tasks has many. */
function at(x: number): number {
  return Math.round((x + left) * 10) / 10;
}

/** What a stage did when; one without a loop did one thing. */
function stretchesOf({ kind, steps, started, ended }: Stage): (Stretch & { readonly doing: Step['doing'] })[] {
  const doing = kind === 'gates' || kind === 'exit-criteria' ? 'gates' : 'other';
  if (steps.length === 0) return [{ from: Date.parse(started ?? ''), to: Date.parse(ended ?? ''), doing }];
  return steps.map((step) => ({ from: Date.parse(step.started), to: Date.parse(step.ended), doing: step.doing }));
}
