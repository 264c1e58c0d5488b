import { isTestPath } from '../review/test-file.ts';

/**
 * Whether a file by its name decides what tests say: tests and what lies beside them, snapshots, settings of runners.
 * Manifests are none: they name what the new source needs.
 */
export function decidesTests(path: string): boolean {
  return isTestPath(path) || settings.test(path);
}

/**
 * Whether a file by its name says what happens before or around the tests of others, as soon as it is there: settings of
 * runners and of what compiles for them, and what they load by themselves.
 */
export function preparesTests(path: string): boolean {
  return settings.test(path) || ofOthers.test(path) || isLoadedByTests(path);
}

/** Whether runners load a file by its name before any test, or in the place of what tests ask for. */
export function isLoadedByTests(path: string): boolean {
  return loaded.test(path);
}

const settings =
  /(?:^|\/)(?:(?:vitest|jest|playwright|cypress|karma|web-test-runner|ava)\.(?:config|workspace|setup)\.\w+|\.mocharc\.\w+|pytest\.ini|tox\.(?:ini|toml)|nextest\.toml|phpunit\.xml(?:\.dist)?|\.rspec)$/;

/** Those that say other things too: where they were there, it is for the gate surface to tell what in them has changed. */
const ofOthers =
  /(?:^|\/)(?:vite\.config\.\w+|setup\.cfg|pyproject\.toml|bunfig\.toml|babel\.config\.\w+|\.(?:babel|swc)rc(?:\.\w+)?|\.cargo\/config(?:\.toml)?|\.(?:test\.env|env\.test)(?:\.local)?)$/;

const loaded =
  /(?:^|\/)(?:(?:conftest|sitecustomize|usercustomize)\.py$|(?:setup[._-]?[Tt]ests?|[Tt]est[._-]?[Ss]etup)\.\w+$|__mocks__\/|tests?\/(?:.*\/)?(?:setup|bootstrap|spec_helper|test_helper)\.\w+$|spec\/spec_helper\.rb$)/;
