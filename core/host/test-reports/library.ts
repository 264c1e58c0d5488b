import * as nodeModule from 'node:module';
import { forget } from './forget.ts';
import { jestReporting } from './jest.ts';
import { vitestReporting } from './vitest.ts';

/**
 * Executors call vitest and jest as libraries: a program that is neither asks them for a report as soon as it loads one of
 * them, before a setting of the project is read. Node tells of what is loaded since 22.15; before, what they print counts.
 */
export function reportLibraries(place: string): void {
  if (typeof nodeModule.registerHooks !== 'function') return;
  Object.defineProperty(globalThis, reporting, {
    value: (runner: string, exports: object): object => {
      forget();
      return runner === 'vitest' ? vitestReporting(place, exports) : jestReporting(place, exports);
    },
  });
  nodeModule.registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      if (vitestEntry.test(url)) return { ...loaded, format: 'module', source: vitestAround(`${url}?reporting`) };
      return jestEntry.test(url) && loaded.source !== undefined && loaded.source !== null
        ? { ...loaded, source: `${textOf(loaded.source)}\n${jestBehind}` }
        : loaded;
    },
  });
}

const vitestEntry = /\/node_modules\/vitest\/dist\/node\.js$/;
const jestEntry = /\/node_modules\/@jest\/core\/build\/(?:index|jest)\.js$/;

const reporting = Symbol.for('phasewright.test-reports');
const call = `globalThis[Symbol.for(${JSON.stringify(reporting.description)})]`;

/** A module that has all that vitest's own has, and what we put in place of it. */
function vitestAround(own: string): string {
  const from = JSON.stringify(own);
  return `import * as own from ${from}; export * from ${from}; export const { startVitest } = ${call}('vitest', own);`;
}

const jestBehind = `module.exports = ${call}('jest', module.exports);`;

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source);
}
