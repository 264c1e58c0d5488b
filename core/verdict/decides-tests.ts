import { isTestPath } from '../cheat/language.ts';

/**
 * Whether a file by its name decides what tests say: tests and what lies beside them, snapshots, settings of runners.
 * Manifests are none: they name what the new source needs.
 */
export function decidesTests(path: string): boolean {
  return isTestPath(path) || snapshot.test(path) || settings.test(path);
}

const snapshot = /\.(?:snap|ambr)$|\.approved\.\w+$|(?:^|\/)(?:__snapshots__|testdata)\//;

const settings =
  /(?:^|\/)(?:(?:vitest|jest|playwright|cypress|karma|web-test-runner|ava)\.(?:config|workspace|setup)\.\w+|\.mocharc\.\w+|pytest\.ini|tox\.(?:ini|toml)|conftest\.py|nextest\.toml|phpunit\.xml(?:\.dist)?|\.rspec)$/;
