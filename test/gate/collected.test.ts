import { describe, expect, test } from 'vitest';
import { runsTests } from '../../core/gate/test-programs.ts';
import { collectedTests } from '../../core/gate/collected.ts';

const vitest = (tests: string): string =>
  `\n RUN  v5.1.1 /w\n\n ✓ t/a.test.ts (3 tests | 1 skipped | 1 todo) 4ms\n\n Test Files  1 passed (1)\n      Tests  ${tests}\n   Start at  10:53:37\n`;

const nodeSpec = (counts: string): string =>
  `${counts}ℹ cancelled 0\nℹ skipped 0\nℹ todo 0\nℹ duration_ms 251.859215\n`;

/** What runners printed when they were run, or say in their documentation that they print. */
test.each([
  ['vitest', vitest('1 passed | 1 skipped | 1 todo (3)'), 1],
  ['vitest', vitest('3 skipped (3)'), 0],
  ['vitest', vitest('no tests'), 0],
  ['vitest', '\u001B[2m      Tests \u001B[22m \u001B[1m\u001B[32m12 passed\u001B[39m\u001B[22m\u001B[90m (12)\u001B[39m\n', 12],
  ['nothing found', '\nNo test files found, exiting with code 0\n\nfilter: nothing\n', 0],
  ['nothing found', 'No tests found, exiting with code 0\n', 0],
  ['jest', 'Test Suites: 1 passed, 1 total\nTests:       1 skipped, 2 passed, 3 total\nSnapshots:   0 total\n', 2],
  ['jest', 'Test Suites: 1 skipped, 0 of 1 total\nTests:       3 skipped, 3 total\n', 0],
  ['JSON', '{"numFailedTests":0,"numPassedTests":4,"numPendingTests":1}', 4],
  ['JSON', '{\n  "numPassedTests": 0\n}', 0],
  ['mocha', '\n  words\n    ✔ are counted\n\n\n  1 passing (3ms)\n  1 pending\n\n', 1],
  ['mocha', '\n\n  0 passing (1ms)\n\n', 0],
  ['node --test', nodeSpec('▶ dur\n  ✔ parses (0.5ms)\n✔ dur (2.7ms)\nℹ tests 1\nℹ suites 1\nℹ pass 1\nℹ fail 0\n'), 1],
  ['node --test', nodeSpec('ℹ tests 0\nℹ suites 0\nℹ pass 0\nℹ fail 0\n'), 0],
  ['node --test', nodeSpec('✔ exit.test.mjs (148.749768ms)\nℹ tests 1\nℹ suites 0\nℹ pass 1\nℹ fail 0\n'), 0],
  ['node --test', nodeSpec('▶ a.ts\n  ✔ parses (0.5ms)\n✔ a.ts (2.7ms)\nℹ tests 1\nℹ suites 1\nℹ pass 1\n'), 1],
  ['node --test', "TAP version 13\n1..0\n# Subtest: a.mjs\nok 1 - a.mjs\n  ---\n  duration_ms: 139.1\n  type: 'test'\n  ...\n1..1\n# tests 1\n# suites 0\n# pass 1\n", 0],
  ['node --test', "TAP version 13\n# Subtest: dur\nok 1 - dur\n  ---\n  duration_ms: 2.06\n  type: 'suite'\n  ...\n1..1\n# tests 3\n# suites 1\n# pass 1\n", 1],
  ['TAP', 'TAP version 13\n1..1\nok 1 - t/a.test.ts # time=4.83ms {\n    1..2\n    ok 1 - parses # time=3.12ms\n    ok 2 - later # TODO\n}\n', 1],
  ['TAP', 'TAP version 13\n1..0\n', 0],
  ['pytest', 'collected 2 items\n\ntest_a.py .s      [100%]\n\n========= 1 passed, 1 skipped in 1.31s =========\n', 1],
  ['pytest', '.s         [100%]\n1 passed, 1 skipped in 1.23s\n', 1],
  ['pytest', '.s.                                                                 [100%]\n', 2],
  ['pytest', 'collected 0 items\n\n============== no tests ran in 0.01s ==============\n', 0],
  ['pytest', 'collected 2 items / 2 deselected / 0 selected\n\n======= 2 deselected in 1.25s =======\n', 0],
  ['pytest', 'test_a.py::test_skipped\n\n2 tests collected in 1.38s\n', 0],
  ['unittest', 'test_a (test_u.A.test_a) ... ok\n\n-----\nRan 1 test in 0.000s\n\nOK\n', 1],
  ['unittest', '\n-----\nRan 0 tests in 0.000s\n\nOK\n', 0],
  ['cargo test', 'running 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 2 filtered out; finished in 0.00s\n', 0],
  ['cargo test', 'test result: ok. 1 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.08s\n\n   Doc-tests foo\n\nrunning 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n', 1],
  ['cargo test', 'test result: ok. 0 passed; 0 failed; 2 ignored; 1 measured; 0 filtered out; finished in 3.20s\n', 1],
  ['cargo nextest', '     Summary [   0.005s] 3 tests run: 3 passed, 1 skipped\n', 3],
  ['cargo nextest', '     Summary [   0.001s] 0 tests run: 0 passed, 3 skipped\n', 0],
  ['go test', 'ok  \texample.com/a\t0.003s\n?   \texample.com/b\t[no test files]\n', 1],
  ['go test', 'testing: warning: no tests to run\nPASS\nok  \texample.com/a\t0.001s [no tests to run]\n', 0],
  ['go test', '=== RUN   TestA\n--- PASS: TestA (0.00s)\n    --- PASS: TestA/sub (0.00s)\nPASS\nok  \texample.com/a\t(cached)\n', 1],
  ['JUnit', '<testsuites>\n<testsuite name="dur" tests="2" skipped="1">\n<testcase name="parses"/>\n<testcase name="later"><skipped type="todo"/></testcase>\n</testsuite></testsuites>', 1],
  ['JUnit', '<?xml version="1.0"?><testsuites name="vitest tests" tests="0" failures="0" errors="0" time="0">\n</testsuites>', 0],
])('%s says how many tests have passed: %j', (runner, output, passed) => {
  expect(collectedTests(output)).toEqual({ runners: [runner], passed, failed: 0 });
}); // prettier-ignore

