import { join } from 'node:path';
import type { StageContext } from './context.ts';

/** Which loop's: a stage, and the key of the result that it is to make. */
interface Loop {
  readonly stage: string;
  readonly key: string;
}

/** Keeps what an agent was told and what it printed, of one call. */
export async function keepTranscript(context: StageContext, loop: Loop, call: string, text: string): Promise<void> {
  await context.host.files.write(join(folderOf(context, loop), `${call}.txt`), text);
}

/** The transcripts of a loop's agent calls, as artifacts of its result. */
export async function transcripts(context: StageContext, loop: Loop): Promise<[string, string][]> {
  const folder = folderOf(context, loop);
  const names = (await context.host.files.list(folder)).map((entry) => entry.name).toSorted();
  const texts = await Promise.all(names.map(async (name) => (await context.host.files.read(join(folder, name))) ?? ''));
  return names.map((name, index) => [`transcripts/${name}`, texts[index] ?? '']);
}

function folderOf(context: StageContext, loop: Loop): string {
  return join(context.phase.state, 'transcripts', `${loop.stage}-${loop.key.slice(0, 12)}`);
}
