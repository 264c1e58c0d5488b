import { z } from 'zod';
import { diagnosticsSchema } from '../lint/format/json.ts';
import { criterionKinds, planFormats } from './plan.ts';

const line = z.int().min(1);

const range = z.strictObject({
  line,
  column: z.int().min(1).describe('In UTF-16 code units, as endColumn.'),
  endColumn: z.int().min(1).describe('The first column behind the field.'),
  start: z.int().min(0).describe('Bytes from the start of the file.'),
  end: z.int().min(0),
  hash: z.string().describe('Of the line, to notice that it has changed.'),
});

const criterion = z.strictObject({ text: z.string(), kind: z.enum(criterionKinds), line, range });

const optionalRange = range.exactOptional();

const task = z.strictObject({
  id: z.string().describe('As written, never a number; made from the title where none is written.'),
  slug: z.string(),
  title: z.string(),
  line,
  done: z.boolean().describe('Ticked by whoever wrote the plan.'),
  dependsOn: z.array(z.string()).describe('Ids of tasks of the same phase.'),
  dependsBy: z.enum(['writing', 'order', 'wave']).describe('Where dependsOn comes from.'),
  optional: z.literal(true).exactOptional().describe('Nobody does it unless the mark is taken off.'),
  wave: z.string().exactOptional().describe('Tasks of one wave run side by side, whatever they touch.'),
  spec: z.string(),
  files: z.array(z.string()),
  deletes: z.array(z.string()).exactOptional().describe('Those of the files that the task is to delete.'),
  effort: z.string(),
  status: z.string(),
  branch: z.string(),
  exitCriteria: z.array(criterion),
  commit: z
    .strictObject({
      message: z.string(),
      tests: z.array(z.string()),
      antiPatterns: z.array(z.string()),
      requirements: z.array(z.string()),
      constraints: z.array(z.string()),
    })
    .exactOptional()
    .describe('What only an implementation-plan.toml says.'),
  ranges: z.strictObject({
    id: optionalRange,
    title: optionalRange,
    box: optionalRange,
    spec: optionalRange,
    dependsOn: optionalRange,
    files: optionalRange,
    effort: optionalRange,
    status: optionalRange,
    branch: optionalRange,
    message: optionalRange,
    tests: optionalRange,
  }),
});

const phase = z.strictObject({
  id: z.string(),
  label: z.string().describe('As written; empty where the phase is implicit, as is the title.'),
  title: z.string(),
  line,
  tasks: z.array(task),
  exitCriteria: z.array(criterion),
  claims: z
    .array(z.strictObject({ text: z.string(), line, says: z.enum(['done', 'open', 'mixed']) }))
    .describe('What the text says about the state of the whole phase.'),
  after: z.array(z.string()).exactOptional().describe('Ids of the phases that it waits for; absent: all before it.'),
  ranges: z.strictObject({ label: optionalRange, title: optionalRange }),
});

/** Published as `phasewright/plan.schema.json`: what `phasewright plan --json` prints. */
export const planSchema = z.strictObject({
  path: z.string(),
  format: z.enum(planFormats),
  because: z.string().describe('What in the file made it this format.'),
  phases: z.array(phase),
  milestones: z.array(
    z.strictObject({
      id: z.string(),
      phases: z.array(z.strictObject({ phase: z.string(), verb: z.enum(['starts', 'advances', 'closes']), line })),
    }),
  ),
  findings: z.array(
    z.strictObject({
      id: z.string(),
      severity: z.enum(['P0', 'P1', 'P2', 'P3']).nullable(),
      title: z.string(),
      location: z.string(),
      state: z.enum(['open', 'fixed', 'deferred', 'by-design']),
      line,
    }),
  ),
  unparsed: z
    .array(z.strictObject({ line, endLine: line, reason: z.string() }))
    .describe('What looks like a part of the plan but cannot be read for certain.'),
  problems: diagnosticsSchema.describe('What keeps the plan from being carried out, if it is an error.'),
});
export type PlanJson = z.infer<typeof planSchema>;
