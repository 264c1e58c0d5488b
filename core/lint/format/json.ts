import { z } from 'zod';
import type { Diagnostic } from '../diagnostic.ts';

const lineAndColumn = {
  line: z.int().min(1),
  column: z.int().min(1).describe('In UTF-16 code units.'),
};

const location = z.strictObject({ path: z.string().describe('Relative to the repository root.'), ...lineAndColumn });

/** Published as `phasewright/diagnostics.schema.json`: what `phasewright lint --json` prints and spec-lint leaves. */
export const diagnosticsSchema = z.array(
  z.strictObject({
    rule: z.string().describe('The id of the rule, or `suppression`.'),
    severity: z.enum(['error', 'warning', 'info']),
    message: z.string(),
    at: location,
    end: z
      .strictObject(lineAndColumn)
      .exactOptional()
      .describe('The first character behind the text that is complained about.'),
    other: location.exactOptional().describe('The other place involved, if two places contradict each other.'),
    fix: z
      .strictObject({
        path: z.string(),
        start: z.int().min(0).describe('Offset in the file, in UTF-16 code units.'),
        end: z.int().min(0),
        text: z.string().describe('What belongs between start and end.'),
      })
      .exactOptional(),
  }),
) satisfies z.ZodType<readonly Diagnostic[]>;

/** For programs: the diagnostics as they are. */
export function formatJson(diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify(diagnostics, null, 2)}\n`;
}
