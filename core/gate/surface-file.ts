import { posix } from 'node:path';

/** What a file is to the gates, as far as its path tells. */
export type SurfaceKind = 'configuration' | 'recipes' | 'continuous integration' | 'hook' | 'snapshot';

/** What kind of file decides what a gate means; undefined where a path does not tell that it does. */
export function surfaceKindOf(path: string): SurfaceKind | undefined {
  const name = posix.basename(path);
  if (ofCi.test(path)) return 'continuous integration';
  if (ofHooks.test(path)) return 'hook';
  if (ofSnapshots.test(path)) return 'snapshot';
  if (recipes.test(name)) return 'recipes';
  return configurations.test(name) || ofCargo.test(path) ? 'configuration' : undefined;
}

/** Names of scripts, targets and recipes that judge, wherever they are written down. */
export const checkName =
  /^(?:pre|post)?(?:test|tests|lint|check|checks|verify|ci|typecheck|type-check|types|tsc|format|fmt|coverage|cov|e2e|unit|integration|build|validate|audit|mypy|ruff|pytest|clippy|vet|all)(?:[:.-]\w+)*$/;

const ofCi =
  /^(?:\.github\/(?:workflows|actions)\/|\.gitlab-ci\.ya?ml$|\.gitlab\/ci\/|\.circleci\/|\.buildkite\/|\.travis\.yml$|\.drone\.ya?ml$|\.woodpecker(?:\/|\.ya?ml$)|Jenkinsfile|azure-pipelines[\w.-]*\.ya?ml$|bitbucket-pipelines\.yml$|appveyor\.yml$)/;

const ofHooks =
  /^(?:.*\/)?(?:\.husky\/(?!_\/)|\.githooks\/|\.?lefthook(?:-local)?\.(?:ya?ml|toml|json)$|\.pre-commit-config\.ya?ml$|\.?lintstagedrc(?:\.\w+)?$|lint-staged\.config\.\w+$|\.?commitlint(?:rc|\.config)(?:\.\w+)?$)/;

const ofSnapshots = /\.(?:snap|ambr)$|\.approved\.\w+$|(?:^|\/)__snapshots__\//;

const ofCargo = /(?:^|\/)\.cargo\/config(?:\.toml)?$|(?:^|\/)\.config\/nextest\.toml$/;

const recipes = /^(?:GNUmakefile|[Mm]akefile|\.?[Jj]ustfile|Taskfile\.ya?ml)$/;

const configurations =
  /^(?:tsconfig[\w.-]*\.json|jsconfig\.json|eslint(?:\.[\w-]+)*\.config\.[cm]?[jt]s|\.eslintrc(?:\.[\w-]+)*|jest\.preset\.\w+|\.nxignore|pnpm-workspace\.yaml|\.eslintignore|biome\.jsonc?|\.?oxlintrc\.json|oxlint\.config\.[cm]?[jt]s|\.oxfmtrc\.jsonc?|\.prettierrc[\w.]*|prettier\.config\.\w+|\.prettierignore|\.stylelintrc[\w.]*|(?:vitest|jest|vite|playwright|cypress|karma|web-test-runner|ava)(?:\.[\w-]+)*\.(?:config|workspace|setup)\.[cm]?[jt]s|jest\.config\.json|babel\.config\.\w+|\.babelrc(?:\.\w+)?|\.swcrc|\.env\.(?:test|lint|check|ci|e2e)(?:\.local)?|\.(?:test|lint|check|ci|e2e)(?:\.local)?\.env|\.mocharc\.\w+|\.nycrc(?:\.json)?|\.c8rc\.json|codecov\.ya?ml|stryker\.conf\.\w+|knip\.jsonc?|deno\.jsonc?|bunfig\.toml|turbo\.json|pytest\.ini|tox\.(?:ini|toml)|noxfile\.py|mypy\.ini|\.mypy\.ini|setup\.cfg|\.?ruff\.toml|\.flake8|\.pylintrc|\.coveragerc|pyrightconfig\.json|pyproject\.toml|\.?clippy\.toml|\.?rustfmt\.toml|nextest\.toml|deny\.toml|Cargo\.toml|\.golangci\.(?:ya?ml|toml|json)|nx\.json|project\.json|package\.json)$/;
