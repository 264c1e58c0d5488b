import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { testReportsVariable } from '../variables.ts';
import { forget } from './forget.ts';
import type * as nodeTest from './node-test.ts';

/*
 * The same as `preload.ts` for Node's own runner of tests, which loads what `--require` names and not what `--import` does.
 */

const given = process.env[testReportsVariable];
if (given !== undefined && isMainThread) {
  const isPartOfRun = process.env['NODE_TEST_CONTEXT'] !== undefined;
  const isRunner = process.execArgv.includes('--test') && !isPartOfRun;
  if (isRunner || isPartOfRun) forget();
  if (isRunner) {
    const require = createRequire(import.meta.url);
    const { runAgain } = require(`./node-test${extname(import.meta.url)}`) as typeof nodeTest;
    runAgain(given);
  }
}
