import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A gate changes no files: nothing is remembered between runs.
    cache: false,
    fsModuleCache: false,
  },
});
