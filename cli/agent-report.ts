import type { AgentHealth, Examination } from '../core/agent/doctor.ts';
import { visibleLine } from '../core/visible.ts';
import { paintOf, type Paint } from './paint.ts';
import { wrapped } from './wrapped.ts';

interface Looks {
  readonly color: boolean;
  /** Columns that a line may take. */
  readonly columns: number;
}

/** The state of the agents, for people. */
export function agentReport({ agents, uncontained }: Examination, { color, columns }: Looks): string {
  const paint = paintOf(color);
  const named = agents.filter(({ roles }) => roles.length > 0);
  const others = agents.filter(({ roles }) => roles.length === 0);
  const block = (agent: AgentHealth): string => agentBlock(agent, { paint, columns });
  const parts = [
    named.length === 0
      ? [paint('dim', 'No options of phasewright in an nx.json here: only the well-known agents are looked at.')]
      : [paint('bold', namedIn), ...named.map(block)],
    others.length === 0 ? [] : [paint('bold', 'Others that are well known'), ...others.map(block)],
    [paint('bold', 'What nothing keeps an agent from here'), uncontained.map((one) => item(one, columns)).join('\n')],
    named.length === 0 ? [] : [verdict(named, paint)],
  ];
  return `${parts.flat().join('\n\n')}\n`;
}

function agentBlock(health: AgentHealth, { paint, columns }: { paint: Paint; columns: number }): string {
  const state = stateOf(health);
  const name = visibleLine([health.agent, health.version].filter(Boolean).join(' '));
  const rows = rowsOf(health).map(([label, text]) => {
    const lines = wrapped(text, columns - indent.length - labelWidth);
    return `${indent}${paint(labels[label], label.padEnd(labelWidth))}${lines.join(`\n${indent}${' '.repeat(labelWidth)}`)}`;
  });
  return [`  ${paint(colors[state], state)}  ${paint('bold', name)}`, ...rows].join('\n');
}

const namedIn = 'Named in the options of nx.json (a project may have others of its own, which are not looked at)';

type Label = keyof typeof labels;
const labels = {
  roles: 'dim',
  program: 'dim',
  sandbox: 'dim',
  login: 'dim',
  problem: 'red',
  advice: 'yellow',
} as const;
const labelWidth = 'problem  '.length;
const indent = '    ';

function rowsOf({ roles, program, sandbox, login, problems, advice }: AgentHealth): (readonly [Label, string])[] {
  return [
    ...(roles.length > 0 ? [['roles', roles.join(', ')] as const] : []),
    ...(program === null ? [] : [['program', program] as const]),
    ...(sandbox === null ? [] : [['sandbox', sandboxWords(sandbox)] as const]),
    ...(login.length > 0 ? [['login', login.join(', ')] as const] : []),
    ...problems.map((text) => ['problem', text] as const),
    ...advice.map((text) => ['advice', text] as const),
  ];
}

function sandboxWords(sandbox: boolean | 'off'): string {
  if (sandbox === 'off') return 'off, as its option says';
  return sandbox ? 'works' : 'does not work';
}

type State = 'usable' | 'not usable' | 'not here';
const colors = { usable: 'green', 'not usable': 'red', 'not here': 'yellow' } as const;

function stateOf({ roles, program, problems }: AgentHealth): State {
  if (problems.length === 0) return 'usable';
  return program === null && roles.length === 0 ? 'not here' : 'not usable';
}

function verdict(named: readonly AgentHealth[], paint: Paint): string {
  const broken = named.filter(({ problems }) => problems.length > 0).length;
  if (broken === 0) return paint('green', 'All agents that the options name can be used.');
  const count = broken === 1 ? '1 agent' : `${broken} agents`;
  return paint('red', `${count} that the options name cannot be used.`);
}

function item(text: string, columns: number): string {
  return `  - ${wrapped(text, columns - 4).join('\n    ')}`;
}
