import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { scriptSchema } from '../core/agent/script.ts';
import { configSchema } from '../core/lint/config.ts';
import { diagnosticsSchema } from '../core/lint/format/json.ts';
import { rules } from '../core/lint/rules.ts';
import { planSchema } from '../core/plan/plan-schema.ts';
import { reportSchema } from '../core/report/report.ts';
import { examinationSchema } from '../core/stage/doctor/finding.ts';
import { toldSchema } from '../core/report/told.ts';
import { statusSchema } from '../core/stage/status/status.ts';

/** Writes the published JSON schemas; with `--check` it only says which of them are out of date, and exits with 1. */
if (import.meta.main) {
  const folder = fileURLToPath(new URL('../schemas', import.meta.url));
  if (process.argv.includes('--check')) {
    const stale = staleSchemas(folder);
    for (const name of stale) console.error(`schemas/${name} is out of date, run: npm run schemas`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    writeSchemas(folder);
  }
}

/** The names of the schema files in `folder` that are missing or say something else than the zod schemas do. */
export function staleSchemas(folder: string): string[] {
  return [...schemaTexts()]
    .filter(([name, text]) => !existsSync(join(folder, name)) || readFileSync(join(folder, name), 'utf8') !== text)
    .map(([name]) => name);
}

export function writeSchemas(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of schemaTexts()) writeFileSync(join(folder, name), text);
}

/** File name to content. */
export function schemaTexts(): Map<string, string> {
  return new Map([
    [
      'diagnostics.schema.json',
      published(z.toJSONSchema(diagnosticsSchema, { target: 'draft-2020-12' }), {
        $id: 'urn:phasewright:diagnostics:1',
        title: 'phasewright diagnostics',
        description: 'What the spec lint says: printed by `phasewright lint --json`, left by the target `spec-lint`.',
      }),
    ],
    [
      'doctor.schema.json',
      published(z.toJSONSchema(examinationSchema, { target: 'draft-2020-12' }), {
        $id: 'urn:phasewright:doctor:1',
        title: 'phasewright doctor',
        description: 'What is wrong in a repository, and what became of it: printed by `phasewright doctor --json`.',
      }),
    ],
    [
      'lint.schema.json',
      published(z.toJSONSchema(configSchema(rules), { target: 'draft-2020-12', io: 'input' }), {
        $id: 'urn:phasewright:lint:1',
        title: 'phasewright.lint.json',
        description: 'Configuration of the spec lint; docs/rules.md says what the rules look for.',
      }),
    ],
    [
      'plan.schema.json',
      published(z.toJSONSchema(planSchema, { target: 'draft-2020-12' }), {
        $id: 'urn:phasewright:plan:1',
        title: 'phasewright plan',
        description: 'A plan as far as it can be read for certain: printed by `phasewright plan --json`.',
      }),
    ],
    [
      'report.schema.json',
      published(z.toJSONSchema(reportSchema, { target: 'draft-2020-12' }), {
        $id: 'urn:phasewright:report:1',
        title: 'phasewright report',
        description: 'The hand-off of one phase of a plan: what was asked, what was done, and what proves it.',
      }),
    ],
    [
      'script.schema.json',
      published(z.toJSONSchema(scriptSchema, { target: 'draft-2020-12', io: 'input' }), {
        $id: 'urn:phasewright:script:1',
        title: 'phasewright agent script',
        description: 'What the scripted agent does, per task, role, round and attempt, for examples and tests.',
      }),
    ],
    [
      'told.schema.json',
      published(z.toJSONSchema(toldSchema, { target: 'draft-2020-12' }), {
        $id: 'urn:phasewright:told:1',
        title: 'phasewright run, told',
        description: 'What came of a run, for the program that has started it: written by `implement-phase --tell`.',
      }),
    ],
    [
      'status.schema.json',
      published(z.toJSONSchema(statusSchema, { target: 'draft-2020-12' }), {
        $id: 'urn:phasewright:status:1',
        title: 'phasewright status',
        description:
          'Phases, tasks, claims, workers, questions and cost of a repository: printed by `phasewright status --json`.',
      }),
    ],
  ]);
}

/** The keywords that tell a reader what the file is come first. */
function published(
  schema: z.core.JSONSchema.BaseSchema,
  head: { $id: string; title: string; description: string },
): string {
  const { $schema, ...rest } = schema;
  return `${JSON.stringify({ $schema, ...head, ...rest }, null, 2)}\n`;
}
