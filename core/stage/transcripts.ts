import { join } from 'node:path';
import type { StageContext } from './context.ts';

/** The transcripts of a loop's agent calls, as artifacts of its result. */
export async function transcripts(context: StageContext, stage: string): Promise<[string, string][]> {
  const folder = join(context.phase.state, 'transcripts', stage);
  const entries = await context.host.files.list(folder);
  const names = entries.map((entry) => entry.name).toSorted();
  return await Promise.all(
    names.map(async (name): Promise<[string, string]> => [
      `transcripts/${name}`,
      (await context.host.files.read(join(folder, name))) ?? '',
    ]),
  );
}
