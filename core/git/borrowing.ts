import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { git, type Git } from './git.ts';

/** A new bare repository that finds the objects of another one as well, and borrows them for as long as that is there. */
export async function borrowing(host: Host, from: Git, folder: string): Promise<Git> {
  await host.files.makeFolder(folder);
  const made = git(host, folder);
  const format = await from.text(['rev-parse', '--show-object-format']);
  await made.text(['init', '--quiet', '--bare', `--object-format=${format}`, folder]);
  const objects = await from.text(['rev-parse', '--path-format=absolute', '--git-path', 'objects']);
  await host.files.write(join(folder, 'objects/info/alternates'), `${objects}\n`);
  return made;
}
