import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { CannotRun, find, itemsOf, textOf, type Document } from './document.ts';
import { asText, isTruthy, type Scope, type Value } from './expression.ts';
import { runAction } from './action.ts';
import { annotate, type Job, type Outcome, type Surroundings } from './job.ts';
import { runScript } from './script.ts';
import { evaluated, evaluatedTexts, holds } from './template.ts';

/** Steps that run one after another: those of a job, or of a composite action. */
export interface StepsOf {
  readonly document: Document;
  readonly job: Job;
  readonly surroundings: Surroundings;
  /** `job`, or `job/step` for the composite that the step uses. */
  readonly label: string;
  /** The repository, and the commit or ref of it, that says these steps: what `$/` means. */
  readonly self: { readonly repository: string; readonly ref: string };
  /** Environment of the step that uses this composite. */
  readonly env: Readonly<Record<string, string>>;
  /** Contexts of `github` that a composite changes. */
  readonly github: Readonly<Record<string, string>>;
  readonly defaults: { readonly shell?: string | undefined; readonly directory?: string | undefined };
  /** Of composites in composites. */
  readonly depth: number;
  /** Contexts of expressions, without `env` and `steps`. */
  contexts(): Readonly<Record<string, Value>>;
  readonly functions: Scope['functions'];
  /** What has become of the steps so far. */
  readonly state: StepsState;
}

export interface StepsState {
  status: 'success' | 'failure' | 'cancelled';
  readonly steps: Record<string, { outcome: Outcome; conclusion: Outcome; outputs: Readonly<Record<string, string>> }>;
}

/** What one step came to. */
export interface StepEnd {
  readonly ok: boolean;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs steps to their end; `of.state` tells how they went. */
export async function runSteps(of: StepsOf, steps: TemplateToken | undefined): Promise<void> {
  for (const [index, step] of itemsOf(steps).entries()) {
    const id = textOf(find(step, 'id')) ?? `__step_${index}`;
    const label = `${of.label}/${textOf(find(step, 'id')) ?? index + 1}`;
    const { outcome, conclusion, outputs } = await runStep(of, step, label);
    of.state.steps[id] = { outcome, conclusion, outputs };
    of.job.steps.push({ step: label, outcome, conclusion });
    if (conclusion === 'failure' && of.state.status === 'success') of.state.status = 'failure';
    if (of.job.signal.aborted) of.state.status = 'cancelled';
  }
}

/** What expressions of a step see. */
export function scopeOf(of: StepsOf, env: Readonly<Record<string, string>> = {}): Scope {
  return {
    functions: of.functions,
    contexts: () => ({ ...of.contexts(), steps: of.state.steps, env: { ...of.job.env, ...of.env, ...env } }),
  };
}

async function runStep(of: StepsOf, step: TemplateToken, label: string) {
  const { job } = of;
  const skipped = { outcome: 'skipped', conclusion: 'skipped', outputs: {} } as const;
  const failed = (error: unknown): StepEnd => {
    // What this runner cannot do ends the run; what GitHub would fail with ends the step.
    if (error instanceof CannotRun || error instanceof TypeError || !(error instanceof Error)) throw error;
    if (error.message.startsWith('Internal error')) throw error;
    annotate(job, label, 'error', error.message);
    return { ok: false, outputs: {} };
  };
  let end: StepEnd;
  try {
    if (!holds(of.document, find(step, 'if'), scopeOf(of))) return skipped;
    end = await act(of, step, label).catch(failed);
  } catch (error) {
    end = failed(error);
  }
  const outcome = end.ok ? 'success' : job.signal.aborted ? 'cancelled' : 'failure';
  const isTolerated = !end.ok && isTruthy(evaluated(find(step, 'continue-on-error'), scopeOf(of)));
  return { outcome, conclusion: isTolerated ? 'success' : outcome, outputs: end.outputs } as const;
}

async function act(of: StepsOf, step: TemplateToken, label: string): Promise<StepEnd> {
  const env = evaluatedTexts(find(step, 'env'), scopeOf(of));
  const scope = scopeOf(of, env);
  const minutes = evaluated(find(step, 'timeout-minutes'), scope);
  const limitMs = minutes === undefined ? undefined : Number(minutes) * of.surroundings.minute;
  const given = { label, env: { ...of.env, ...env }, limitMs };
  if (find(step, 'run') === undefined) {
    const inputs = evaluatedTexts(find(step, 'with'), scope);
    return await runAction(of, find(step, 'uses'), { ...given, inputs });
  }
  return await runScript(of, {
    ...given,
    script: asText(evaluated(find(step, 'run'), scope)),
    shell: asText(evaluated(find(step, 'shell'), scope)) || of.defaults.shell,
    directory: asText(evaluated(find(step, 'working-directory'), scope)) || of.defaults.directory,
  });
}
