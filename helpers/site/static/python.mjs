// Python with the kit in it, in a worker or in Node: begun afresh, or from the memory that it had once everything was
// imported, which is made when a site is built.
//
// Pyodide can write its memory down and take it again (`_makeSnapshot`, `_loadSnapshot`: not promised to stay, which is
// why its version is pinned, and why a start that doesn't work this way begins afresh). It doesn't know modules in
// machine code, though. So these are loaded at one place in memory and in the table of functions, when the snapshot is
// made and when it is taken, before Python itself begins: then all that points into them points right.

const PLACE = 1 << 24; // bytes: where modules in machine code begin; below it lies what Python has before it begins
const TABLE = 16_384; // entries of the table of functions before them; browsers begin with different numbers

const DESK = `
import sys
sys.path[:0] = ["/site/kit", "/site/packages"]
from pathlib import Path
from helpers.site.desk import Desk
desk = Desk(Path("/site/own/ladder.yaml"), Path("/site/own/theme.yaml"))
`;

// What every visitor has of their own. What fails here would fail at the first answer.
const AWAKE = `
import random
random.seed()
desk.begin('{"type": "look", "chapter": "", "version": ""}')
assert desk.step()
`;

/**
 * Start it. `folder` is the address of Pyodide's files, `packs` are archives (see archive.py) unpacked by `pack`, the engine first;
 * `snapshot` a promise of a memory or of null; `index` is the folder's path where its address isn't asked for, as in Node.
 * Gives {py, desk, isFromSnapshot}.
 */
export async function startPython({ folder, index = folder, packs, snapshot = null }) {
  const memory = await Promise.resolve(snapshot).catch(() => null);
  if (memory) {
    try {
      const py = await load(folder, packs, { indexURL: index, _loadSnapshot: memory });
      py.runPython(AWAKE);
      return { py, desk: py.globals.get("desk"), isFromSnapshot: true };
    } catch (error) {
      console.warn("The engine couldn’t be woken, and begins afresh.", String(error));
    }
  }
  const py = await load(folder, packs, { indexURL: index });
  py.runPython(DESK);
  return { py, desk: py.globals.get("desk"), isFromSnapshot: false };
}

/** The memory of an engine that has looked at everything, as bytes. */
export async function makeSnapshot({ folder, index, packs }) {
  const py = await load(folder, packs, { _makeSnapshot: true, indexURL: index });
  py.runPython(DESK);
  py.runPython("desk.look_around()\nimport gc\ngc.collect()");
  return py.makeMemorySnapshot();
}

async function load(folder, packs, options) {
  const [{ loadPyodide }, { default: create }, ...files] = await Promise.all([
    import(`${folder}pyodide.mjs`),
    import(`${folder}pyodide.asm.mjs`),
    ...packs,
  ]);
  const createPyodideModule = (module) => {
    module.onRuntimeInitialized = () => {
      files.forEach((pack) => put(module.FS, pack));
      if (options._makeSnapshot || options._loadSnapshot) settle(module, files[0]);
      if (options._loadSnapshot) makeRoom(module, options._loadSnapshot.length);
    };
    return create(module);
  };
  return loadPyodide({ ...options, createPyodideModule });
}

/** Load modules in machine code where they were when the snapshot was made. Throws where that can't be. */
function settle(module, files) {
  const { FS, wasmTable } = module;
  if (wasmTable.length > TABLE) throw new Error("the table of functions is too long");
  wasmTable.grow(TABLE - wasmTable.length);
  const free = module._malloc(16);
  module._malloc(PLACE - free - 32);
  const at = module._malloc(16);
  if (at !== PLACE) throw new Error("the modules can’t be where they were");
  module._free(at);
  for (const [path] of files) {
    if (path.endsWith(".so")) module.loadDynamicLibrary(`/site/${path}`, { nodelete: true, fs: FS }, {}, 0);
  }
}

/** Let the memory be as large as a snapshot; and keep what this browser alone knows, over taking it. */
function makeRoom(module, size) {
  if (module.HEAP8.length < size) module._emscripten_resize_heap(size);
  // How functions are called whose number of arguments is another one: by machine code of its own, where a browser can.
  const where = () => (module.__PyRuntime + module.HEAP32[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >> 2]) >> 2;
  const restore = module.API.restoreSnapshot;
  const call = module.HEAP32[where()];
  module.API.restoreSnapshot = (snapshot) => {
    const settings = restore(snapshot);
    module.HEAP32[where()] = call;
    return settings;
  };
}

/** Files of an archive, below /site. */
function put(FS, files) {
  const folders = new Set();
  for (const [path, data] of files) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!folders.has(folder)) FS.mkdirTree(`/site/${folder}`);
    folders.add(folder);
    FS.writeFile(`/site/${path}`, data);
  }
}

/** What a packed stream holds, unpacked, as bytes. */
export async function unpacked(stream) {
  return new Uint8Array(await new Response(stream.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
}

/** The files of an archive: [path, bytes] for each. */
export function pack(bytes) {
  const start = 4 + new DataView(bytes.buffer).getUint32(0);
  let at = start;
  return JSON.parse(new TextDecoder().decode(bytes.subarray(4, start))).map(([path, size]) => [path, bytes.subarray(at, (at += size))]);
}
