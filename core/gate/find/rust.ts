import { boundaryModules, type Check, type Place } from './facts.ts';

/** The standard set of a Cargo workspace: everything built, tested, formatted, linted and documented without a warning. */
export function rustChecks({ has, paths }: Place): Check[] {
  if (!has('Cargo.toml')) return [];
  const because = 'Cargo.toml is there';
  const check = (kind: Check['kind'], words: string, more: Partial<Check> = {}): Check => ({
    of: 'rust',
    kind,
    command: words.split(' '),
    because,
    ...more,
  });
  const boundary = boundaryModules(paths);
  return [
    check('build', 'cargo build --workspace --all-targets'),
    check('lint', 'cargo clippy --workspace --all-targets -- -D warnings'),
    check('format', 'cargo fmt --all -- --check'),
    check('test', 'cargo test --workspace --all-targets'),
    check('docs', 'cargo doc --workspace --no-deps', {
      command: ['env', 'RUSTDOCFLAGS=-D warnings', 'cargo', 'doc', '--workspace', '--no-deps'],
    }),
    ...(boundary.length === 0
      ? []
      : [
          check('strict', `cargo clippy --workspace --lib --bins -- -D warnings ${strictLints}`, {
            because: `${because}, and so are modules at the boundary`,
            when: { boundary },
          }),
        ]),
    ...(has('deny.toml')
      ? [check('dependencies', 'cargo deny check', { because: 'deny.toml is there', when: { dependencies: true } })]
      : has('.cargo/audit.toml')
        ? [
            check('dependencies', 'cargo audit', {
              because: '.cargo/audit.toml is there',
              when: { dependencies: true },
            }),
          ]
        : []),
  ];
}

/** What comes from outside must not be able to stop the program. */
const strictLints = ['unwrap_used', 'expect_used', 'indexing_slicing', 'panic', 'arithmetic_side_effects']
  .map((lint) => `-D clippy::${lint}`)
  .join(' ');
