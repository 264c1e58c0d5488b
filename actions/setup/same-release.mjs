import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// The action and the package of the workspace speak to each other, so that both have to be of one release.
const version = (path) => JSON.parse(readFileSync(path, 'utf8')).version;
const action = version(join(import.meta.dirname, '../../package.json'));
let installed;
try {
  installed = version(createRequire(join(process.cwd(), 'package.json')).resolve('phasewright/package.json'));
} catch {
  process.stdout.write(
    `::error title=phasewright::Unexpected absence of the package phasewright in ${process.cwd()}, expected release ${action} among its packages: npx nx add phasewright@${action}\n`,
  );
  process.exit(1);
}
if (installed !== action) {
  process.stdout.write(
    `::error title=phasewright::Unexpected release ${installed} of the package phasewright in ${process.cwd()}, expected ${action} as of the action. Use the same release of both.\n`,
  );
  process.exit(1);
}
