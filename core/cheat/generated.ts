import type { Source } from './change.ts';

/** Whether a file says that a tool has made it, and lies or is named as such files are: nobody writes what is in it. */
export function isGenerated({ lines }: Source, path: string): boolean {
  return ofTools.test(path) && lines.slice(0, 10).some((line) => header.test(line));
}

const ofTools =
  /(?:^|\/)(?:generated|__generated__|gen|autogen)\/|_pb2(?:_grpc)?\.pyi?$|[._-](?:pb|gen|generated|g)\.\w+$/i;
const header = /@generated\b|\b(?:auto-?)?generated\b|\bDO NOT EDIT\b/i;