/** Where nothing has passed, and the exit code is 0 all the same. */
test.each([
  ['nothing found', 'No tests found\n'],
  ['nothing found', 'No test files found\n'],
  ['nothing found', 'No tests found related to files changed since last commit.\n'],
  ['nothing found', 'Error: No tests found\n'],
  ['nothing found', '[INFO] No tests to run.\n[INFO] BUILD SUCCESS\n'],
  ['nothing found', 'PHPUnit 11.5.2 by Sebastian Bergmann and contributors.\n\nNo tests executed!\n'],
  ['nothing found', 'No tests were found!!!\n'],
  ['nothing found', 'No test is available in /w/bin/a.dll. Make sure that test discoverer & executors are registered.\n'],
  ['nothing found', 'No test matches the given testcase filter `x` in /w/bin/a.dll\n'],
  ['nothing found', '   INFO  No tests found.\n'],
  ['nothing found', 'There are no tests to run\n'],
  ['nothing found', 'Test run summary: Zero tests ran\n'],
  ['unittest', 'sss\n----------------------------------------------------------------------\nRan 3 tests in 0.000s\n\nOK (skipped=3)\n'],
  ['unittest', '\n----------------------------------------------------------------------\nRan 0 tests in 0.000s\n\nNO TESTS RAN\n'],
  ['unittest', 'x\n-----\nRan 1 test in 0.000s\n\nOK (expected failures=1)\n'],
  ['pytest', '============================= 3 skipped in 0.01s ==============================\n'],
  ['pytest', 'no tests ran in 0.01s\n'],
  ['pytest', '1 xfailed, 1 xpassed in 0.02s\n'],
  ['pytest', 'sss                                                                  [100%]\n'],
  ['pytest', '============ no tests collected (3 deselected) in 0.01s ============\n'],
  ['go test', '=== RUN   TestA\n    a_test.go:6: later\n--- SKIP: TestA (0.00s)\nPASS\nok  \tex/a\t0.002s\n'],
  ['go test', '=== RUN   TestA\nso far--- SKIP: TestA (0.00s)\nPASS\nok  \tex/a\t0.002s\n'],
  ['go test', '--- PASS: TestA (0.00s)\n    --- SKIP: TestA/sub (0.00s)\nPASS\nok  \tex/a\t0.002s\n'],
  ['go test', '?   \tex/a\t[no test files]\n\tex/b\t\tcoverage: 0.0% of statements\n'],
  ['go test', 'ok  \tex/a\t0.001s\tcoverage: 0.0% of statements [no tests to run]\n'],
  ['go test', '{"Time":"2026-01-02T03:04:05Z","Action":"start","Package":"ex/a"}\n{"Action":"output","Package":"ex/a","Test":"TestA","Output":"--- SKIP: TestA (0.00s)\\n"}\n{"Action":"skip","Package":"ex/a","Test":"TestA","Elapsed":0}\n{"Action":"output","Package":"ex/a","Output":"ok  \\tex/a\\t0.002s\\n"}\n{"Action":"pass","Package":"ex/a","Elapsed":0.002}\n'],
  ['gotestsum', '∅  ex/a\n\nDONE 0 tests in 0.003s\n'],
  ['rspec or alike', '\n\nFinished in 0.0001 seconds (files took 0.05 seconds to load)\n0 examples, 0 failures\n'],
  ['rspec or alike', '3 examples, 0 failures, 3 pending\n'],
  ['rspec or alike', '3 runs, 0 assertions, 0 failures, 0 errors, 3 skips\n'],
  ['rspec or alike', '2 tests, 0 failures, 1 excluded, 1 skipped\n'],
  ['phpunit', 'SSS 3 / 3 (100%)\n\nOK, but some tests were skipped!\nTests: 3, Assertions: 0, Skipped: 3.\n'],
  ['phpunit', 'OK, but there were issues!\nTests: 1, Assertions: 0, PHPUnit Deprecations: 1, Risky: 1.\n'],
  ['pest', '  Tests:    3 skipped (0 assertions)\n  Duration: 0.02s\n'],
  ['dotnet test', 'Skipped! - Failed:     0, Passed:     0, Skipped:     3, Total:     3, Duration: 5 ms - a.dll (net8.0)\n'],
  ['dotnet test', 'Test summary: total: 2, failed: 0, succeeded: 0, skipped: 2, duration: 0.8s\n'],
  ['surefire', '[WARNING] Tests run: 3, Failures: 0, Errors: 0, Skipped: 3, Time elapsed: 0.03 s -- in a.ATest\n[INFO] \n[INFO] Results:\n[INFO] \n[WARNING] Tests run: 3, Failures: 0, Errors: 0, Skipped: 3\n'],
  ['gradle', '> Task :compileTestJava NO-SOURCE\n> Task :test NO-SOURCE\n\nBUILD SUCCESSFUL in 1s\n'],
  ['gradle', 'ATest > parses() SKIPPED\n\nBUILD SUCCESSFUL in 1s\n'],
  ['bun test', 'bun test v1.1.8\n\n 0 pass\n 3 skip\n 0 fail\nRan 3 tests across 1 files. [12.00ms]\n'],
  ['bun test', '\n 0 pass\n 4 filtered out\n 0 fail\nRan 0 tests across 1 file. [9.00ms]\n'],
  ['deno test', '\nok | 0 passed | 0 failed | 3 filtered out (0ms)\n'],
  ['deno test', 'ok | 0 passed | 0 failed | 2 ignored (1ms)\n'],
  ['ctest', '1/1 Test #1: skip .............***Skipped   0.00 sec\n\n100% tests passed, 0 tests failed out of 1\n\nTotal Test time (real) =   0.00 sec\n\nThe following tests did not run:\n\t  1 - skip (Skipped)\n\t  2 - dis (Disabled)\n'],
  ['swift test', "Test Suite 'All tests' passed at 2026-01-02 03:04:05.000.\n\t Executed 0 tests, with 0 failures (0 unexpected) in 0.000 (0.001) seconds\n"],
  ['swift test', "Test Case 'ATests.testB' skipped (0.001 seconds)\n\t Executed 1 test, with 1 test skipped and 0 failures (0 unexpected) in 0.000 (0.001) seconds\n"],
  ['swift test', '◇ Test run started.\n➜ Test later() skipped.\n✔ Test run with 1 test passed after 0.001 seconds.\n'],
  ['ava', '\n  3 tests skipped\n'],
  ['mocha', '\n\n  0 passing (1ms)\n  3 pending\n\n'],
  ['JSON', '{\n  "stats": {\n    "suites": 1,\n    "tests": 3,\n    "passes": 0,\n    "pending": 3'],
  ['node --test', nodeSpec('✔ my dir/a b.test.mjs (26.66677ms)\nℹ tests 1\nℹ suites 0\nℹ pass 1\nℹ fail 0\n')],
  ['JUnit', '<testsuites>\n<testcase name="my dir/a b.test.mjs" time="0.03" classname="test" file="/w/my dir/a b.test.mjs"/>\n</testsuites>'],
  ['JUnit', '<testsuites tests="1"><testsuite name="A"><testcase name="B" status="notrun" result="suppressed" time="0." /></testsuite></testsuites>'],
  ['JUnit', '<testsuite name="A"><testcase name="B" result="skipped"><skipped message="x"/></testcase></testsuite>'],
  ['googletest', '[==========] Running 0 tests from 0 test suites.\n[  PASSED  ] 0 tests.\n'],
  ['playwright', '\n  3 skipped\n'],
])('%s says that nothing has passed: %j', (runner, output) => {
  expect(collectedTests(output)).toEqual({ runners: [runner], passed: 0, failed: 0 });
}); // prettier-ignore

