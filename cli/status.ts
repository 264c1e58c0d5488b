import { describeFailure } from '../core/failure.ts';
import { nodeHost } from '../core/host/node-host.ts';
import { lookAtOthers } from '../core/stage/status/look-at-others.ts';
import { readStatus } from '../core/stage/status/read-status.ts';
import type { Status } from '../core/stage/status/status.ts';
import { statusText } from './status-text.ts';
import { readArgs } from './usage-error.ts';
import { useColor } from './use-color.ts';
import { watch } from './watch.ts';

const usage = `phasewright status [--json] [--watch] [--fetch]

Shows the phases that were begun in this repository: how far each is, what each of its tasks does, since when and by whom,
what it has cost, and the questions that are open, with what can be answered. It reads refs, journals and accounts; it writes
nothing, takes no lock, and can be called at any time.

  --json       all of it, by the schema phasewright/status.schema.json
  --fetch      asks the remotes of shared phases first who holds claims there; without it that is as the last run has seen it
  --watch      again whenever something has changed, until Ctrl-C; with --json one line each time
  -h, --help   this text

Exit code: 0; 1 where there is no repository.
`;

export async function run(args: readonly string[]): Promise<number> {
  const options = {
    json: { type: 'boolean' },
    watch: { type: 'boolean' },
    fetch: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const { values } = readArgs({ args: [...args], options }, usage);
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const host = nodeHost();
  const folder = process.cwd();
  if (values.fetch === true) {
    const looked = await lookAtOthers(host, folder);
    if (!looked.ok) process.stderr.write(`${describeFailure(looked.failure)}\n`);
  }
  const first = await readStatus(host, folder);
  if (!first.ok) {
    process.stderr.write(`${describeFailure(first.failure)}\n`);
    return 1;
  }
  const isJson = values.json === true;
  if (values.watch !== true) {
    process.stdout.write(isJson ? `${JSON.stringify(first.value, null, 2)}\n` : textOf(first.value));
    return 0;
  }
  let last = first.value;
  await watch(host, async () => {
    const now = await readStatus(host, folder);
    // A repository that cannot be read at this moment is as it was.
    if (now.ok) last = now.value;
    return isJson ? `${JSON.stringify(last)}\n` : textOf(last);
  });
  return 0;
}

function textOf(status: Status): string {
  return statusText(status, { color: useColor(), columns: Math.min(process.stdout.columns ?? 100, 140) });
}
