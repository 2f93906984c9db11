// Starts the engine of a site in Node as its worker does: node engine.mjs SITE ASKED.json, which says what to make.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [site, file] = process.argv.slice(2);
const folder = (name) => `${site}/${readdirSync(site).find((one) => one.startsWith(name))}/`;
const kit = folder("kit-");
const { startPython, pack } = await import(pathToFileURL(`${kit}python.mjs`));
const asked = JSON.parse(readFileSync(file, "utf8"));

const read = (name) => new Uint8Array(gunzipSync(readFileSync(kit + name)));
const start = (most) =>
  startPython({
    folder: pathToFileURL(folder("python-")).href,
    index: folder("python-"),
    packs: ["engine.pack", "typesetting.pack", "typeface.pack"].map((name) => pack(read(name))),
    snapshot: read("snapshot.pack").slice(0, most),
  });

const LOOK = `
import json
desk.open("a")
desk.begin(json.dumps({"type": "look", "chapter": "01_associate_pm", "version": ""}))
seen = ""
while one := desk.step():
    seen += one
seen
`;
const PRESS = `
import json, sys
from jinja2 import Environment
had, read, compile = set(sys.modules), [], Environment.compile
Environment.compile = lambda *given, **named: read.append(str(given[2])) or compile(*given, **named)
desk.begin(json.dumps({"type": "act", "chapter": "08_your_path", "version": "", "element": "report", "value": ""}))
while "text/html" not in (said := desk.step()):
    assert said
json.dumps([*sorted(set(sys.modules) - had), *read])
`;
const CHANCE = "import random\nrandom.random()";
const PDF = `
import base64, datetime, json
from helpers.charts import load_theme
from helpers.journal.lines import scan
from helpers.report import build_report, typeset
asked = json.loads(asked)
look = load_theme(Path("/site/own/theme.yaml"))
made = {}
for name, data in asked["journals"].items():
    events = scan(base64.b64decode(data)).events
    report = build_report(desk._ladder, events, on=datetime.date.fromisoformat(asked["on"]), theme=look)
    made[name] = base64.b64encode(typeset(report, look).data).decode()
json.dumps(made)
`;

const { py, isFromSnapshot } = await start(asked.spoil ? 64 : undefined);
const told = { woken: isFromSnapshot, looked: py.runPython(LOOK), chance: py.runPython(CHANCE) };
py.globals.set("asked", JSON.stringify(asked));
told.pdfs = JSON.parse(py.runPython(PDF));
if (asked.again) {
  const other = await start();
  Object.assign(told, { woken_again: other.isFromSnapshot, looked_again: other.py.runPython(LOOK), chance_again: other.py.runPython(CHANCE), needed: other.py.runPython(PRESS) });
}
writeFileSync(`${file}.told`, JSON.stringify(told));
process.exit(0);
