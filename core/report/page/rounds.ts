import { markup, type Markup } from '../markup.ts';
import type { Round } from '../story.ts';
import { count, verdictWords } from '../wording.ts';
import { mark, type Tone } from './icon.ts';
import { commitCode } from './link.ts';
import { said } from './quote.ts';

/** The rounds of one loop: what was judged in each, by gates and by a reviewer. */
export function roundList(rounds: readonly Round[]): Markup | null {
  if (rounds.length === 0) return null;
  return markup`<h3 class="sub">Rounds</h3><ol class="rounds">${rounds.map(item)}</ol>`;
}

function item({ round, commit, attempts, gates, verdict, implementer, reviewer, findings }: Round): Markup {
  const words = [
    ...(attempts > 0 ? [markup`<span>${count(attempts, 'call')} of the implementer</span>`] : []),
    ...(commit === null ? [] : [markup`<span>judged ${commitCode(commit)}</span>`]),
    ...(gates === null
      ? []
      : [markup`<span class="tone">${mark(gates.green ? 'good' : 'bad')}gates: ${gatesWords(gates)}</span>`]),
    ...(verdict === null
      ? []
      : [
          markup`<span class="tone">${mark(verdictTones[verdict])}reviewer: ${verdictWords[verdict]}${findings.length > 0 && `, ${count(findings.length, 'finding')}`}</span>`,
        ]),
  ];
  return markup`<li><p class="meta"><b>Round ${round}</b>${words}</p>${gates?.trouble != null && !gates.green && markup`<pre>${gates.trouble}</pre>`}
${implementer !== null && said('The implementer says', implementer)}${reviewer !== null && said('The reviewer says', reviewer)}</li>`;
}

function gatesWords({ passed, failed }: NonNullable<Round['gates']>): string {
  return failed > 0 ? `${failed} red, ${passed} green` : `${passed} green`;
}

const verdictTones: Record<NonNullable<Round['verdict']>, Tone> = {
  APPROVED: 'good',
  ISSUES_FOUND: 'open',
  NEEDS_CLARIFICATION: 'open',
};