/** Some that passed, beside others that were skipped. */
test.each([
  ['unittest', '.s.\n-----\nRan 3 tests in 0.000s\n\nOK (skipped=1)\n', 2],
  ['pytest', '1 passed, 2 subtests passed in 0.10s\n', 1],
  ['pytest', '====== 41 passed, 2 skipped, 1 xfailed, 3 warnings in 65.12s (0:01:05) ======\n', 41],
  ['go test', '--- PASS: TestA (0.00s)\n    --- PASS: TestA/one (0.00s)\n    --- SKIP: TestA/two (0.00s)\n--- PASS: TestB (0.00s)\nPASS\nok  \tex/a\t0.002s\n--- PASS: TestA (0.00s)\nPASS\nok  \tex/b\t0.002s\n', 3],
  ['go test', 'ok  \tex/a\t0.003s\tcoverage: 81.2% of statements\nok  \tex/b\t(cached)\n\tex/c\t\tcoverage: 0.0% of statements\n', 2],
  ['go test', '{"Action":"run","Package":"ex/a","Test":"TestA"}\n{"Action":"pass","Package":"ex/a","Test":"TestA/sub","Elapsed":0}\n{"Action":"pass","Package":"ex/a","Test":"TestA","Elapsed":0}\n{"Action":"pass","Package":"ex/a","Test":"TestB","Elapsed":0}\n{"Action":"pass","Package":"ex/a","Elapsed":0.002}\n', 2],
  ['gotestsum', '✓  ex/a (3ms)\n\nDONE 3 tests, 1 skipped in 0.5s\n', 2],
  ['rspec or alike', '3 examples, 0 failures, 1 pending\n', 2],
  ['rspec or alike', '4 specs, 0 failures, 1 pending spec\n', 3],
  ['rspec or alike', '3 runs, 5 assertions, 0 failures, 0 errors, 1 skips\n', 2],
  ['rspec or alike', '3 tests, 5 assertions, 0 failures, 0 errors, 0 pendings, 1 omissions, 2 notifications\n', 2],
  ['rspec or alike', '1 doctest, 3 tests, 0 failures\n', 4],
  ['phpunit', 'OK (3 tests, 5 assertions)\n', 3],
  ['phpunit', 'OK (1 test, 1 assertion)\n', 1],
  ['phpunit', 'OK, but there were issues!\nTests: 3, Assertions: 2, Warnings: 4, Skipped: 1.\n', 2],
  ['pest', '  Tests:    1 skipped, 2 passed (4 assertions)\n', 2],
  ['dotnet test', '\nPassed!  - Failed:     0, Passed:     3, Skipped:     1, Total:     4, Duration: 5 ms - a.dll (net8.0)\n', 3],
  ['dotnet test', '\nTest Run Successful.\nTotal tests: 4\n     Passed: 3\n    Skipped: 1\n Total time: 1.2 Seconds\n', 3],
  ['dotnet test', 'Test run summary: Passed!\n  total: 3\n  failed: 0\n  succeeded: 2\n  skipped: 1\n', 2],
  ['surefire', '[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.03 s -- in a.ATest\n[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1, Time elapsed: 0.03 s - in a.BTest\n[WARNING] Tests run: 5, Failures: 0, Errors: 0, Skipped: 1\n', 4],
  ['gradle', 'ATest > parses() PASSED\n\nATest > later() SKIPPED\n\nBUILD SUCCESSFUL in 1s\n', 1],
  ['bun test', 'bun test v1.1.8\n\na.test.ts:\n(pass) parses [0.10ms]\n\n 2 pass\n 1 skip\n 0 fail\n 3 expect() calls\nRan 3 tests across 1 files. [12.00ms]\n', 2],
  ['deno test', 'running 2 tests from ./a_test.ts\nparses ... ok (2ms)\n\nok | 2 passed (3 steps) | 0 failed | 1 ignored (5ms)\n', 2],
  ['ctest', '100% tests passed, 0 tests failed out of 3\n\nThe following tests did not run:\n\t  2 - skip (Skipped)\n', 2],
  ['ctest', '100% tests passed out of 3\n', 3],
  ['swift test', "Test Case 'ATests.testA' passed (0.001 seconds)\nTest Suite 'ATests' passed at 2026-01-02.\n\t Executed 2 tests, with 1 test skipped and 0 failures (0 unexpected) in 0.1 (0.1) seconds\nTest Suite 'All tests' passed at 2026-01-02.\n\t Executed 2 tests, with 1 test skipped and 0 failures (0 unexpected) in 0.1 (0.1) seconds\n", 1],
  ['swift test', '✔ Test parses() passed after 0.001 seconds.\n✔ Test "keeps order" passed after 0.001 seconds.\n✔ Test run with 2 tests in 1 suite passed after 0.001 seconds.\n', 2],
  ['ava', '\n  ✔ parses\n  - later\n  ─\n\n  1 test passed\n  1 test skipped\n', 1],
  ['playwright', '\n  1 skipped\n  3 passed (5.1s)\n', 3],
  ['JSON', '{ "stats": { "suites": 1, "tests": 3, "passes": 2, "pending": 1', 2],
  ['JUnit', '<testsuite name="A"><testcase name="a &gt; b" classname="A" time="0.1"></testcase></testsuite>', 1],
  ['JUnit console', '[         3 tests found           ]\n[         0 tests skipped         ]\n[         3 tests successful      ]\n[         0 tests failed          ]\n', 3],
  ['googletest', '[  PASSED  ] 3 tests.\n[  SKIPPED ] 1 test, listed below:\n', 3],
])('%s says how many of several have passed: %j', (runner, output, passed) => {
  expect(collectedTests(output)).toEqual({ runners: [runner], passed, failed: 0 });
}); // prettier-ignore

