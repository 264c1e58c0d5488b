import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import type { ActionCall } from './action.ts';
import { annotate, print } from './job.ts';
import { cannotRun } from './document.ts';
import type { StepEnd, StepsOf } from './steps.ts';

/** Runs what stands in for somebody else's action. An input that the action does not have ends the run. */
export async function runStandIn(
  { document, job, surroundings }: StepsOf,
  uses: TemplateToken,
  name: string,
  call: ActionCall,
): Promise<StepEnd> {
  const standIn = surroundings.standIns[name];
  if (standIn === undefined) throw new Error(`Internal error: no stand-in for ${name}`);
  const refuse = (what: string) => cannotRun(document, uses, `The stand-in for ${name} ${what}`);
  const unknown = Object.keys(call.inputs).find((input) => !(input in standIn.inputs));
  if (unknown !== undefined)
    throw refuse(`has no input '${unknown}'; it has ${Object.keys(standIn.inputs).join(', ')}`);
  const outputs = await standIn.run({
    inputs: { ...standIn.inputs, ...call.inputs },
    job,
    surroundings,
    step: call.label,
    print: (line) => print(job, call.label, line),
    refuse,
    after(run) {
      const step = `${call.label}:post`;
      const safely = async () => {
        try {
          await run();
          return true;
        } catch (error) {
          annotate(job, step, 'error', (error as Error).message);
          return false;
        }
      };
      job.posts.unshift({ step, run: safely });
    },
  });
  return { ok: true, outputs };
}
