import { markup, type Markup } from '../markup.ts';
import type { Round } from '../story.ts';
import { count, roundGates, verdictWords } from '../wording.ts';
import { mark, type Tone } from './icon.ts';
import { commitCode } from './link.ts';
import { said } from './quote.ts';

/** The rounds of one loop: what was judged in each, by gates and by a reviewer. */
export function roundList(rounds: readonly Round[]): Markup | null {
  if (rounds.length === 0) return null;
  return markup`<h3 class="sub">Rounds</h3><ol class="rounds">${rounds.map((one) => item(one, one.stage === 'polish' ? polishers : coders))}</ol>`;
}

/** Who writes and who judges. */
const coders = { writer: 'implementer', gates: 'gates', judge: 'reviewer' } as const;
const polishers = { writer: 'polisher', gates: 'lint', judge: 'reader' } as const;

function item(
  { round, commit, attempts, gates, verdict, implementer, reviewer, findings }: Round,
  who: typeof coders | typeof polishers,
): Markup {
  const words = [
    ...(attempts > 0 ? [markup`<span>${count(attempts, 'call')} of the ${who.writer}</span>`] : []),
    ...(commit === null ? [] : [markup`<span>judged ${commitCode(commit)}</span>`]),
    ...(gates === null
      ? []
      : [markup`<span class="tone">${mark(gates.green ? 'good' : 'bad')}${who.gates}: ${roundGates(gates)}</span>`]),
    ...(verdict === null
      ? []
      : [
          markup`<span class="tone">${mark(verdictTones[verdict])}${who.judge}: ${verdictWords[verdict]}${findings.length > 0 && `, ${count(findings.length, 'finding')}`}</span>`,
        ]),
  ];
  return markup`<li><p class="meta"><b>Round ${round}</b>${words}</p>${gates?.trouble != null && !gates.green && markup`<pre>${gates.trouble}</pre>`}
${implementer !== null && said(`The ${who.writer} says`, implementer)}${reviewer !== null && said(`The ${who.judge} says`, reviewer)}</li>`;
}

const verdictTones: Record<NonNullable<Round['verdict']>, Tone> = {
  APPROVED: 'good',
  ISSUES_FOUND: 'open',
  NEEDS_CLARIFICATION: 'open',
};
