import { z } from 'zod';
import { commandOf } from '../plan/criteria/command-line.ts';

const globs = z.array(z.string().min(1)).min(1);

/** When a gate is due. One of these is enough; without any it always is. */
const whenSchema = z
  .strictObject({
    /** A changed file matches one of these globs. */
    paths: globs.optional(),
    /** A manifest or a lockfile has changed. */
    dependencies: z.literal(true).optional(),
    /** A file has changed in one of these modules: globs of folders or files. */
    boundary: globs.optional(),
  })
  .refine((when) => Object.keys(when).length > 0, { error: 'expected paths, dependencies or boundary' });
export type When = z.infer<typeof whenSchema>;

const gateSchema = z
  .strictObject({
    /** What it is called in reports. Default: the target, or the command. */
    name: z.string().min(1).max(100).optional(),
    /** An Nx target; of the affected projects, and always of the project that the plan belongs to. */
    target: z.string().min(1).optional(),
    /** A program and its arguments, run in the root of the worktree. A text is split as a shell would; one that needs a shell gets it. */
    command: z.union([z.string().min(1), z.tuple([z.string().min(1)], z.string())]).optional(),
    when: whenSchema.optional(),
    /** Seconds; it then runs apart from the others. Default: the option `gateTimeLimit`. */
    timeLimit: z.number().positive().optional(),
    /** Gates that name the same resource never run at the same time on this machine. */
    resource: z
      .string()
      .regex(/^[A-Za-z0-9][\w.-]{0,63}$/, { error: 'expected a word such as "postgres" or "port-4200"' })
      .optional(),
    /** `fail`: it is green where it ends with an error, as before something is built. */
    expect: z.enum(['pass', 'fail']).default('pass'),
  })
  .superRefine(({ target, command }, context) => {
    if ((target === undefined) === (command === undefined))
      context.addIssue({ code: 'custom', message: 'expected a gate with either a target or a command' });
  });

/** A gate as people write it: the name of an Nx target, or all there is to say. */
export type WrittenGate = string | z.input<typeof gateSchema>;

/** A gate as the code uses it: nothing is missing. */
export interface GateSpec {
  readonly name: string;
  readonly run: { readonly target: string } | { readonly command: readonly string[] };
  /** Where a command is run, relative to the root of the worktree; there without it. */
  readonly folder?: string;
  readonly when?: When;
  /** Seconds. */
  readonly timeLimit?: number;
  readonly resource?: string;
  readonly expect: 'pass' | 'fail';
  /** Why it is a gate, where nobody has written it. */
  readonly because?: string;
}

/** One that is no text is read as an object, so that what is wrong is said of its parts. */
const writtenSchema = z.unknown().transform((written, context): z.infer<typeof gateSchema> => {
  const read =
    typeof written === 'string'
      ? z
          .string()
          .min(1)
          .transform((target) => gateSchema.parse({ target }))
          .safeParse(written)
      : gateSchema.safeParse(written);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path: [...path], message });
  return z.NEVER;
});

/** The option `gates`. */
export const gatesSchema = z
  .array(writtenSchema)
  .min(1)
  .superRefine((gates, context) => {
    const names = gates.map(nameOf);
    const twice = names.find((name, index) => names.indexOf(name) < index);
    if (twice !== undefined)
      context.addIssue({ code: 'custom', message: `expected gates of different names, found "${twice}" twice` });
  })
  .transform((gates) => gates.map(resolveGate));

function nameOf({ name, target, command }: z.infer<typeof gateSchema>): string {
  return name ?? target ?? (typeof command === 'string' ? command : (command ?? []).join(' '));
}

function resolveGate(written: z.infer<typeof gateSchema>): GateSpec {
  const { target, command, when, timeLimit, resource, expect } = written;
  return {
    name: nameOf(written),
    run: target === undefined ? { command: words(command ?? []) } : { target },
    ...(when === undefined ? {} : { when }),
    ...(timeLimit === undefined ? {} : { timeLimit }),
    ...(resource === undefined ? {} : { resource }),
    expect,
  };
}

/** Without a shell where none is needed: a variable in front, a pipe, a glob need one. */
function words(command: string | readonly string[]): readonly string[] {
  if (typeof command !== 'string') return command;
  const argv = /^\w+=/.test(command) ? undefined : commandOf(command);
  return argv ?? ['sh', '-c', command];
}

/** A gate that is nothing but a target. */
export function targetGate(target: string): GateSpec {
  return { name: target, run: { target }, expect: 'pass' };
}

export function isTarget(gate: GateSpec): gate is GateSpec & { run: { target: string } } {
  return 'target' in gate.run;
}

/** What its verdict goes by in a record: Nx's own name of a target, else the name that it has here. */
export function recordedName({ name, run }: GateSpec): string {
  return 'target' in run ? run.target : name;
}

/** Those that a project with these targets can be judged by. */
export function gatesOf(gates: readonly GateSpec[], targets: readonly string[]): GateSpec[] {
  return gates.filter(({ run }) => !('target' in run) || targets.includes(run.target));
}

/** As it goes into keys of results: what has always been a name stays one, so that what was stored still counts. */
export function keyOfGate(gate: GateSpec): unknown {
  const { because: _, ...rest } = gate;
  const isPlain =
    isTarget(gate) && gate.name === gate.run.target && Object.keys(rest).length === 3 && gate.expect === 'pass';
  return isPlain ? gate.name : rest;
}
