import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { isTestPath } from '../../review/test-file.ts';
import { newMarkers, type Marker } from '../markers.ts';

/**
 * Source that looks at who calls it: it could find what a test expects, or do something else for it.
 *
 * @example The stack is read.
 *
 *     --- src/sum.ts
 *     + const caller = new Error().stack?.split('\n')[2];
 *     --- src/sums.py
 *     + caller = inspect.stack()[1].function
 *     === src/sum.ts:1 Unexpected look at who calls, expected the answer to depend on what is given
 *     === src/sums.py:1 Unexpected look at who calls, expected the answer to depend on what is given
 *
 * @example An error is told with its stack.
 *
 *     --- src/log.ts
 *     + export const tell = (error: Error): string => error.stack ?? error.message;
 *     --- src/shapes.py
 *     + signature = inspect.signature(function)
 */
export const introspection = defineCheat({
  id: 'introspection',
  verdict: 'flag',
  look(change, see) {
    const message = 'Unexpected look at who calls, expected the answer to depend on what is given';
    for (const { path, line } of newMarkers(change, looks)) see({ path, line, message });
  },
});

function looks({ lines }: Source, path: string): Marker[] {
  if (isTestPath(path) || !/\.(?:[cm]?[jt]sx?|py)$/.test(path)) return [];
  return lines.flatMap((text, index) => {
    const kind = caller.exec(text)?.[0];
    return kind === undefined ? [] : [{ line: index + 1, kind }];
  });
}

const caller =
  /new Error\([^)]*\)\.stack|\bError\.captureStackTrace\b|\bError\.prepareStackTrace\b|\barguments\.callee\b|\binspect\.(?:stack|currentframe|getouterframes)\b|\bsys\._getframe\b|\btraceback\.(?:extract_stack|format_stack|walk_stack)\b|\bgc\.get_(?:referrers|objects)\b/;
