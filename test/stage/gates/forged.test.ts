import { join } from 'node:path';
import { expect, test } from 'vitest';
import { boundVariable } from '../../../core/host/variables.ts';
import { gatesRecordSchema, recordVersion, type GatesRecord } from '../../../core/result/records.ts';
import { artifactPath, json, keep, openStage, readRecord, type StageContext } from '../../../core/stage/context.ts';
import { boundDigest, markerPath } from '../../../core/stage/phase-record.ts';
import { readBrief } from '../../../core/stage/task/read-brief.ts';
import { contained } from '../../agent/contained.ts';
import { taskBrief } from '../../brief/sample.ts';

const good: GatesRecord = { version: recordVersion, stage: 'gates', outcome: 'done', key: 'k'.repeat(64) };

async function stored(context: StageContext): Promise<void> {
  const { key } = good;
  const artifacts = new Map([['record.json', json(good)]]);
  await keep(context, { stage: 'gates', key, work: context.phase.base, artifacts });
}

test('A record of good work counts when it is the one of a stored result.', async () => {
  const { context } = await contained();
  await stored(context);
  expect(await readRecord(context, 'gates', gatesRecordSchema)).toEqual(good);
});

test('A record of good work that lies there without a result, or in place of another, does not count.', async () => {
  const { context, notes, host } = await contained();
  const emit: StageContext['emit'] = (event) => event.type === 'note' && notes.push(event.text);
  const path = artifactPath(context, 'gates', 'record.json');
  await host.files.write(path, json(good));
  expect(await readRecord({ ...context, emit }, 'gates', gatesRecordSchema)).toBeUndefined();
  await stored(context);
  await host.files.write(path, json({ ...good, verdict: undefined, failure: { reason: 'land', message: 'x' } }));
  expect(await readRecord({ ...context, emit }, 'gates', gatesRecordSchema)).toBeUndefined();
  expect(notes).toEqual(Array(2).fill('its record is not the one of a result, and does not count'));
});

test('A record of work that failed counts as it lies: it lets nothing through.', async () => {
  const { context, host } = await contained();
  await host.files.write(artifactPath(context, 'gates', 'record.json'), json({ ...good, outcome: 'failed' }));
  expect(await readRecord(context, 'gates', gatesRecordSchema)).toMatchObject({ outcome: 'failed' });
});

test('A stage goes by what its run has bound, and by nothing that somebody wrote there since.', async () => {
  const { context, host, phase } = await contained();
  const env = { ...host.env, [boundVariable]: boundDigest(json(context.phase)) };
  expect(await openStage({ ...host, env }, phase, unwatched)).toMatchObject({ ok: true });
  await host.files.write(join(phase, markerPath), json({ ...context.phase, gates: ['nothing'] }));
  expect(await openStage({ ...host, env }, phase, unwatched)).toMatchObject({ failure: { reason: 'agent-violation' } });
});

test('A brief that was changed since it was written is not gone by.', async () => {
  const { context, host } = await contained();
  const task = { id: '1.1', slug: '1.1', title: 'Read', dependsOn: [] };
  await host.files.write(artifactPath(context, 'bind', 'task-1.1.json'), json({ brief: taskBrief }));
  await expect(readBrief(context, task)).rejects.toThrow('is not what the run has written');
});

function unwatched(): void {
  // Nobody hears of it.
}
