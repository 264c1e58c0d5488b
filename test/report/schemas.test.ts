import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, onTestFinished, test } from 'vitest';
import { reportSchema } from '../../core/report/report.ts';
import { staleSchemas, writeSchemas } from '../../scripts/schemas.ts';
import { sampleReport } from './sample.ts';

const published = fileURLToPath(new URL('../../schemas', import.meta.url));

test('the published schemas say what the zod schemas say', () => {
  expect(staleSchemas(published)).toEqual([]);
});

test('a schema file that differs or is missing is named', () => {
  const folder = temporaryFolder();
  writeSchemas(folder);
  writeFileSync(join(folder, 'report.schema.json'), '{}\n');
  rmSync(join(folder, 'script.schema.json'));

  expect(staleSchemas(folder)).toEqual(['report.schema.json', 'script.schema.json']);
});

test('a report is valid by the published schema and by zod', () => {
  const validate = compile('report.schema.json');
  const report: unknown = JSON.parse(JSON.stringify(sampleReport()));

  expect({ valid: validate(report), errors: validate.errors }).toEqual({ valid: true, errors: null });
  expect(reportSchema.parse(report)).toEqual(report);
});

test('a report with an outcome of its own invention is not valid', () => {
  const validate = compile('report.schema.json');

  expect(validate({ ...sampleReport(), outcome: 'great' })).toBe(false);
});

test('a script needs to name only what differs from the defaults', () => {
  const validate = compile('script.schema.json');

  expect(validate({ turns: [{ role: 'implementer', do: [{ say: 'hello' }] }] })).toBe(true);
  expect(validate({ turns: [{ role: 'implementer', does: [] }] })).toBe(false);
});

function compile(name: string): ReturnType<Ajv2020['compile']> {
  const schema: object = JSON.parse(readFileSync(join(published, name), 'utf8'));
  return new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'schemas-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
