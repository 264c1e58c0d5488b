import { createInterface } from 'node:readline';
import { nodeHost } from '../../core/host/node-host.ts';
import { openJournal } from '../../core/journal/journal.ts';

/*
 * A process that wants to write a journal: `writer.ts <path>`. It says that it is ready, tries when it gets a line, says
 * what came of it, and lives on until its standard input ends.
 */
const [path] = process.argv.slice(2) as [string];
const lines = createInterface({ input: process.stdin });
lines.once('line', () => {
  void openJournal(nodeHost(), path).then((opened) =>
    print(opened.ok ? { pid: process.pid } : { pid: process.pid, failure: opened.failure }),
  );
});
lines.once('close', () => process.exit());
print('ready');

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
