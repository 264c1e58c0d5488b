import { expect, test } from 'vitest';
import { keepTranscript, transcripts } from '../../../core/stage/loop/transcripts.ts';
import { contained } from '../../agent/contained.ts';

test('Every turn of a loop has a transcript of its own, also in the same round and attempt.', async () => {
  const { context } = await contained();
  const loop = { stage: 'task-1.1', key: 'k'.repeat(40) };
  for (const text of ['first', 'after guidance', 'after a failure'])
    await keepTranscript(context, loop, '1-1-implementer', text);
  await keepTranscript(context, loop, '1-1-reviewer', 'judged');
  await keepTranscript(context, { ...loop, stage: 'task-1.2' }, '1-1-implementer', 'of another');
  expect(Object.fromEntries(await transcripts(context, loop))).toEqual({
    'transcripts/1-1-implementer.txt': 'first',
    'transcripts/1-1-implementer-2.txt': 'after guidance',
    'transcripts/1-1-implementer-3.txt': 'after a failure',
    'transcripts/1-1-reviewer.txt': 'judged',
  });
});
