/** The places where a plan is looked for, as a glob for Nx. A plan elsewhere has to be named. */
export const planGlob = '**/{specs/delivery/impl-plan.md,specs/91-impl-plan.md,implementation-plan.toml}';

/** Whether a file stands at one of the known places. The path has forward slashes. */
export function isPlanPath(path: string): boolean {
  return /(?:^|\/)(?:specs\/delivery\/impl-plan\.md|specs\/91-impl-plan\.md|implementation-plan\.toml)$/.test(path);
}

/** The plans among the paths. Where a folder has both places of an impl plan, `specs/delivery/impl-plan.md` wins. */
export function choosePlans(paths: readonly string[]): string[] {
  const plans = paths.filter(isPlanPath);
  const known = new Set(plans);
  return plans.filter((path) => {
    const other = path.replace(/specs\/91-impl-plan\.md$/, 'specs/delivery/impl-plan.md');
    return other === path || !known.has(other);
  });
}
