import { isTestFile } from '../review/test-file.ts';
import { languageOf } from './language.ts';
import type { Source } from './change.ts';

/** A line that declares a test, or says that one is off, in a language that is read neither by grammar nor as Go or Rust. */
export interface Mark {
  readonly line: number;
  /** `@Disabled`, `xit`; of a test the whole line. */
  readonly text: string;
}

/** Tests of JUnit, xUnit, NUnit, PHPUnit, RSpec, GoogleTest, XCTest and their like. */
export function markedTests(source: Source, path: string): Mark[] {
  return marksOf(source, path, declaring);
}

/** What keeps some of them from running. */
export function marksOff(source: Source, path: string): Mark[] {
  return marksOf(source, path, off);
}

function marksOf({ lines }: Source, path: string, pattern: RegExp): Mark[] {
  if (languageOf(path) !== undefined || !isTestFile(path)) return [];
  return lines.flatMap((line, index) => {
    const found = /^\s*(?:\/\/|#(?!\[)|\*)/.test(line) ? undefined : pattern.exec(line)?.[0].trim();
    return found === undefined ? [] : [{ line: index + 1, text: found }];
  });
}

const declaring =
  /@(?:Test|ParameterizedTest|RepeatedTest|Property)\b|\[(?:Fact|Theory|Test|TestCase|TestMethod|DataTestMethod)\b|#\[Test\]|\bfunction test\w*\(|\bfunc test\w*\(|^\s*(?:it|specify|scenario|example|test)[ (]+["'].*|^\s*def test_\w+|\bTEST(?:_F|_P|_CASE)?\(.*|^\s*@test\b.*|^\s*Scenario(?: Outline)?:.*/;

const off =
  /@(?:Disabled|Ignore)\b|\[(?:Ignore|Explicit)\b|\bSkip\s*=\s*"|\bmarkTest(?:Skipped|Incomplete)\b|^\s*x(?:it|describe|context|specify|scenario)\b|^\s*(?:skip|pending)\b|\bGTEST_SKIP\b|\bDISABLED_\w+|\bXCTSkip\w*|@tag :?skip\b|^\s*@(?:skip|wip|ignore)\b/;
