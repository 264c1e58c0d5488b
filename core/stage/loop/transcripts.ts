import { join } from 'node:path';
import type { Host } from '../../host/host.ts';
import type { StageContext } from '../context.ts';

/** Which loop's: a stage, and the key of the result that it is to make. */
interface Loop {
  readonly stage: string;
  readonly key: string;
}

/** Keeps what an agent was told and what it printed, of one turn of a loop. */
export async function keepTranscript(context: StageContext, loop: Loop, call: string, text: string): Promise<void> {
  await addTranscript(context.host, folderOf(context, loop), call, text);
}

/**
 * Writes one turn to a file of its own, and answers with its path. Turns of the same round and attempt, as after an answer
 * by a person or a failure, lie beside each other: `1-1-implementer.txt`, `1-1-implementer-2.txt`.
 */
export async function addTranscript(host: Host, folder: string, call: string, text: string): Promise<string> {
  const taken = new Set((await host.files.list(folder)).map((entry) => entry.name));
  let name = `${call}.txt`;
  for (let turn = 2; taken.has(name); turn += 1) name = `${call}-${turn}.txt`;
  const path = join(folder, name);
  await host.files.write(path, text);
  return path;
}

/** The transcripts of a loop's agent calls, as artifacts of its result. */
export async function transcripts(context: StageContext, loop: Loop): Promise<[string, string][]> {
  const folder = folderOf(context, loop);
  const names = (await context.host.files.list(folder)).map((entry) => entry.name).toSorted();
  const texts = await Promise.all(names.map(async (name) => (await context.host.files.read(join(folder, name))) ?? ''));
  return names.map((name, index) => [`transcripts/${name}`, texts[index] ?? '']);
}

/** Keeps the transcripts that another machine has left with a loop. */
export async function keepTheirTranscripts(
  context: StageContext,
  loop: Loop,
  artifacts: ReadonlyMap<string, string>,
): Promise<void> {
  const { files } = context.host;
  const folder = folderOf(context, loop);
  const here = new Set((await files.list(folder)).map(({ name }) => name));
  for (const [path, text] of artifacts) {
    const name = /^transcripts\/([^/]+)$/.exec(path)?.[1];
    if (name !== undefined && !here.has(name)) await files.write(join(folder, name), text);
  }
}

function folderOf(context: StageContext, loop: Loop): string {
  return join(context.phase.state, 'transcripts', `${loop.stage}-${loop.key.slice(0, 12)}`);
}
