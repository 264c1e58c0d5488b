import { readBlobs } from '../../git/read-blobs.ts';
import type { Git } from '../../git/git.ts';
import type { Host } from '../../host/host.ts';

/** A stored result, and the text of its record. */
export interface SeenResult {
  readonly ref: string;
  readonly commit: string;
  readonly stage: string;
  readonly key: string;
  readonly record: string;
}

/** The results of all stages of all phases, whatever their keys. */
export async function seeResults(host: Host, git: Git): Promise<SeenResult[]> {
  // One field for both: older gits mix up the trailers of one format.
  const format = '%(refname)%00%(objectname)%00%(contents:trailers:only)%00';
  const listed = await git.text(['for-each-ref', `--format=${format}`, 'refs/phasewright/']);
  const fields = listed.split('\0').map((field) => field.trim());
  const rows = Array.from({ length: Math.floor(fields.length / 3) }, (_, index) => {
    const [ref = '', commit = '', trailers = ''] = fields.slice(index * 3);
    return { ref, commit, stage: valueOf(trailers, 'Stage'), key: valueOf(trailers, 'Key') };
  }).filter(({ ref, stage, key }) => ref.includes('/result/') && stage !== '' && key !== '');
  const records = await readBlobs(
    host,
    git,
    rows.map(({ commit }) => `${commit}:record.json`),
  );
  return rows.flatMap((row, index) => {
    const record = records[index];
    return record === undefined ? [] : [{ ...row, record }];
  });
}

function valueOf(trailers: string, name: 'Stage' | 'Key'): string {
  const line = trailers.split('\n').find((one) => one.startsWith(`Phasewright-${name}: `));
  return line?.slice(`Phasewright-${name}: `.length) ?? '';
}
