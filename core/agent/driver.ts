import type { AgentOption } from '../options.ts';
import type { Usage } from './answer.ts';
import { commandDriver } from './command.ts';
import { scriptedDriver } from './scripted.ts';

/** How one kind of agent is started and read. Pure: starting and watching is the same for all, in `call.ts`. */
export interface AgentDriver<Option extends AgentOption = AgentOption> {
  /** For people: `command my-agent`, `scripted demo/script.json`. */
  describe(option: Option): string;
  launch(option: Option, at: { readonly node: string; readonly workspace: string }): Launch;
  /** What a line of standard output says. */
  parse(line: string): AgentEvent;
}

export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  /** Names of variables that are passed on from the user's environment. */
  readonly env: readonly string[];
}

export type AgentEvent =
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'usage'; readonly usage: Usage }
  | { readonly type: 'answer'; readonly answer: unknown };

export function driverOf<Option extends AgentOption>(option: Option): AgentDriver<Option> {
  const drivers = { command: commandDriver, scripted: scriptedDriver };
  return drivers[option.driver] as unknown as AgentDriver<Option>;
}