/** Some that failed: an exit code of 0 then says something else, such as that of `tee`. */
test.each([
  ['vitest', vitest('2 failed | 1 passed (3)'), 1, 2],
  ['vitest', '\n Test Files  1 failed | 1 passed (2)\n      Tests  1 passed (1)\n', 1, 1],
  ['jest', 'Test Suites: 1 failed, 1 total\nTests:       1 failed, 2 passed, 3 total\n', 2, 1],
  ['jest', 'Test Suites: 1 failed, 1 passed, 2 total\nTests:       2 passed, 2 total\n', 2, 1],
  ['jest', '  Tests:       1 failed, 2 passed, 3 total\n', 2, 1],
  ['pest', '  Tests:    1 failed, 2 passed (4 assertions)\n', 2, 1],
  ['JSON', '{"numFailedTests":2,"numPassedTests":4,"numPendingTests":1}', 4, 2],
  ['JSON', '{ "stats": { "suites": 1, "tests": 3, "passes": 2, "pending": 0, "failures": 1', 2, 1],
  ['mocha', '\n\n  12 passing (3ms)\n  1 pending\n  2 failing\n\n  1) adds\n', 12, 2],
  ['node --test', 'ℹ tests 3\nℹ suites 0\nℹ pass 1\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\n', 1, 2],
  ['TAP', 'TAP version 13\n1..3\nok 1 - a\nnot ok 2 - b\nnot ok 3 - c # TODO later\n', 1, 1],
  ['ava', '\n  2 tests failed\n  1 test passed\n  1 known failure\n', 1, 2],
  ['ava', '\n  1 test failed\n', 0, 1],
  ['bun test', '\n 2 pass\n 1 fail\n 3 expect() calls\nRan 3 tests across 1 files. [12.00ms]\n', 2, 1],
  ['deno test', '\nFAILED | 2 passed (3 steps) | 1 failed | 1 ignored (5ms)\n', 2, 1],
  ['playwright', '\n  1 failed\n    a.spec.ts:3:5 › parses\n  1 flaky\n  3 passed (5.1s)\n', 3, 1],
  ['playwright', '\n  2 failed\n    a.spec.ts:3:5 › parses\n', 0, 2],
  ['pytest', '======= 1 failed, 41 passed, 1 xfailed, 2 errors in 65.12s (0:01:05) =======\n', 41, 3],
  ['pytest', '.F.E                                                    [100%]\n', 2, 2],
  ['unittest', '-----\nRan 9 tests in 0.000s\n\nFAILED (failures=1, errors=2, skipped=1, expected failures=1)\n', 4, 3],
  ['cargo test', 'test result: FAILED. 12 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n', 12, 1],
  ['cargo nextest', '     Summary [   0.005s] 5 tests run: 2 passed (1 flaky), 2 failed, 1 timed out, 0 skipped\n', 2, 3],
  ['go test', '--- FAIL: TestA (0.00s)\n    --- PASS: TestA/one (0.00s)\n    --- FAIL: TestA/two (0.00s)\nFAIL\nFAIL\tex/a\t0.002s\nFAIL\n', 1, 1],
  ['go test', 'ok  \tex/a\t0.003s\nFAIL\tex/b [build failed]\nFAIL\n', 1, 1],
  ['go test', 'panic: no\nFAIL\tex/b\t0.003s\n', 0, 1],
  ['go test', '{"Action":"fail","Package":"ex/a","Test":"TestA/sub","Elapsed":0}\n{"Action":"fail","Package":"ex/a","Test":"TestA","Elapsed":0}\n{"Action":"fail","Package":"ex/a","Elapsed":0}\n', 0, 1],
  ['gotestsum', 'DONE 3 tests, 1 skipped, 1 failure, 1 error in 0.5s\n', 0, 2],
  ['JUnit', '<testsuite name="A"><testcase name="b"></testcase><testcase name="c"><failure message="x"><![CDATA[y]]></failure><error/></testcase></testsuite>', 1, 1],
  ['surefire', '[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.03 s <<< FAILURE! -- in a.ATest\n[ERROR] Tests run: 5, Failures: 1, Errors: 1, Skipped: 1\n', 2, 2],
  ['gradle', 'ATest > a() FAILED\nATest > b() FAILED\nATest > b() PASSED\n', 1, 1],
  ['phpunit', 'FAILURES!\nTests: 5, Assertions: 5, Errors: 1, Failures: 2, Skipped: 1.\n', 1, 3],
  ['rspec or alike', '3 examples, 1 failure, 1 error occurred outside of examples\n', 1, 2],
  ['rspec or alike', '4 runs, 5 assertions, 1 failures, 1 errors, 1 skips\n', 1, 2],
  ['dotnet test', 'Failed!  - Failed:     2, Passed:     3, Skipped:     1, Total:     6, Duration: 5 ms - a.dll (net8.0)\n', 3, 2],
  ['dotnet test', 'Total tests: 4\n     Passed: 3\n     Failed: 1\n Total time: 1.2 Seconds\n', 3, 1],
  ['ctest', '67% tests passed, 1 tests failed out of 3\n', 2, 1],
  ['swift test', "Test Case 'ATests.testA' passed (0.001 seconds)\nTest Case 'ATests.testB' failed (0.001 seconds)\n\t Executed 2 tests, with 1 failure (0 unexpected) in 0.1 (0.1) seconds\n", 1, 1],
  ['googletest', '[  PASSED  ] 3 tests.\n[  FAILED  ] 1 test, listed below:\n[  FAILED  ] A.B\n', 3, 1],
  ['JUnit console', '[         3 tests successful      ]\n[         1 tests failed          ]\n', 3, 1],
])('%s says how many have failed: %j', (runner, output, passed, failed) => {
  expect(collectedTests(output)).toEqual({ runners: [runner], passed, failed });
}); // prettier-ignore

