import type { ActionCall, FoundAction } from './action.ts';
import { find, pairsOf } from './document.ts';
import { asText } from './expression.ts';
import { statusFunctions } from './functions.ts';
import { runSteps, scopeOf, type StepEnd, type StepsOf, type StepsState } from './steps.ts';
import { evaluated } from './template.ts';

/** Runs the steps of a composite action. Its outputs are there also after a step of it has failed. */
export async function runComposite(of: StepsOf, action: FoundAction, call: ActionCall): Promise<StepEnd> {
  if (of.depth >= deepest) throw new Error(`Composite action depth exceeded max depth ${deepest}`);
  const state: StepsState = { status: 'success', steps: {} };
  const github = { action_path: action.folder };
  const inner: StepsOf = {
    ...of,
    document: action.document,
    label: call.label,
    self: action.self,
    env: call.env,
    github,
    defaults: {},
    depth: of.depth + 1,
    state,
    // Its status is its own: what failed before it in the job is no failure here.
    functions: statusFunctions(of.job, () => (of.job.signal.aborted ? 'cancelled' : state.status)),
    contexts() {
      const { github: outer, job, runner, strategy, matrix } = of.contexts();
      const own = { ...(outer as object), ...github, action_status: state.status };
      return { github: own, inputs: action.inputs, job, runner, strategy, matrix };
    },
  };
  await runSteps(inner, find(action.document.root, 'runs', 'steps'));
  const scope = scopeOf(inner);
  const outputs = pairsOf(find(action.document.root, 'outputs')).map(
    ([name, output]) => [name, asText(evaluated(find(output, 'value'), scope))] as const,
  );
  return { ok: state.status === 'success', outputs: Object.fromEntries(outputs) };
}

const deepest = 10;
