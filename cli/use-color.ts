/** Whether what goes to standard output may be coloured, as terminals and people ask for it. */
export function useColor(): boolean {
  const { stdout, env } = process;
  return (stdout.isTTY || (env['FORCE_COLOR'] ?? '0') !== '0') && !env['NO_COLOR'];
}