/** What broke off before its tests were told of: behind a pipe the exit code does not say so. */
test.each([
  ['cargo test', 'running 12 tests\n\ntest result: ok. 12 passed; 0 failed; 0 ignored\n\nrunning 3 tests\nerror: test failed, to rerun pass `--test new`\n', 12, 1],
  ['cargo test', 'running 12 tests\n\ntest result: ok. 12 passed; 0 failed; 0 ignored\n\nrunning 3 tests\n', 12, 1],
  ['cargo test', 'test result: ok. 12 passed; 0 failed; 0 ignored\nerror: 2 targets failed:\n    `--test a`\n    `--test b`\n', 12, 2],
  ['cargo test', 'error: test failed, to rerun pass `--lib`\n', 0, 1],
  ['cargo nextest', 'error: test run failed\n', 0, 1],
  ['TAP', 'TAP version 13\n1..2\nok 1 - a\nok 2 - b\nBail out! no database\n', 2, 1],
  ['TAP', 'TAP version 13\nok 1 - a\n1..3\n', 1, 2],
  ['gradle', '> Task :a:test FAILED\n', 0, 1],
  ['surefire', 'Tests run: 3, Failures: 0, Errors: 0, Skipped: 0\n[ERROR] ExecutionException The forked VM terminated without properly saying goodbye.\n', 3, 1],
  ['dotnet test', 'Passed!  - Failed:     0, Passed:     3, Skipped:     0, Total:     3\nTest Run Aborted.\n', 3, 1],
  ['swift test', "Test Case 'ATests.testA' started at 1\nTest Case 'ATests.testA' passed (0.001 seconds)\nTest Case 'ATests.testB' started at 2\nerror: Exited with unexpected signal code 6\n", 0, 1],
  ['googletest', '[==========] Running 3 tests from 1 test suite.\n[ RUN      ] A.b\n', 0, 1],
])('%s says that it broke off: %j', (runner, output, passed, failed) => {
  expect(collectedTests(output)).toEqual({ runners: [runner], passed, failed });
}); // prettier-ignore

