// What JupyterLab asks of a prebuilt extension: a container of webpack's module federation, under the name in
// package.json. It is written by hand, since the extension takes nothing that JupyterLab shares: so nobody needs a
// bundler or Node, to change it or to use it. `ladder lab` names the folder above to JupyterLab; nothing is installed.

globalThis._JUPYTERLAB = Object.assign(globalThis._JUPYTERLAB ?? {}, {
  "career-ladder-kit": {
    init: () => {},
    get: async () => {
      const { plugin } = await import("./extension.js");
      return () => ({ __esModule: true, default: plugin }); // JupyterLab writes into it, which a module itself forbids
    },
  },
});
