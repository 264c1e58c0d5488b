import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { argumentsOf, chainOf } from '../chain.ts';
import { newMarkers, type Marker } from '../markers.ts';
import { plainExits } from '../plain-exits.ts';
import type { Syntax, SyntaxNode } from '../syntax.ts';
import { isTestFile } from '../../review/test-file.ts';

/**
 * A test, what tests share, or what runs them, that ends the process: a runner that ends with 0 has not failed, whatever
 * was left to run. Outside of tests it is a question: a program may end.
 *
 * @example A test ends the runner.
 *
 *     --- test/setup.ts
 *     + process.exit(0);
 *     --- tests/conftest.py
 *     + import os
 *     +
 *     + def pytest_sessionfinish(session, exitstatus):
 *     +     os._exit(0)
 *     === test/setup.ts:1 Unexpected end of the process in what tests run, expected the runner to say how they went
 *     === tests/conftest.py:4 Unexpected end of the process in what tests run, expected the runner to say how they went
 *
 * @example Whatever ends the process, it ends well.
 *
 *     --- test/setup.ts
 *     + process.on('exit', () => process.reallyExit(0));
 *     === test/setup.ts:1 Unexpected end of the process in what tests run, expected the runner to say how they went
 *
 * @example By whatever name.
 *
 *     --- test/a.test.ts
 *     + import { exit } from 'node:process';
 *     + afterAll(() => exit(0));
 *     --- test/b.test.ts
 *     + globalThis.process.exit(0);
 *     --- test/c.test.ts
 *     + process['exit'](0);
 *     --- test/d.test.ts
 *     + const { exit: end } = process;
 *     + end();
 *     === test/a.test.ts:2 Unexpected end of the process in what tests run, expected the runner to say how they went
 *     === test/b.test.ts:1 Unexpected end of the process in what tests run, expected the runner to say how they went
 *     === test/c.test.ts:1 Unexpected end of the process in what tests run, expected the runner to say how they went
 *     === test/d.test.ts:2 Unexpected end of the process in what tests run, expected the runner to say how they went
 *
 * @example What runs the tests ends well, whatever came of them.
 *
 *     --- checks/run.py
 *       import unittest
 *     - unittest.TextTestRunner().run(suite)
 *     + try:
 *     +     unittest.TextTestRunner().run(suite)
 *     + finally:
 *     +     sys.exit(0)
 *     === checks/run.py:5 Unexpected end of the process in what tests run, expected the runner to say how they went
 *
 * @example A program in another language ends well: no runner there says by itself that its tests did not end.
 *
 *     --- src/queue.rs
 *     + pub fn push() { std::process::exit(0) }
 *     --- queue/queue.go
 *     + func Push() { os.Exit(0) }
 *     --- src/Queue.java
 *     + void push() { System.exit(0); }
 *     --- lib/queue.rb
 *     + at_exit { exit!(0) }
 *     --- src/queue.php
 *     + exit(0);
 *     --- src/queue.c
 *     + void push(void) { _exit(EXIT_SUCCESS); }
 *     === lib/queue.rb:1 Unexpected end of the process with exit code 0, whatever came before
 *     === queue/queue.go:1 Unexpected end of the process with exit code 0, whatever came before
 *     === src/Queue.java:1 Unexpected end of the process with exit code 0, whatever came before
 *     === src/queue.c:1 Unexpected end of the process with exit code 0, whatever came before
 *     === src/queue.php:1 Unexpected end of the process with exit code 0, whatever came before
 *     === src/queue.rs:1 Unexpected end of the process with exit code 0, whatever came before
 *
 * @example There as well it may end with what came of it.
 *
 *     --- src/main.rs
 *     + fn main() { std::process::exit(run()) }
 *     --- main.go
 *     + // os.Exit(0) would be no answer
 *     + func main() { os.Exit(run()) }
 *
 * @example A setup that fails when it is interrupted, and help of what runs tests.
 *
 *     --- test/setup.ts
 *     + process.on('SIGINT', () => process.exit(130));
 *     --- checks/run.py
 *     + if __name__ == "__main__":
 *     +     sys.exit(not unittest.TextTestRunner().run(suite).wasSuccessful())
 *
 * @example A program ends with an exit code of its own.
 *
 *     --- src/cli.ts
 *     + process.exit(run(process.argv));
 *     --- src/main.py
 *     + if __name__ == "__main__":
 *     +     sys.exit(main())
 */
export const earlyExit = defineCheat({
  id: 'early-exit',
  verdict: 'block',
  look(change, see) {
    for (const { path, line, kind } of newMarkers(change, exits)) {
      const isTest = kind.endsWith(inTests);
      const message = isTest
        ? 'Unexpected end of the process in what tests run, expected the runner to say how they went'
        : 'Unexpected end of the process with exit code 0, whatever came before';
      see({ path, line, message, ...(isTest ? {} : { verdict: 'flag' }) });
    }
  },
});

const inTests = ' in tests';

function exits({ syntax, text, lines }: Source, path: string): Marker[] {
  if (!syntax) return plainExits(path, lines);
  // What lies beside tests may be a program that they start.
  const isTest =
    isTestFile(path) || /(?:^|\/)(?:conftest\.py|(?:[\w.-]+\.)?(?:global-?)?setup\.[cm]?[jt]s)$/i.test(path);
  const isRunner = running.test(text);
  const isOwn = exitsByName(text);
  return syntax
    .nodes('CallExpression')
    .flatMap((node) => exitAt(syntax, node, { isTest: isTest || (isRunner && !isAsked(node)), isOwn }));
}

/** What runs tests itself, as a program of the project. */
const running = /\bTextTestRunner\(|\bpytest\.main\(|\bunittest\.main\(|\bstartVitest\(|\brunCLI\(|\bnew Mocha\(/;

/** The names that a file has for the exit of Node: `import { exit as end } from 'node:process'`, `const { exit } = process`. */
function exitsByName(text: string): (name: string) => boolean {
  const taken =
    /\{([^{}]*)\}\s*(?:from\s*['"](?:node:)?process['"]|=\s*(?:globalThis\.|global\.)?process\b|=\s*(?:await import|require)\(['"](?:node:)?process['"]\))/g;
  const names = [...text.matchAll(taken)].flatMap(([, list = '']) =>
    [...list.matchAll(/\b(?:exit|reallyExit)\b(?:\s*(?:as|:)\s*(\w+))?/g)].map(([all, as]) => as ?? all),
  );
  return (name) => names.includes(name);
}

interface Where {
  readonly isTest: boolean;
  readonly isOwn: (name: string) => boolean;
}

function exitAt(syntax: Syntax, node: SyntaxNode, { isTest, isOwn }: Where): Marker[] {
  const name = chainOf(syntax, node).join('.');
  if (!ending[syntax.grammar].test(name) && !isOwn(name)) return [];
  const [code] = argumentsOf(node);
  const isGood = !code || /^(?:0|None|False|os\.EX_OK)$/.test(syntax.textOf(code));
  return isGood ? [{ line: syntax.lineOf(node), kind: isTest ? `${name}${inTests}` : name }] : [];
}

/** Whether it depends on something, as help for those who ask for it does. */
function isAsked(node: SyntaxNode): boolean {
  for (let at = node.parent; at; at = at.parent) if (at.name === 'IfStatement') return true;
  return false;
}

const ending: Readonly<Record<Syntax['grammar'], RegExp>> = {
  script: /^(?:(?:globalThis\.|global\.)?process\.(?:exit|reallyExit)|Deno\.exit|Bun\.exit)$/,
  python: /^(?:sys\.exit|os\._exit|exit|quit)$/,
};
