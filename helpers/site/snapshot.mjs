// Makes the snapshot of a site's engine, in Node: node snapshot.mjs PYTHON_MJS FOLDER_OF_PYODIDE ENGINE_PACK OUT

import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [script, folder, engine, out] = process.argv.slice(2);
process.argv[1] = "/site/snapshot"; // the engine remembers it, and where a kit lies on somebody's disk is nobody's business
const { makeSnapshot, pack, unpacked } = await import(pathToFileURL(script));
const files = pack(await unpacked(new Blob([readFileSync(engine)]).stream()));
writeFileSync(out, gzipSync(await makeSnapshot({ folder: `${pathToFileURL(folder)}/`, index: `${folder}/`, files }), { level: 9 }));
process.exit(0);
