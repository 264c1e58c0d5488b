import { join } from 'node:path';
import type { ActionCall, FoundAction } from './action.ts';
import { find, textOf } from './document.ts';
import { runStepProgram } from './step-program.ts';
import type { StepEnd, StepsOf } from './steps.ts';

/** Runs `main` of an action for Node, by the Node that runs this, and its `post` when the job's steps are done. */
export async function runNodeAction({ job }: StepsOf, action: FoundAction, call: ActionCall): Promise<StepEnd> {
  const inputs = Object.entries(action.inputs).map(
    ([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value] as const,
  );
  let state: Readonly<Record<string, string>> = {};
  const run = async (file: string, step: string) => {
    const saved = Object.entries(state).map(([name, value]) => [`STATE_${name}`, value] as const);
    const result = await runStepProgram(job, step, {
      argv: [process.execPath, join(action.folder, file)],
      cwd: job.github.workspace,
      env: { ...call.env, ...Object.fromEntries(inputs), ...Object.fromEntries(saved) },
      github: { action_path: action.folder, action_repository: action.self.repository, action_ref: action.self.ref },
      limitMs: call.limitMs,
    });
    state = { ...state, ...result.state };
    return result;
  };
  const runs = find(action.document.root, 'runs');
  const post = textOf(find(runs, 'post'));
  if (post !== undefined) {
    const step = `${call.label}:post`;
    job.posts.unshift({ step, run: async () => (await run(post, step)).ok });
  }
  return await run(textOf(find(runs, 'main')) ?? '', call.label);
}
