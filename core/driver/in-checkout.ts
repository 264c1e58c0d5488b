import type { Tests } from '../result/tests.ts';

/** Tests with their files as git names them; runners report those of the machine, and earlier releases kept these. */
export function inCheckout(tests: Tests, root: string): Tests {
  const names = tests.names?.map((test) =>
    test.file?.startsWith(`${root}/`) ? { ...test, file: test.file.slice(root.length + 1) } : test,
  );
  return { ...tests, ...(names && { names }) };
}
