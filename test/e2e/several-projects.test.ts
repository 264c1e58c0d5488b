import { expect, test, vi } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan } from '../rig/plan.ts';
import { json } from '../rig/workspace.ts';
import { useRig } from '../rig/use-rig.ts';

vi.setConfig({ testTimeout: 120_000 });

/** As a build tool that writes reports in XML and tells nothing of what it has run: a test for each file in `tests`. */
const tool = `
  import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
  const cases = readdirSync('tests').map((file) => '<testcase name="' + file + '"/>');
  mkdirSync('build', { recursive: true });
  writeFileSync('build/report.xml', '<testsuite>' + cases.join('') + '</testsuite>');
`;

function project(name: string): Record<string, string> {
  const options = { command: 'node tool.mjs', cwd: '{projectRoot}' };
  return {
    [`${name}/project.json`]: json({ name, targets: { test: { executor: 'nx:run-commands', options } } }),
    [`${name}/tool.mjs`]: tool,
    [`${name}/tests/one`]: '',
    [`${name}/tests/two`]: '',
  };
}

test('tests of several projects are counted each by its own reports, and missed of each, with one judgement of the base', async () => {
  const rig = await useRig({
    plan: plan({ tasks: [{ id: '1.1', files: ['demo/**', 'lib/**'] }] }),
    files: { ...project('demo'), ...project('lib'), '.gitignore': 'node_modules\n.nx\nbuild\n' },
    options: { gates: ['test'], gateRetries: 1 },
  });
  rig.agent.always(diligent);
  rig.agent.on({ role: 'implementer', attempt: 1 }, async (call) => {
    await call.write({ 'demo/src/a.ts': 'export {};\n', 'lib/src/a.ts': 'export {};\n', 'lib/tool.mjs': less });
    await call.done();
  });
  rig.agent.on({ role: 'implementer', attempt: 2 }, async (call) => {
    await call.write({ 'lib/tool.mjs': tool });
    await call.done();
  });

  const { report, output } = await rig.implementPhase();

  expect(rig.agent.all[1]?.prompt).toContain('fewer-tests: lib:test has run 1 tests, and 2 on the base\n- one\n');
  expect(report.outcome).toBe('landed');
  const counts = Object.fromEntries(
    report.gates.map(({ project: name, tests }) => [name, [tests?.by, tests?.executed]]),
  );
  expect(counts).toEqual({ demo: ['junit', 2], lib: ['junit', 2] });
  expect([...output.matchAll(/gates: test on the base$/gm)]).toHaveLength(1);
});

const less = tool.replace("readdirSync('tests')", "readdirSync('tests').slice(1)");
