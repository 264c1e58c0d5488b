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

/** An agent that is known by its name, or a program with its arguments, separated by blanks. */
function agent(role: string, written: string | undefined): object {
  if (!written) return {};
  if (written === 'claude' || written === 'codex') return { [role]: written };
  return { [role]: { driver: 'command', command: written.trim().split(/\s+/) } };
}
