import { readFileSync } from 'node:fs';
import { YamlObjectReader } from '@actions/workflow-parser/workflows/yaml-object-reader';
import { z } from 'zod';

/* The rest of GitHub's parser imports JSON in a way that Node itself refuses. */

const inputSchema = z.object({
  description: z.string(),
  required: z.boolean().default(false),
  default: z.string().default(''),
});
const actionSchema = z.object({
  name: z.string(),
  description: z.string(),
  inputs: z.record(z.string(), inputSchema).default({}),
  outputs: z.record(z.string(), z.object({ description: z.string() })).default({}),
});

/** What an `action.yml` says of itself to people. */
export type ActionFile = z.infer<typeof actionSchema>;

/** The `action.yml` of the action in a folder of `actions`, from the root of the project; of the root action, with no folder. */
export function actionPath(folder: string): string {
  return folder === '' ? 'action.yml' : `actions/${folder}/action.yml`;
}

export function readAction(path: string): ActionFile {
  return actionSchema.parse(readYaml(path, readFileSync(path, 'utf8')));
}

/** YAML as JSON has it: strings, numbers, booleans, null, lists and objects. Throws where it is none. */
export function readYaml(path: string, text: string): unknown {
  const reader = new YamlObjectReader(0, text);
  const [error] = reader.errors;
  if (error) throw new Error(`${path}:${error.range?.start.line ?? 1}: ${error.message}`);
  reader.validateStart();
  return valueOf(reader);
}

function valueOf(reader: YamlObjectReader): unknown {
  if (reader.allowSequenceStart()) {
    const items: unknown[] = [];
    while (!reader.allowSequenceEnd()) items.push(valueOf(reader));
    return items;
  }
  if (reader.allowMappingStart()) {
    const pairs: [string, unknown][] = [];
    while (!reader.allowMappingEnd()) pairs.push([String(reader.allowLiteral()), valueOf(reader)]);
    return Object.fromEntries(pairs);
  }
  const literal = reader.allowLiteral();
  if (!literal) throw new Error('Internal error: a document of YAML ends before its end');
  return literal.toJSON();
}
