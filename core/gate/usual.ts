/** Targets that are gates where the option names none. */
export const usualGates: readonly string[] = ['typecheck', 'lint', 'build', 'test'];
