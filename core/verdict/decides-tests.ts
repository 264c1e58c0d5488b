import { isTestPath } from '../review/test-file.ts';

/**
 * Whether a file by its name decides what tests say: tests and what lies beside them, snapshots, settings of runners.
 * Manifests are none: they name what the new source needs.
 */
export function decidesTests(path: string): boolean {
  return isTestPath(path) || settings.test(path);
}

const settings =
  /(?:^|\/)(?:(?:vitest|jest|playwright|cypress|karma|web-test-runner|ava)\.(?:config|workspace|setup)\.\w+|\.mocharc\.\w+|pytest\.ini|tox\.(?:ini|toml)|nextest\.toml|phpunit\.xml(?:\.dist)?|\.rspec)$/;
