import { relative, resolve, sep } from 'node:path';
import { nodeFiles } from '../core/host/node-files.ts';
import { planJson } from '../core/plan/plan-json.ts';
import { readPlan } from '../core/plan/read.ts';
import { readArgs, UsageError } from './usage-error.ts';

const usage = `phasewright plan FILE [--json]

Reads a plan of any format, anywhere, and shows what can be read in it for certain: its phases with their tasks and exit
criteria, its problems, and what could not be read.

  --json       all of it, by the schema phasewright/plan.schema.json
  -h, --help   this text

Exit code: 0 if the file could be read, problems or not (\`phasewright lint\` judges them); 2 if it could not.
`;

export async function run(args: readonly string[]): Promise<number> {
  const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = readArgs({ args: [...args], allowPositionals: true, options }, usage);
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0)
    throw new UsageError(`Unexpected number of files (${positionals.length}), expected one.`, usage);
  const path = resolve(file);
  const text = await nodeFiles.read(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EISDIR') return undefined;
    throw error;
  });
  if (text === undefined) {
    process.stderr.write(`Unexpected path "${file}", expected a file: there is none, or a folder.\n`);
    return 2;
  }
  const plan = readPlan(relative(process.cwd(), path).replaceAll(sep, '/'), text);
  if (values.json === true) {
    process.stdout.write(`${JSON.stringify(planJson(plan), null, 2)}\n`);
  } else {
    const { planOverview } = await import('./plan-overview.ts');
    process.stdout.write(planOverview(plan));
  }
  return 0;
}
