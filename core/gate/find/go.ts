import { boundaryModules, type Check, type Place } from './facts.ts';

export function goChecks({ has, text, paths }: Place): Check[] {
  if (!has('go.mod')) return [];
  const because = 'go.mod is there';
  const check = (kind: Check['kind'], command: string | readonly string[], more: Partial<Check> = {}): Check => ({
    of: 'go',
    kind,
    command: typeof command === 'string' ? command.split(' ') : command,
    because,
    ...more,
  });
  const linter = paths.find((path) => /^\.golangci\.(?:ya?ml|toml|json)$/.test(path));
  const boundary = boundaryModules(paths);
  const hasVulncheck = text('go.mod').includes('golang.org/x/vuln');
  const audit = hasVulncheck ? 'go mod verify && go tool govulncheck ./...' : 'go mod verify';
  return [
    check('build', 'go build ./...'),
    linter === undefined
      ? check('lint', 'go vet ./...')
      : check('lint', 'golangci-lint run', { because: `${linter} is there` }),
    // It ends well whatever it lists.
    check('format', ['sh', '-c', 'out=$(gofmt -l .) && echo "$out" && test -z "$out"']),
    check('test', 'go test ./...'),
    ...(boundary.length === 0
      ? []
      : [
          check('strict', 'go test -race ./...', {
            because: `${because}, and so are modules at the boundary`,
            when: { boundary },
          }),
        ]),
    check('dependencies', hasVulncheck ? ['sh', '-c', audit] : audit, { when: { dependencies: true } }),
  ];
}
