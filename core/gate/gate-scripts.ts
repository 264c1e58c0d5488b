import { justfiles, makefiles } from './find/wrappers.ts';
import { surfaceParts } from './surface-parts.ts';
import type { SurfaceChange } from './surface.ts';

/** Paths of a change that the commands of the base's checks name: what runs there is part of what the gate means. */
export function scriptsOfGates({ files, manifest }: SurfaceChange, gates: readonly string[]): string[] {
  const commands = holding.flatMap((path) => {
    const text = manifest(path);
    return text === undefined ? [] : [...(surfaceParts(path, text, gates)?.parts.values() ?? [])];
  });
  const words = new Set(commands.flatMap((command) => command.match(/[\w@./-]+/g) ?? []).map(plain));
  return files.flatMap(({ path, from = path, base }) => (base && words.has(from) ? [from] : []));
}

/** Where commands of a whole repository stand. */
export const holding = ['package.json', 'project.json', 'nx.json', ...makefiles, ...justfiles, 'tox.ini'];

function plain(word: string): string {
  return word.replace(/^\.\//, '');
}
