/**
 * Whether a task may change what decides how it is judged: only what it names itself, file by file. A glob or a folder says
 * where work goes, and nobody who writes one thinks of the tests and settings that lie there.
 */
export function mayChange(files: readonly string[], path: string): boolean {
  return files.includes(path);
}
