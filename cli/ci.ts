import { UsageError } from './usage-error.ts';
import { ci, stages } from '../actions/lib/ci.ts';

const usage = `phasewright ci <stage>

What the actions of phasewright run in a job of GitHub Actions; its inputs are in the environment, see docs/ci.md. In a terminal
use \`nx run <project>:implement-phase\`.

  <stage>      ${Object.keys(stages).join(', ')}
  -h, --help   this text
`;

export async function run([name, ...more]: readonly string[]): Promise<number> {
  if (name === '--help' || name === '-h') {
    process.stdout.write(usage);
    return 0;
  }
  const stage = name !== undefined && Object.hasOwn(stages, name) ? stages[name] : undefined;
  if (!stage || more.length > 0) throw new UsageError(`Unexpected arguments "${[name, ...more].join(' ')}".`, usage);
  return await ci(stage, { env: process.env, write }, process.cwd());
}

function write(text: string): void {
  process.stdout.write(text);
}
