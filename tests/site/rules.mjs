// Runs tests of rules in the Python that a site has in a browser: node rules.mjs SITE TESTS TOOLS… -- TEST…
// The kit is the one in the site's archives; only the tests, and what runs them, come from this machine.

import { readFileSync, readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [site, ...given] = process.argv.slice(2);
const folders = given.slice(0, given.indexOf("--"));
const tests = given.slice(given.indexOf("--") + 1);
const folder = (name) => `${site}/${readdirSync(site).find((one) => one.startsWith(name))}/`;
const kit = folder("kit-");
const { startPython, pack } = await import(pathToFileURL(`${kit}python.mjs`));
const { py } = await startPython({
  folder: pathToFileURL(folder("python-")).href,
  index: folder("python-"),
  packs: ["engine", "importing"].map((name) => pack(new Uint8Array(gunzipSync(readFileSync(`${kit}${name}.pack`))))),
});
folders.forEach((path, at) => py.mountNodeFS(`/given${at}`, path));
py.globals.set("given", JSON.stringify({ tests, folders: folders.map((_, at) => `/given${at}`) }));
process.exitCode = py.runPython(`
import json, os, sys
given = json.loads(given)
sys.dont_write_bytecode = True
sys.path += given["folders"]
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
os.chdir(given["folders"][0])
import pytest
from hypothesis import HealthCheck, settings
settings.register_profile("here", deadline=None, database=None, max_examples=5, suppress_health_check=list(HealthCheck))
settings.load_profile("here")
import helpers
assert helpers.__path__[0].startswith("/site/kit"), helpers.__path__
options = "-q --noconftest -p tests.ladder.conftest --capture=sys --tb=short"  # the other conftests need a machine
options += " -p no:cacheprovider -p no:faulthandler -c /dev/null"
int(pytest.main([*options.split(), "--rootdir", given["folders"][0], *given["tests"]]))
`);
