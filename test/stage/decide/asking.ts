import type { Host } from '../../../core/host/host.ts';
import type { Result } from '../../../core/failure.ts';
import { decide } from '../../../core/stage/decide/decide.ts';
import type { Decision, PhaseRequest } from '../../../core/stage/decide/decision.ts';
import type { WrittenOptions } from '../../../core/options.ts';

export const planPath = 'specs/91-impl-plan.md';

const agent = { driver: 'command' as const, command: ['true'] };
export const agents: WrittenOptions = { implementer: agent, reviewer: agent, reader: agent, polisher: agent };

/** What a run would do in a checkout whose project `a` is the whole of it, with agents that are there. */
export async function askedIn(
  host: Host,
  workspace: string,
  asked: Partial<PhaseRequest> = {},
): Promise<Result<Decision>> {
  return await decide(host, {
    workspace,
    project: 'a',
    projectRoot: '',
    plans: [planPath],
    rebase: false,
    targets: ['test'],
    options: [{ from: 'test', written: agents }],
    ...asked,
  });
}

/** A phase with one task, which cites spec 10. */
export function phaseText(id: string, title: string, status = 'open', criterion = 'All gates pass.'): string {
  const table = '| # | Task | Spec | Status |\n| --- | --- | --- | --- |\n';
  return `## Phase ${id} — ${title}\n\n${table}| ${id}.1 | Do it | 10 | ${status} |\n\n**Exit criteria**:\n\n- ${criterion}\n\n`;
}

/** A plan of one phase, and its spec. */
export const onePhase = { [planPath]: phaseText('1', 'Input'), 'specs/10-data.md': '# Data\n\nAll of it.\n' };
