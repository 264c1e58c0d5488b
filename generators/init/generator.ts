import { formatFiles, readNxJson, updateNxJson, type Tree } from '@nx/devkit';

interface Options {
  readonly implementer?: string;
  readonly reviewer?: string;
}

/** Registers the plugin in `nx.json`. Run by `nx add phasewright`; doing it twice changes nothing. */
export default async function initGenerator(tree: Tree, options: Options): Promise<void> {
  const nxJson = readNxJson(tree) ?? {};
  const plugins = nxJson.plugins ?? [];
  const isThere = plugins.some((plugin) => (typeof plugin === 'string' ? plugin : plugin.plugin) === 'phasewright');
  if (!isThere) {
    const agents = { ...agent('implementer', options.implementer), ...agent('reviewer', options.reviewer) };
    updateNxJson(tree, { ...nxJson, plugins: [...plugins, { plugin: 'phasewright', options: agents }] });
  }
  await formatFiles(tree);
}

/** A program with its arguments, separated by blanks. */
function agent(role: string, command: string | undefined): object {
  return command ? { [role]: { driver: 'command', command: command.trim().split(/\s+/) } } : {};
}
