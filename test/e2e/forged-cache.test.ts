import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import type { Rig } from '../rig/rig.ts';
import { useRig } from '../rig/use-rig.ts';

vi.setConfig({ testTimeout: 300_000 });

const implementer = { task: '1.1', role: 'implementer' } as const;

test('A row in Nx’s own database that says a failed gate had passed, with its output, makes it pass for nobody', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')), options: { gateRetries: 1 } });
  rig.agent.always(diligent);
  rig.gate.always((call) => (existsSync(join(call.cwd, 'src/bad.txt')) ? call.red('it is bad') : call.green()));
  rig.agent.on({ ...implementer, attempt: 1 }, async (call) => {
    await call.write({ 'demo/src/bad.txt': 'bad\n' });
    await call.done();
  });
  let forged = 0;
  rig.agent.on({ ...implementer, attempt: 2 }, async (call) => {
    forged = forge(rig);
    // What the gate does not name as its input: Nx has the same hash for it, and would replay what was written there.
    await call.write({ 'demo/docs/note.txt': 'nothing of the gate’s\n' });
    await call.done();
  });

  const { report } = await rig.implementPhase();

  expect(forged).toBeGreaterThan(0);
  expect(report.outcome).toBe('waiting');
  expect(report.tasks[0]?.gates).toMatchObject([{ outcome: 'failed', cached: false, charge: 'real' }]);
});

test('A final tree that is red stays so, whatever was planted where its gates will run', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')) });
  rig.agent.always(diligent);
  rig.gate.always((call) => (call.cwd.includes('-proof') ? call.red('not here') : call.green()));
  rig.agent.on({ task: 'phase', role: 'reviewer' }, async (call) => {
    forge(rig);
    for (const cache of cachesOf(rig)) {
      const final = join(dirname(cache), 'gates');
      mkdirSync(final, { recursive: true });
      cpSync(cache, final, { recursive: true });
    }
    await call.approve();
  });

  const { report } = await rig.implementPhase();

  expect(report.landed).toBeNull();
  expect(report.outcome).toBe('failed');
});

/** Says in all that Nx has kept that it passed, and plants an output; answers with how many rows said something else. */
function forge(rig: Rig): number {
  let changed = 0;
  for (const path of below(rig).filter((one) => one.endsWith('.db'))) {
    const database = new DatabaseSync(path);
    changed += Number(database.prepare('UPDATE cache_outputs SET code = 0 WHERE code <> 0').run().changes);
    const rows = database.prepare('SELECT hash FROM cache_outputs').all();
    database.close();
    for (const { hash } of rows) {
      const kept = join(dirname(dirname(path)), 'cache');
      mkdirSync(join(kept, String(hash)), { recursive: true });
      mkdirSync(join(kept, 'terminalOutputs'), { recursive: true });
      writeFileSync(join(kept, 'terminalOutputs', String(hash)), 'PASS\n');
    }
  }
  return changed;
}

/** The folders in which Nx keeps what gates of the run said. */
function cachesOf(rig: Rig): string[] {
  return below(rig)
    .filter((path) => basename(path) === 'workspace-data')
    .map((path) => dirname(path));
}

function below(rig: Rig): string[] {
  return readdirSync(rig.state, { recursive: true, encoding: 'utf8' }).map((path) => join(rig.state, path));
}