/** What passed when it was tried again: the exit code is 0, and rightly so. */
test.each([
  ['go test', '--- FAIL: TestA (0.00s)\n    --- FAIL: TestA/one (0.00s)\nFAIL\nFAIL\tex/a\t0.002s\n--- PASS: TestA (0.00s)\n    --- PASS: TestA/one (0.00s)\nPASS\nok  \tex/a\t0.002s\n', 1, 0],
  ['go test', goEvents('fail a TestA', 'fail a', 'pass a TestA', 'pass a'), 1, 0],
  ['swift test', "Test Case 'ATests.testA' failed (0.001 seconds)\nTest Case 'ATests.testA' passed (0.001 seconds)\n\t Executed 2 tests, with 1 failure\n", 1, 0],
])('%s says that it passed when it ran again: %j', (runner, output, passed, failed) => {
  expect(collectedTests(output)).toEqual({ runners: [runner], passed, failed });
}); // prettier-ignore

/** What tests print stands in front of it. */
test.each([
  ['TAP', 'TAP version 13\n1..2\nok 1 - a\nsaid by b ok 2 - b\n', 1, 0],
  ['swift test', "Test Case 'ATests.testA' started at 1\nso farTest Case 'ATests.testA' passed (0.001 seconds)\n\t Executed 1 test, with 0 failures\n", 1, 0],
])('%s says what it says wherever that stands: %j', (runner, output, passed, failed) => {
  expect(collectedTests(output)).toEqual({ runners: [runner], passed, failed });
}); // prettier-ignore

