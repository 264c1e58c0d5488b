import type { Examination, Finding, Repaired } from '../core/stage/doctor/finding.ts';
import { count } from '../core/report/wording.ts';
import { visibleLine } from '../core/visible.ts';
import { paintOf } from './paint.ts';
import type { Looks } from './status-text.ts';
import { wrapped } from './wrapped.ts';

/** What is wrong, and what can be done about it, for people. */
export function findingText({ kind, name, says, repair, advice }: Finding, { color, columns }: Looks): string {
  const paint = paintOf(color);
  const row = (label: string, text: string): string =>
    `    ${paint('dim', label.padEnd(labelWidth))}${wrapped(text, columns - 4 - labelWidth).join(`\n${' '.repeat(4 + labelWidth)}`)}\n`;
  return [
    `${paint('red', '✖')} ${paint('bold', kind.replaceAll('-', ' '))}  ${visibleLine(name)}\n`,
    row('', says),
    ...(repair ? [row('repair', repair.does)] : []),
    ...(advice === undefined ? [] : [row('advice', advice)]),
    '\n',
  ].join('');
}

const labelWidth = 'repair  '.length;

/** What became of a repair. */
export function repairedText({ kind, name }: Finding, { done, says }: Repaired, { color }: Looks): string {
  const paint = paintOf(color);
  const sign = done ? paint('green', '✔') : paint('yellow', '■');
  return `${sign} ${kind.replaceAll('-', ' ')}  ${visibleLine(name)}: ${done ? '' : 'not repaired, '}${visibleLine(says)}\n`;
}

export function waitingText(waiting: Examination['waiting'], { color }: Looks): string {
  const paint = paintOf(color);
  return waiting
    .map(({ says, command }) => `${paint('yellow', '?')} ${visibleLine(says)}\n    ${command}\n\n`)
    .join('');
}

export function verdictText(
  findings: readonly Finding[],
  { left, fix }: { readonly left: readonly Finding[]; readonly fix: boolean },
  { color }: Looks,
): string {
  const paint = paintOf(color);
  if (findings.length === 0) return `${paint('green', 'Nothing is wrong.')}\n`;
  const repaired = findings.length - left.length;
  if (fix) {
    const words = `${count(findings.length, 'finding')}, ${repaired} repaired`;
    return `\n${left.length === 0 ? paint('green', `${words}.`) : paint('yellow', `${words}, ${left.length} left for you.`)}\n`;
  }
  const repairable = findings.filter(({ repair }) => repair !== undefined).length;
  const how = repairable === 0 ? '' : ` \`npx phasewright doctor --fix\` repairs ${repairable} of them.`;
  return `${paint('red', `${count(findings.length, 'finding')}.`)}${how}\n`;
}
