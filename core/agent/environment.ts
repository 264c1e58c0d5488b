import { join } from 'node:path';

/** What every program needs; of the rest of the user's environment an agent sees nothing that is not named. */
const passedOn = [
  'PATH',
  'SYSTEMROOT',
  'COMSPEC',
  'PATHEXT',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TERM',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
];

/**
 * The whole environment of an agent. Its home and temporary folder are folders of ours, so that it finds no credentials
 * of the user's by looking where they usually lie; an agent that needs the real home names `HOME` in its option `env`.
 */
export function agentEnvironment(about: {
  readonly userEnv: Readonly<Record<string, string | undefined>>;
  /** Folder of ours for this agent. */
  readonly home: string;
  /** Names that the option adds. */
  readonly named: readonly string[];
  /** Told to every agent as `PHASEWRIGHT_<NAME>`. */
  readonly facts: Readonly<Record<string, string>>;
  /** What the driver adds. */
  readonly own: Readonly<Record<string, string | undefined>>;
  readonly markers: Readonly<Record<string, string>>;
}): Record<string, string | undefined> {
  const { userEnv, home, named, facts, own, markers } = about;
  const pick = (names: readonly string[]) => set(Object.fromEntries(names.map((name) => [name, userEnv[name]])));
  const temporary = temporaryFolder(home);
  return {
    ...pick(passedOn),
    HOME: home,
    USERPROFILE: home,
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    ...pick(named),
    // What its driver needs to be as it is goes before what the option names.
    ...set(own),
    ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [`PHASEWRIGHT_${name.toUpperCase()}`, value])),
    ...markers,
  };
}

/** Those that have a value. */
function set(variables: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));
}

export function temporaryFolder(home: string): string {
  return join(home, 'tmp');
}
