import { unhandledErrors } from '../host/variables.ts';

/** Whether what a report names as a test is an error that nobody has caught; those of older releases have no words. */
export function isUncaught({ name, file }: { readonly name: string; readonly file?: string | undefined }): boolean {
  return file === undefined && (name === unhandledErrors || name.startsWith(`${unhandledErrors}: `));
}
