/** Whether a command runs tests and nothing else, so that its output has to say how many. */
export function runsTests(command: readonly string[]): boolean {
  if (command.some((word) => /^--pass-?with-?no-?tests/i.test(word))) return true;
  if (command.some((word) => asksOnly.has(word))) return false;
  const words = command.map(programName);
  return words.some((word, index) => {
    const behind = words.slice(index + 1);
    if (always.has(word)) return behind[0] === undefined || !others.get(word)?.includes(behind[0]);
    if (interpreters.test(word) && behind.includes('--test')) return true;
    return behind.some((goal) => goals.get(word)?.test(goal));
  });
}

/** The last part of the path of a program, without what only says how it is started. Other paths name no program. */
function programName(word: string, index: number): string {
  const isProgram = index === 0 || /(?:^|[\\/])\.?bin[\\/]|^\.[\\/][^\\/]+$/.test(word);
  const name = isProgram ? word.replace(/^.*[\\/](?=[^\\/])/, '') : word;
  return name.replace(/\.(?:[cm]?js|py|phar|exe|bat|cmd)$/, '');
}

/** They say something about the program, or how to call it. */
const asksOnly: ReadonlySet<string> = new Set(['--version', '--help']);

/** Whatever else is said: `npx vitest run`, `python3 -m pytest`, `vendor/bin/phpunit`. */
const always: ReadonlySet<string> = new Set(
  (
    'vitest jest mocha ava tap tape jasmine pytest py.test unittest nose2 nextest gotestsum ' +
    'rspec minitest phpunit pest paratest ctest prove busted bats'
  ).split(' '),
);

/** What a test program does besides. */
const others: ReadonlyMap<string, readonly string[]> = new Map([['vitest', ['bench', 'list', 'init']]]);

const interpreters = /^(?:node|tsx|ts-node)$/;

/** Programs that do more than one thing, and the words behind them by which they test. */
const goals: ReadonlyMap<string, RegExp> = new Map([
  ...['cargo', 'go', 'dotnet', 'swift', 'bun', 'deno', 'mix', 'sbt', 'bazel', 'bazelisk', 'dart', 'flutter'].map(
    (program) => [program, /^test$/] as const,
  ),
  ...['xcodebuild', 'forge', 'zig', 'rails', 'artisan', 'manage', 'django', 'playwright'].map(
    (program) => [program, /^test$/] as const,
  ),
  ...['mvn', 'mvnw', 'mvnd'].map(
    (program) => [program, /^(?:test|verify|integration-test|(?:surefire|failsafe):\S+)$/] as const,
  ),
  ...['gradle', 'gradlew'].map((program) => [program, /^(?:\S+:)?(?:test|:test|\w*(?:Test|Tests))$/] as const),
  ['cypress', /^run$/],
]);
