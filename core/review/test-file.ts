import { posix } from 'node:path';

/**
 * Whether a file is there for tests: they, their data and snapshots, and what they share. A folder makes one only where
 * its name means nothing else: `src/spec` and `core/spec` hold what a project is about.
 */
export function isTestPath(path: string): boolean {
  return isTestFile(path) || ofTests.test(path) || besideTests.test(path);
}

/** Whether the usual runner of its language takes a file of this name for one with tests in it. */
export function isTestFile(path: string): boolean {
  return hasTestName(path) || (!ofHelpers.test(path) && takenByFolder.some((one) => one.test(path)));
}

/** The same by the name of the file alone, wherever it lies. */
export function hasTestName(path: string): boolean {
  return !ofShippedJava.test(path) && testNames.some((one) => one.test(posix.basename(path)));
}

const testNames: readonly RegExp[] = [
  // JavaScript and TypeScript: vitest, jest, jasmine, node:test, playwright, cypress; `test-d` holds tests of types.
  /^.+[._-](?:test|spec|cy)(?:-d)?\.[cm]?[jt]sx?$/,
  /^test(?:-.+)?\.[cm]?[jt]s$/,
  /[a-z0-9]Spec\.[cm]?js$/,
  // Python: pytest, unittest, Django.
  /^(?:test_.+|.+_test|tests?)\.py$/,
  // Rust: modules of their own.
  /^(?:test_.+|.+_tests?|tests?)\.rs$/,
  // Go, Ruby, Dart, Elixir, Clojure, Lua.
  /_test\.(?:go|rb|dart|exs|cljc?|cljs)$/,
  /^(?:test_.+\.rb|.+_spec\.(?:rb|lua))$/,
  // C and C++: GoogleTest, Catch2.
  /^(?:test_.+|.+_(?:unit|browser|api)?tests?|.*[a-z0-9]Tests?)\.(?:c|cc|cpp|cxx|mm?)$/,
  // The JVM: JUnit, Spock, ScalaTest.
  /^(?:.*[A-Za-z0-9](?:Tests?|TestCase|IT|Spec|Suite)|Test[A-Z].*)\.(?:java|kts?|scala|groovy)$/,
  // .NET, PHP, Swift, Haskell.
  /[A-Za-z0-9](?:Tests?|Specs?)\.(?:cs|fs|vb)$/,
  /[A-Za-z0-9](?:Test|Cest)\.php$/,
  /[A-Za-z0-9]Tests?\.swift$/,
  /[A-Za-z0-9](?:Spec|Test)\.hs$/,
  // Shells, and what is written in words.
  /\.(?:bats|feature)$/,
];

/** What Maven and Gradle take into the program itself, whatever its name. */
const ofShippedJava = /(?:^|\/)src\/main\//;

/** Files that a runner takes because of where they lie: jest, node:test and mocha, cargo, prove. */
const takenByFolder: readonly RegExp[] = [
  /(?:^|\/)__tests__\/.*\.[cm]?[jt]sx?$/,
  /(?:^|\/)test\/.*\.[cm]?js$/,
  /(?:^|\/)tests\/.*\.rs$/,
  /(?:^|\/)t\/.*\.t$/,
];

/** Not so what tests share, as far as its name tells. */
const ofHelpers =
  /\/(?:(?:test[-_.]?)?(?:helpers?|utils?|setup|teardown|fixtures?|support|mocks?|stubs?|common|data|snapshots)(?:\/|\.[^/]*$)|__(?:fixtures|mocks|snapshots)__\/)/;

const ofTests =
  /(?:^|\/)(?:[Tt]ests?|__(?:tests|mocks|snapshots|fixtures)__|testdata|[\w.-]+\.(?:Unit|Integration)?Tests?)\//;

/** `conftest.py` and its like; and folders at the top of a repository or a package. */
const besideTests =
  /(?:^|\/)conftest\.py$|\.(?:snap|ambr)$|\.approved\.\w+$|^(?:(?:apps|libs|packages|crates|services)\/[^/]+\/)?(?:(?:e2e|cypress|fixtures)\/|spec\/(?:.*\.rb$|support\/|helpers\/|fixtures\/))|^(?:apps\/)?[^/]+-e2e\//;
