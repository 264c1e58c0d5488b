import { join } from 'node:path';
import { openJournal, readJournal } from '../../journal/journal.ts';
import type { Finding } from './finding.ts';
import type { Look } from './look.ts';

/**
 * Journals that end in the middle of a record: a process was killed, or the disk was full, while it wrote. What is torn was
 * never acted on. A journal that is wrong anywhere else is told with the record, and left as it is. While a run is at work
 * on the phase the last record may be on its way.
 */
export async function journalTails({ host, phases }: Look): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { plan, slug, state, isAtWork } of phases) {
    if (isAtWork || state === undefined) continue;
    const folder = join(state, 'journal');
    for (const { name } of await host.files.list(folder)) {
      if (!name.endsWith('.jsonl')) continue;
      const path = join(folder, name);
      const text = (await host.files.read(path)) ?? '';
      const read = readJournal(text, path);
      const about = { kind: 'journal-tail', of: { plan, phase: slug }, name: path } as const;
      if (!read.ok)
        findings.push({ ...about, says: read.failure.message, advice: 'Its loop stops until that is done.' });
      else if (read.value.whole !== text) {
        const torn = text.slice(read.value.whole.length);
        findings.push({
          ...about,
          says: `It ends in the middle of record ${read.value.entries.length + 1}, after ${torn.length} characters of it.`,
          repair: {
            does: `takes them off, and keeps them in ${path}.torn`,
            async carryOut() {
              if ((await host.files.read(path)) !== text) return { done: false, says: 'it has changed meanwhile' };
              await host.files.append(`${path}.torn`, `${torn}\n`);
              // It drops what is torn, as the next run would.
              const opened = await openJournal(host, path);
              if (!opened.ok) return { done: false, says: opened.failure.message };
              await opened.value.close();
              return { done: true, says: `ends with record ${opened.value.entries.length}` };
            },
          },
        });
      }
    }
  }
  return findings;
}
