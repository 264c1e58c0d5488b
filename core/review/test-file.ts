/** Whether a file by its name is one of tests. */
export function isTestFile(path: string): boolean {
  return testFile.test(path);
}

const testFile =
  /(?:^|\/)(?:tests?|__tests__|spec|e2e)\/|[._-](?:test|spec)\.[a-z]+$|(?:^|\/)test_[^/]*\.py$|_test\.(?:go|py|rb)$/i;
