// Keeping the whole site on this device, so that it opens with no network.

/** Keep all files of the site; `tell` is told how many are. Gives a sentence for the visitor. */
export async function keepOffline(tell) {
  if (!("serviceWorker" in navigator)) {
    return "This browser can’t keep the site: it does so only over https, or from this very machine.";
  }
  try {
    const registered = await navigator.serviceWorker.register("keep.js", { type: "module" });
    const worker = registered.installing ?? registered.waiting ?? registered.active;
    const { port1, port2 } = new MessageChannel();
    const kept = new Promise((resolve, reject) => {
      port1.onmessage = ({ data }) => {
        if (data.trouble) reject(new Error(data.trouble));
        else if (data.done === data.all) resolve();
        else tell(data.done, data.all);
      };
    });
    worker.postMessage("keep", [port2]);
    await kept;
    await navigator.storage?.persist?.();
    return "The whole site is on this device now, the PDF included. It opens at this address without a network.";
  } catch {
    return "Not all of it could be kept: the network broke off, or this device has no room. Your answers are safe; try again later.";
  }
}
