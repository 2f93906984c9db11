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

const STANDS_IN = new Uint8Array(); // for a memory that is still on its way: Pyodide wants it before anything begins

/**
 * Start it. `folder` is the address of Pyodide's files; `packs` are promises of archives (see archive.py) unpacked by `pack`,
 * the engine first, and `snapshot` is one of a memory, which is used up. `index` is the folder's path where its address isn't
 * asked for, as in Node. `waking` is called with true before a memory is woken, which keeps this thread busy until it is
 * over, and then with false. Gives {py, desk, isFromSnapshot}.
 */
export async function startPython({ folder, index = folder, packs, snapshot = null, waking = (_isWaking) => {} }) {
  const files = Promise.all(packs);
  const memory = snapshot && Promise.resolve(snapshot);
  for (const coming of [files, memory]) coming?.catch(() => {}); // told below, once somebody asks for it
  if (memory) {
    try {
      const py = await load(folder, { indexURL: index, _loadSnapshot: STANDS_IN }, files, { memory, waking });
      py.runPython(AWAKE);
      return { py, desk: py.globals.get("desk"), isFromSnapshot: true };
    } catch (error) {
      console.warn("The engine couldn’t be woken, and begins afresh.", String(error));
    } finally {
      waking(false);
    }
  }
  const py = await load(folder, { indexURL: index }, files);
  py.runPython(DESK);
  return { py, desk: py.globals.get("desk"), isFromSnapshot: false };
}

/** The memory of an engine that has looked at everything, as bytes; `files` are the archive of one. */
export async function makeSnapshot({ folder, index, files }) {
  const py = await load(folder, { _makeSnapshot: true, indexURL: index }, [files]);
  py.runPython(DESK);
  py.runPython("desk.look_around()\nimport gc\ngc.collect()\ngc.freeze()");
  clear(py._module);
  return py.makeMemorySnapshot();
}

async function load(folder, options, files, { memory: snapshot = null, waking = (_isWaking) => {} } = {}) {
  const [{ loadPyodide }, { default: create }] = await Promise.all([import(`${folder}pyodide.mjs`), import(`${folder}pyodide.asm.mjs`)]);
  const createPyodideModule = async (module) => {
    const begins = new Promise((resolve) => module.preRun.push(() => resolve(module.addRunDependency("site"))));
    const made = create(module);
    // Its machine code is fetched and compiled meanwhile; Python begins once all is here.
    const whole = Promise.all([files, snapshot, begins]).then(([packs, memory]) => {
      for (const archive of packs) put(module.FS, archive);
      module.onRuntimeInitialized = () => {
        if (memory) waking(true);
        if (options._makeSnapshot || memory) settle(module, packs[0]);
        if (memory) wake(module, memory);
      };
      module.removeRunDependency("site");
    });
    await Promise.all([made, whole]);
    return made;
  };
  return loadPyodide({ ...options, createPyodideModule });
}

/** Load modules in machine code where they were when the snapshot was made. Throws where that can't be. */
function settle(module, files) {
  const { FS, wasmTable } = module;
  if (wasmTable.length > TABLE) throw new Error("the table of functions is too long");
  wasmTable.grow(TABLE - wasmTable.length);
  const free = module._malloc(16);
  const below = module._malloc(PLACE - free - 32);
  const at = module._malloc(16);
  if (at !== PLACE) throw new Error("the modules can’t be where they were");
  module._free(at);
  for (const [path] of files) {
    if (path.endsWith(".so")) module.loadDynamicLibrary(`/site/${path}`, { nodelete: true, fs: FS }, {}, 0);
  }
  module._free(below);
}

/** Have a memory taken as soon as Pyodide asks for it; what this browser alone knows is kept over that. */
function wake(module, memory) {
  const [, start] = new Uint32Array(memory.buffer, memory.byteOffset, 2); // before it stands what Pyodide itself reads
  const pages = memory.subarray(start);
  if (module.HEAP8.length < pages.length) module._emscripten_resize_heap(pages.length);
  // How functions are called whose number of arguments is another one: by machine code of its own, where a browser can.
  const where = () => (module.__PyRuntime + module.HEAP32[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >> 2]) >> 2;
  const restore = module.API.restoreSnapshot;
  const call = module.HEAP32[where()];
  module.API.restoreSnapshot = () => {
    const settings = restore(memory.slice(0, start));
    take(module.HEAP32, new Int32Array(pages.buffer, pages.byteOffset, pages.length >> 2));
    module.HEAP32[where()] = call;
    letGo(memory.buffer);
    return settings;
  };
}

/** Free a large buffer at once, wherever it came from, by sending it where nobody is. */
function letGo(buffer) {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(null, [buffer]);
  port1.close();
  port2.close();
}

const PAGE = 1024; // words

/** Take a memory over another one. Pages that hold nothing in either aren't touched: a system gives these no room. */
function take(heap, memory) {
  const isEmpty = (words, from, to) => {
    while (from < to && words[from] === 0) from++;
    return from === to;
  };
  for (let from = 0; from < memory.length; from += PAGE) {
    const to = Math.min(from + PAGE, memory.length);
    if (!isEmpty(memory, from, to)) heap.set(memory.subarray(from, to), from);
    else if (!isEmpty(heap, from, to)) heap.fill(0, from, to);
  }
}

/** Leave nothing in memory that is free: it would be packed, carried, and held by every browser. */
function clear(module) {
  const end = module._sbrk(0);
  const taken = [];
  for (let size = 1 << 20; size >= 64; size /= 2) {
    let at = module._malloc(size);
    for (; at && at + size <= end; at = module._malloc(size)) {
      module.HEAP8.fill(0, at, at + size);
      taken.push(at);
    }
    module._free(at);
  }
  taken.forEach((at) => module._free(at));
}

const MADE = 0; // the time of every file: what was read of one before is still what it says after waking

/** Files of an archive, below /site. */
function put(FS, files) {
  const folders = new Set();
  for (const [path, data] of files) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!folders.has(folder)) FS.mkdirTree(`/site/${folder}`);
    folders.add(folder);
    FS.writeFile(`/site/${path}`, data, { canOwn: true }); // none is ever written again
    FS.utime(`/site/${path}`, MADE, MADE);
  }
}

/**
 * What a packed stream holds, unpacked, as bytes: of a buffer of ours, which is free as soon as it is let go.
 * `came` is called with each piece.
 */
export async function unpacked(stream, came = (_piece) => {}) {
  const reader = stream.pipeThrough(new DecompressionStream("gzip")).getReader();
  const pieces = [];
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    pieces.push(read.value);
    came(read.value);
  }
  const bytes = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** The files of an archive: [path, bytes] for each. */
export function pack(bytes) {
  const start = 4 + new DataView(bytes.buffer).getUint32(0);
  let at = start;
  return JSON.parse(new TextDecoder().decode(bytes.subarray(4, start))).map(([path, size]) => [path, bytes.subarray(at, (at += size))]);
}
