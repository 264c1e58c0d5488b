import { join } from 'node:path';

/** The name of the plugin as Python imports it. */
const pytestPlugin = 'phasewright_test_report';

/**
 * The files of the plugin, for a folder that Python is told to look in. Pytest finds it there as it finds what is installed:
 * a Python that does not look there (`-E`, `-I`) misses nothing, and its tests are counted by what it prints.
 */
export function pytestPluginFiles(folder: string): ReadonlyMap<string, string> {
  const about = join(folder, `${pytestPlugin}-1.dist-info`);
  return new Map([
    [join(folder, `${pytestPlugin}.py`), text],
    [join(about, 'METADATA'), `Metadata-Version: 2.1\nName: ${pytestPlugin}\nVersion: 1\n`],
    [join(about, 'entry_points.txt'), `[pytest11]\n${pytestPlugin} = ${pytestPlugin}\n`],
  ]);
}

/**
 * Tells what `core/host/test-reports` tells of other runners, in the same file and sealed the same way. Pytest loads it before
 * any file of the project, so no test sees the place or the key in its environment. What goes wrong in it is nobody's but ours,
 * so no hook throws; and only the outermost run counts, since tests of plugins run pytest within pytest.
 */
const text = `import hashlib, hmac, json, os, uuid
from contextlib import suppress

_given = os.environ.pop("PHASEWRIGHT_TEST_REPORTS", None)
_process = os.getpid()
_name = None
_outermost = None
_told = []
_worst = {"passed": 0, "skipped": 1, "failed": 2}
_asks = ("help", "version", "collectonly", "showfixtures", "show_fixtures_per_test", "markers", "cacheshow", "setupplan")

if _given is not None:
    with suppress(Exception):
        _folder = os.path.join(_given.split(":", 1)[1], os.environ.get("NX_TASK_HASH", "command"))
        os.makedirs(_folder, exist_ok=True)
        _begun = os.path.join(_folder, "pytest-%d-%s" % (_process, uuid.uuid4()))
        open(_begun + ".started", "x").close()
        _name = _begun


def pytest_cmdline_main(config):
    """What only asks runs no test."""
    global _name
    with suppress(Exception):
        if _name is not None and any(getattr(config.option, name, None) for name in _asks):
            os.remove(_name + ".started")
            _name = None


def pytest_configure(config):
    global _outermost
    with suppress(Exception):
        if _name is not None and _outermost is None:
            _outermost = config
            config.pluginmanager.register(_Run())


def pytest_unconfigure(config):
    global _outermost
    if _outermost is config:
        _outermost = None


class _Run:
    def __init__(self):
        self.tests = {}
        self.messages = {}

    def pytest_runtest_logreport(self, report):
        with suppress(Exception):
            # Other plugins have outcomes of their own, such as one for a test that is run again.
            if report.outcome not in _worst or (report.when != "call" and report.outcome == "passed"):
                return
            before = self.tests.get(report.nodeid, "passed")
            self.tests[report.nodeid] = max(before, report.outcome, key=_worst.get)
            if report.outcome == "failed":
                said = str(report.longrepr.reprcrash.message).strip().split("\\n")[0][:300]
                self.messages.setdefault(report.nodeid, said)

    def pytest_collectreport(self, report):
        """A file that could not be loaded has no tests, and counts as one that fails."""
        with suppress(Exception):
            if report.outcome == "failed":
                self.tests[report.nodeid] = "failed"
                self.messages[report.nodeid] = str(report.longrepr).strip().split("\\n")[-1][:300]

    def pytest_sessionfinish(self):
        with suppress(Exception):
            # A test may have forked, and what it has forked comes here as well.
            if os.getpid() != _process:
                return
            for node, outcome in self.tests.items():
                file, _, name = node.partition("::")
                test = {"name": name.replace("::", " > ") or file, "file": file, "outcome": outcome}
                _told.append({**test, "message": self.messages[node]} if self.messages.get(node) else test)
            body = json.dumps({"runner": "pytest", "tests": _told})
            seal = hmac.new(_given.split(":", 1)[0].encode(), body.encode(), hashlib.sha256).hexdigest()
            with open(_name + ".own", "w") as file:
                json.dump({"seal": seal, "body": body}, file)
            os.replace(_name + ".own", _name + ".json")
`;
