import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { actionsOf, type Actions } from './actions.ts';
import type { Child } from './child.ts';
import type { GateHello } from './wire.ts';

/** One time that a gate really ran; a verdict that Nx replays is no call. */
export interface GateCall extends GateHello, Actions {
  green(text?: string): Promise<void>;
  red(text?: string): Promise<void>;
}

export function gateCall(child: Child, hello: GateHello): GateCall {
  const actions = actionsOf(child);
  const end = async (code: number, text: string): Promise<void> => {
    await actions.print(`${text}\n`);
    await actions.exit(code);
  };
  return {
    ...hello,
    ...actions,
    green: async (text = 'green') => await end(0, text),
    red: async (text = 'red') => await end(1, text),
  };
}

/** Red if any `*.broken` file lies under the project's `src`, and says which. */
export async function redIfBroken(call: GateCall): Promise<void> {
  const files = readdirSync(join(call.cwd, 'src'), { recursive: true, encoding: 'utf8' });
  const broken = files.filter((file) => file.endsWith('.broken'));
  if (broken.length > 0) await call.red(`broken: ${broken.join(', ')}`);
  else await call.green();
}
