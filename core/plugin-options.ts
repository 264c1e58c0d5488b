/** As far as `nx.json` is looked at. */
export interface NxJson {
  readonly plugins?: readonly (string | { readonly plugin: string; readonly options?: unknown })[];
}

/** The options of our plugin in `nx.json`; undefined where the plugin is not registered. */
export function pluginOptions({ plugins = [] }: NxJson): unknown {
  for (const entry of plugins) {
    const { plugin, options } = typeof entry === 'string' ? { plugin: entry, options: {} } : entry;
    if (plugin === 'phasewright' || /(^|\/)plugins\/plan(\/index\.[jt]s)?$/.test(plugin)) return options ?? {};
  }
  return undefined;
}
