import { createInterface } from 'node:readline';
import { takeClaim } from '../../core/claim/take-claim.ts';
import { git } from '../../core/git/git.ts';
import { nodeHost } from '../../core/host/node-host.ts';

/*
 * A worker that wants a claim: `racer.ts <repository> <ref> <run>`. It says that it is ready, tries when it gets a line,
 * says what came of it, and lives on until its standard input ends.
 */
const [root, ref, run] = process.argv.slice(2) as [string, string, string];
const host = nodeHost();
const lines = createInterface({ input: process.stdin });
lines.once('line', () => {
  void takeClaim(host, git(host, root), { ref, run }).then((attempt) => print(attempt));
});
lines.once('close', () => process.exit());
print('ready');

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
