import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

/** A prism that checks requests by GitHub's description, and answers those that keep to it with GitHub's examples. */
export interface Prism {
  readonly port: number;
  readonly close: () => Promise<void>;
}

export async function startPrism(): Promise<Prism> {
  const port = await freePort();
  const program = join(
    dirname(createRequire(import.meta.url).resolve('@stoplight/prism-cli/package.json')),
    'dist/index.js',
  );
  const options = ['--errors', '--host', '127.0.0.1', '--port', String(port), '--verboseLevel', 'info'];
  const child = spawn(process.execPath, [program, 'mock', description, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await listening(child);
  return {
    port,
    close: async () => {
      child.kill();
      await ended;
    },
  };
}

const description = join(import.meta.dirname, 'openapi.json');

/** Prism takes no port 0, so that one is looked for that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(child: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('Prism is listening')) resolve();
      });
    }
    child.once('exit', () => reject(new Error(`Prism ended before it listened:\n${said}`)));
  });
}
