import { formatFiles, globAsync, logger, readNxJson, updateNxJson, type Tree } from '@nx/devkit';
import {
  choosePlans,
  formatOfPlace,
  formatsIn,
  placedFormats,
  planGlob,
  type PlacedFormat,
} from '../../core/plan/find.ts';
import { readPlan } from '../../core/plan/read.ts';

interface Options {
  readonly implementer?: string;
  readonly reviewer?: string;
  readonly formats?: readonly PlacedFormat[];
}

/**
 * Registers the plugin in `nx.json`, and the systems whose plans it finds. Run by `nx add phasewright`; doing it twice changes
 * nothing, and tells what could be added.
 */
export default async function initGenerator(tree: Tree, options: Options): Promise<void> {
  const nxJson = readNxJson(tree) ?? {};
  const plugins = nxJson.plugins ?? [];
  const there = plugins.find((plugin) => (typeof plugin === 'string' ? plugin : plugin.plugin) === 'phasewright');
  const found = await plansIn(tree);
  if (there === undefined) {
    const formats = options.formats ?? [...found.keys()];
    const written = {
      ...agent('implementer', options.implementer),
      ...agent('reviewer', options.reviewer),
      ...(formats.length > 0 && { formats }),
    };
    updateNxJson(tree, { ...nxJson, plugins: [...plugins, { plugin: 'phasewright', options: written }] });
    tell(found, 'Found, and looked at from now on');
  } else {
    const known = formatsIn(typeof there === 'string' ? undefined : (there.options as Options | undefined)?.formats);
    const missing = [...found].filter(([format]) => !known.includes(format));
    tell(new Map(missing), 'Found, and not looked at; add them to the option "formats" in nx.json, if they are to be');
  }
  await formatFiles(tree);
}

/** Plans of other systems, by format. */
async function plansIn(tree: Tree): Promise<ReadonlyMap<PlacedFormat, readonly string[]>> {
  const found = new Map<PlacedFormat, string[]>();
  for (const path of choosePlans(await globAsync(tree, [planGlob]), placedFormats)) {
    const format = formatOfPlace(path);
    // Many a project keeps other lists at such a place.
    if (format === undefined || readPlan(path, tree.read(path, 'utf8') ?? '').format !== format) continue;
    found.set(format, [...(found.get(format) ?? []), path]);
  }
  return found;
}

function tell(found: ReadonlyMap<PlacedFormat, readonly string[]>, what: string): void {
  if (found.size === 0) return;
  const lines = [...found].map(([format, paths]) => `  ${format}: ${paths.toSorted().join(', ')}`);
  logger.info([`${what}:`, ...lines].join('\n'));
}

/** An agent that is known by its name, or a program with its arguments, separated by blanks. */
function agent(role: string, written: string | undefined): object {
  if (!written) return {};
  if (written === 'claude' || written === 'codex') return { [role]: written };
  return { [role]: { driver: 'command', command: written.trim().split(/\s+/) } };
}