/** No other try: another round in the same run, another package, or the last word. */
test.each([
  ['go test', '--- FAIL: TestA (0.00s)\n--- PASS: TestA (0.00s)\nFAIL\tex/a\t0.002s\n', 1, 1],
  ['go test', '--- FAIL: TestA (0.00s)\nFAIL\tex/a\t0.002s\n--- PASS: TestA (0.00s)\nok  \tex/b\t0.002s\n', 1, 1],
  ['go test', '--- PASS: TestA (0.00s)\nok  \tex/a\t0.002s\n--- FAIL: TestA (0.00s)\nFAIL\tex/a\t0.002s\n', 0, 1],
  ['go test', '--- FAIL: TestA (0.00s)\nFAIL\tex/a\t0.002s\nok  \tex/a\t0.002s\n', 0, 1],
  ['go test', '--- FAIL: TestA (0.00s)\n--- PASS: TestB (0.00s)\nFAIL\tex/a\t0.002s\n--- PASS: TestA (0.00s)\n--- PASS: TestB (0.00s)\nok  \tex/a\t0.002s\n', 2, 1],
  ['go test', goEvents('fail a TestA', 'fail a', 'pass a TestB', 'pass a'), 1, 1],
  ['go test', goEvents('fail a TestA', 'pass a TestB', 'fail a', 'skip a TestA', 'pass a'), 1, 1],
  ['swift test', "Test Case 'ATests.testA' failed (0.001 seconds)\nTest Case 'ATests.testB' passed (0.001 seconds)\nTest Case 'ATests.testA' passed (0.001 seconds)\nTest Case 'ATests.testB' passed (0.001 seconds)\n\t Executed 4 tests, with 1 failure\n", 3, 1],
  ['go test', goEvents('fail a TestA', 'pass b TestA', 'pass b', 'pass a TestA', 'fail a'), 2, 1],
  ['swift test', "Test Case 'ATests.testA' passed (0.001 seconds)\nTest Case 'ATests.testA' failed (0.001 seconds)\n\t Executed 2 tests, with 1 failure\n", 1, 1],
])('%s says that it failed, whatever passed beside it: %j', (runner, output, passed, failed) => {
  expect(collectedTests(output)).toEqual({ runners: [runner], passed, failed });
}); // prettier-ignore

