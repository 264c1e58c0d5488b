/** The configuration of the lint, relative to the repository root. It may be absent. */
export const configPath = 'phasewright.lint.json';
