/** Whether a code span names a test rather than a program: `test_should_x`, `FooTest`, `a.test.ts`, `tests/cli.rs`. */
export function isTestName(code: string): boolean {
  return code.length <= 300 && testName.test(code);
}

const testName = new RegExp(
  [
    // Python, Rust, C; with the path of its file or module.
    String.raw`^(?:[\w./:-]+::)?(?:test_\w+|(?!run_)\w+_test)$|(?:^|::)tests?::\w+$`,
    // Go, Java, C#, Swift.
    String.raw`^[Tt]est[A-Z]\w*(?:\(\))?$|^[A-Z]\w*(?:Tests?|Spec|IT)(?:[.#]\w+(?:\(\))?)?$`,
    // A file of tests. One that starts with ./ is a program.
    String.raw`^(?!\./)[\w./-]+[._-](?:test|spec)\.[a-z]{1,4}$`,
    String.raw`^(?!\./)(?:[\w./-]+/)?(?:tests?/[\w./-]+|test_\w+)\.(?:rs|tsx?|jsx?|py|go|rb|java|kt|cs|swift)$`,
  ].join('|'),
);
