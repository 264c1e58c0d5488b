/** The name of the plugin as Python imports it. */
export const pytestPlugin = 'phasewright_test_report';

/**
 * A plugin that tells what `core/host/test-reports` tells of other runners, in the same file and sealed the same way. Pytest
 * loads it before any file of the project, so no test sees the place or the key in its environment.
 */
export const pytestPluginText = `import hashlib, hmac, json, os, uuid

_given = os.environ.pop("PHASEWRIGHT_TEST_REPORTS", None)
_others = [name for name in os.environ.get("PYTEST_PLUGINS", "").split(",") if name not in ("", "${pytestPlugin}")]
if _others:
    os.environ["PYTEST_PLUGINS"] = ",".join(_others)
else:
    os.environ.pop("PYTEST_PLUGINS", None)
_tests = {}
_name = None
_worst = {"passed": 0, "skipped": 1, "failed": 2}

if _given is not None:
    _folder = os.path.join(_given.split(":", 1)[1], os.environ.get("NX_TASK_HASH", "command"))
    os.makedirs(_folder, exist_ok=True)
    _name = os.path.join(_folder, "pytest-%d-%s" % (os.getpid(), uuid.uuid4()))
    open(_name + ".started", "x").close()


def pytest_cmdline_main(config):
    """What only asks runs no test."""
    global _name
    asks = ("help", "version", "collectonly", "showfixtures", "show_fixtures_per_test", "markers", "cacheshow", "setupplan")
    if _name is not None and any(getattr(config.option, name, None) for name in asks):
        os.remove(_name + ".started")
        _name = None


def pytest_runtest_logreport(report):
    if report.when != "call" and report.outcome == "passed":
        return
    before = _tests.get(report.nodeid, "passed")
    _tests[report.nodeid] = max(before, report.outcome, key=_worst.get)


def pytest_sessionfinish(session, exitstatus):
    if _name is None:
        return
    tests = [
        {"name": node.split("::", 1)[-1].replace("::", " > "), "file": node.split("::", 1)[0], "outcome": outcome}
        for node, outcome in _tests.items()
    ]
    body = json.dumps({"runner": "pytest", "tests": tests})
    seal = hmac.new(_given.split(":", 1)[0].encode(), body.encode(), hashlib.sha256).hexdigest()
    with open(_name + ".json", "x") as file:
        json.dump({"seal": seal, "body": body}, file)
`;
