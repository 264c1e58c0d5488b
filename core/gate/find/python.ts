import { boundaryModules, type Check, type Place } from './facts.ts';

/** Only what the project has set up itself: Python has no check that every project has. */
export function pythonChecks(place: Place): Check[] {
  const { has, text, paths } = place;
  const manifests = [
    'pyproject.toml',
    'setup.cfg',
    'tox.ini',
    'setup.py',
    'requirements.txt',
    'requirements-dev.txt',
    'Pipfile',
  ];
  const manifest = manifests.find((path) => has(path));
  if (manifest === undefined) return [];
  const written = manifests.map(text).join('\n');
  const run = runnerOf(place);
  const check = (kind: Check['kind'], words: string, because: string, when?: Check['when']): Check => ({
    of: 'python',
    kind,
    command: [...run, ...words.split(' ')],
    because,
    ...(when ? { when } : {}),
  });
  const [ruff, black] = [
    has('ruff.toml') || has('.ruff.toml') || /^\[tool\.ruff\b/m.test(written),
    /^\[tool\.black\]/m.test(written),
  ];
  const tests = paths.find((path) => /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(path));
  const isPytest =
    /\bpytest\b/.test(written) || has('pytest.ini') || paths.some((path) => path.endsWith('conftest.py'));
  const boundary = boundaryModules(paths);
  return [
    ...(/^\[tool\.mypy\]|^\[mypy\]/m.test(written) || has('mypy.ini')
      ? [check('typecheck', 'mypy .', 'mypy is set up')]
      : []),
    ...(has('pyrightconfig.json') || /^\[tool\.pyright\]/m.test(written)
      ? [check('typecheck', 'pyright', 'pyright is set up')]
      : []),
    ...(ruff
      ? [check('lint', 'ruff check .', 'ruff is set up')]
      : has('.flake8')
        ? [check('lint', 'flake8', '.flake8 is there')]
        : []),
    ...(black
      ? [check('format', 'black --check .', 'black is set up')]
      : ruff
        ? [check('format', 'ruff format --check .', 'ruff is set up')]
        : []),
    ...(isPytest
      ? [check('test', `${python(run)} -m pytest`, 'pytest is set up')]
      : tests === undefined
        ? []
        : [check('test', `${python(run)} -m unittest discover`, `${tests} is there`)]),
    ...(ruff && boundary.length > 0
      ? [
          check(
            'strict',
            'ruff check --extend-select S,BLE,B .',
            'ruff is set up, and modules at the boundary are there',
            { boundary },
          ),
        ]
      : []),
    ...(/\bpip-audit\b/.test(written)
      ? [check('dependencies', 'pip-audit', 'pip-audit is among the dependencies', { dependencies: true })]
      : has('uv.lock')
        ? [
            {
              ...check('dependencies', '', 'uv.lock is there', { dependencies: true }),
              command: ['uv', 'lock', '--check'],
            },
          ]
        : []),
  ];
}

function runnerOf({ has }: Place): string[] {
  if (has('uv.lock')) return ['uv', 'run'];
  return has('poetry.lock') ? ['poetry', 'run'] : [];
}

/** Those that start programs in an environment have `python` there; many systems have only `python3`. */
function python(run: readonly string[]): string {
  return run.length > 0 ? 'python' : 'python3';
}
