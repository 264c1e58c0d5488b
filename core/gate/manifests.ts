/** Files that say which packages of others a project is built on, and those that pin them. */
export function isManifest(path: string): boolean {
  return manifests.test(path.slice(path.lastIndexOf('/') + 1));
}

const manifests = new RegExp(
  `^(?:${[
    String.raw`package(?:-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-(?:lock|workspace)\.yaml|bun\.lockb?|deno\.(?:jsonc?|lock)`,
    String.raw`Cargo\.(?:toml|lock)|go\.(?:mod|sum|work|work\.sum)`,
    String.raw`pyproject\.toml|setup\.(?:py|cfg)|Pipfile(?:\.lock)?|(?:poetry|uv|pdm|pylock)\.(?:lock|toml)|(?:requirements|constraints)[\w.-]*\.(?:txt|in)`,
    String.raw`Gemfile(?:\.lock)?|[\w.-]+\.gemspec|composer\.(?:json|lock)`,
    String.raw`pom\.xml|build\.gradle(?:\.kts)?|settings\.gradle(?:\.kts)?|gradle\.lockfile|libs\.versions\.toml`,
    String.raw`[\w.-]+\.[cf]sproj|packages\.lock\.json|Directory\.Packages\.props|mix\.(?:exs|lock)|pubspec\.(?:yaml|lock)|Package\.(?:swift|resolved)`,
  ].join('|')})$`,
);
