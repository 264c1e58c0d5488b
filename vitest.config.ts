import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

/** Tests that take too long to be run with every change. */
const long = 'test/**/*.long.test.ts';

export default defineConfig({
  test: {
    // Most tests start Nx or git for real; on two cores more workers only slow each other down.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{actions,actions-*,e2e,e2e-*,rig}/**', long],
        },
      },
      {
        extends: true,
        // Scratch workspaces load the package as its users do, so it is built once before.
        test: { name: 'e2e', include: ['test/{e2e,rig}/**/*.test.ts'], globalSetup: ['test/rig/build.ts'] },
      },
      {
        extends: true,
        // Whole phases in all the ways in which they can go, and what else takes its time: `npm run test:long`.
        test: { name: 'long', include: ['test/e2e-long/**/*.test.ts', long], globalSetup: ['test/rig/build.ts'] },
      },
      {
        extends: true,
        // The programs of real agents, with a scripted model in place of their providers: `npm run e2e:agents`.
        test: { name: 'agents', include: ['test/e2e-agents/**/*.test.ts'], globalSetup: ['test/rig/build.ts'] },
      },
      {
        extends: true,
        // Beside the tools whose plans we read, which npm installs in a folder for temporary files: `npm run test:beside`.
        test: { name: 'beside', include: ['test/e2e-beside/**/*.test.ts'], hookTimeout: 300_000 },
      },
      workflows('actions'),
      // Stages that no workflow to copy has, and runs that are stopped: with all others in `npm run test:actions`.
      workflows('actions-long'),
      {
        extends: true,
        // The page of the report in a real browser: `npm run e2e:report`.
        test: { name: 'report', include: ['test/e2e-report/**/*.test.ts'], globalSetup: ['test/rig/build.ts'] },
      },
    ],
  },
});

/** Workflows and actions, run by a runner of our own: `npm run test:actions`. */
function workflows(name: string): TestProjectConfiguration {
  return {
    extends: true,
    // GitHub's packages name sources that are not in them, which would be a warning for each of their files.
    logLevel: 'error',
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      globalSetup: ['test/rig/build.ts'],
      // GitHub's packages import JSON in a way that Node itself refuses.
      server: { deps: { inline: [/@actions\/(?:workflow-parser|expressions|languageservice)/] } },
    },
  };
}