test.each([
  'Ran 3 tests in 0.000s\n',
  'Ran 3 tests in 0.000s\n\nRan 2 tests in 0.000s\n\nOK\n',
  '> Task :test\n\nBUILD SUCCESSFUL in 1s\n',
  '> Task :a:test NO-SOURCE\n> Task :b:test UP-TO-DATE\n',
])('%j does not say how many have passed.', (output) => {
  expect(collectedTests(output)).toBeUndefined();
});

test('Of several runs in one output all are counted.', () => {
  expect(collectedTests(`${vitest('no tests')}${vitest('2 passed (2)')}ok  \ta\t0.1s\n`)).toEqual({
    runners: ['vitest', 'go test'],
    passed: 3,
    failed: 0,
  });
});

test.each(['', 'ok\n', 'Tests are fun\n', 'It passed 3 tests.\n', '12 samples survive the round trip\n'])(
  '%j says nothing of tests.',
  (output) => {
    expect(collectedTests(output)).toBeUndefined();
  },
);

test('A long line is read in no time.', () => {
  const started = process.cpuUsage();
  for (const part of [
    ' ',
    '1 ',
    '.',
    '✔ ',
    'ok 1 - ',
    '1 a, ',
    'No test',
    '<testcase ',
    'a > b PASSED ',
    '--- PASS: ',
    'Error: ',
    'Tests: 1, ',
    ' 1 pass\n',
    '\n',
    '{"Action":"',
    '> Task :a:',
    'not ok ',
    'FAIL\t',
    '{"Action":"fail',
    'FAILED (errors=1, ',
    'Total tests: 1\n a: 1\n',
    '1 failed, ',
    'TAP version 13\nnot ok 1 ',
  ])
    collectedTests(part.repeat(100_000));
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(2_000);
});

describe('a command that runs tests', () => {
  test.each([
    'npx vitest run', './node_modules/.bin/jest --ci', 'mocha', 'pytest -q', 'python3 -m pytest tests', 'cargo test -p a',
    'cargo nextest run', 'go test ./...', 'node --test', 'node --import tsx --test a.ts', 'npm test -- --passWithNoTests',
    'bundle exec rspec', 'bin/rspec spec', 'vendor/bin/phpunit --testdox', 'dotnet test a.sln', 'mvn -q -B verify', './mvnw test',
    './gradlew clean :a:test', 'gradle integrationTest', 'bun test', 'deno test -A', 'ctest --test-dir build', 'swift test', 'npx ava',
    'node node_modules/jest/bin/jest.js', 'go -C tool test ./...', 'cargo +nightly test', 'python3 -m unittest', 'mix test',
    'npx playwright test', 'python3 manage.py test', 'py.test',
  ])('`%s` is one.', (command) => {
    expect(runsTests(command.split(' '))).toBe(true);
  }); // prettier-ignore

  test.each([
    'npm test',
    'vitest bench',
    'node test/run.js',
    'cargo bench',
    'go build',
    'make test',
    'nx test a',
    'mvn package',
    './gradlew build',
    'dotnet build',
    'npx eslint test/mocha',
    'npx vitest --version',
    'bun run build',
    'node --test-reporter=spec a.js',
  ])('`%s` is none, or cannot be told to be one.', (command) => {
    expect(runsTests(command.split(' '))).toBe(false);
  });
});

/** `fail a TestA` and `fail a`, as `go test -json` says it. */
function goEvents(...said: string[]): string {
  const events = said.map((one) => {
    const [Action, Package, Test] = one.split(' ');
    return JSON.stringify({ Action, Package, Test });
  });
  return `${events.join('\n')}\n`;
}
