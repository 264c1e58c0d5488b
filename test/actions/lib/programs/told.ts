import { readFileSync } from 'node:fs';
import { annotate } from '../../../../actions/lib/annotate.ts';
import type { Annotation } from '../../../../actions/lib/annotations.ts';
import { setOutputs } from '../../../../actions/lib/set-outputs.ts';
import { tell } from '../../../../actions/lib/tell.ts';
import { writeSummary } from '../../../../actions/lib/write-summary.ts';

/* Tells what it is given as JSON, each in the way that is asked for, as a step of a job would. */

const given = JSON.parse(readFileSync(0, 'utf8')) as {
  readonly texts?: readonly string[];
  /** Those of a step each. */
  readonly annotations?: readonly (readonly Annotation[])[];
  readonly outputs?: Readonly<Record<string, string>>;
  /** Parts. */
  readonly summary?: readonly string[];
};
const write = (text: string) => void process.stdout.write(text);
for (const text of given.texts ?? []) tell({ write }, text);
for (const annotations of given.annotations ?? []) annotate(annotations);
for (const part of given.summary ?? []) writeSummary({ env: process.env }, () => part);
const set = setOutputs(given.outputs ?? {});
if (!set.ok) throw new Error(set.failure.message);
