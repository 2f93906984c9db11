// Keeps the whole site on a device for who asks for it, and gives it out when there is no network.
//
// VERSION and FILES stand above: what is kept belongs to one version of the site, is whole, or isn't given out at all.
// Scripts and archives carry their version in their path, so that a page never meets those of another.

const PREFIX = `kit ${registration.scope} `;
const CACHE = PREFIX + VERSION;
const WHOLE = new URL("whole", registration.scope).href; // stands in a cache that holds every file

addEventListener("install", (event) => event.waitUntil(renew()));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", ({ data, ports: [port] }) => data === "keep" && keep(port));

/** Somebody who kept an earlier version keeps this one, as soon as all of it is here. */
async function renew() {
  if ((await earlier()).length) await keep(null).catch(() => {}); // tried again when the next page is opened
  await skipWaiting();
}

/** The caches of other versions, the newest first. */
const earlier = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE).reverse();

/** Catch up with what broke off, and drop what an earlier version left, once no page may still ask for it. */
async function tidy(open) {
  const others = await earlier();
  if (!others.length) return;
  if (!(await (await caches.open(CACHE)).match(WHOLE))) return keep(null).catch(() => {});
  const isOver = (await open).length === 0 && !registration.installing && !registration.waiting; // no newer one is coming
  if (isOver) for (const name of others) await caches.delete(name);
}

async function keep(port) {
  try {
    const cache = await caches.open(CACHE);
    let done = 0;
    for (const name of FILES) {
      const url = new URL(name, registration.scope).href;
      if (!(await cache.match(url))) {
        const response = await fetch(url, { cache: "no-cache" });
        if (!response.ok) throw new Error(String(response.status));
        await cache.put(url, response);
      }
      done += 1;
      if (done < FILES.length) port?.postMessage({ done, all: FILES.length });
    }
    await cache.put(WHOLE, new Response("yes"));
    port?.postMessage({ done, all: FILES.length });
  } catch (error) {
    port?.postMessage({ trouble: String(error) });
    if (!port) throw error;
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(registration.scope)) return;
  // The page that is being opened isn't among them yet.
  if (request.mode === "navigate") event.waitUntil(tidy(clients.matchAll({ type: "window", includeUncontrolled: true })));
  event.respondWith(found(request));
});

/** A page from the network as long as there is one, so that nobody stays with an old version; all else as it is kept. */
async function found(request) {
  const url = new URL(request.url);
  url.hash = url.search = "";
  if (url.href === registration.scope) url.pathname += "index.html";
  const isPage = url.pathname.endsWith(".html");
  const kept = await whole(url.href);
  if (kept && !isPage) return kept;
  try {
    // A server that says nothing about it lets browsers hold a page for a tenth of its age: it is asked all the same.
    const response = await (isPage ? fetch(request.url, { cache: "no-cache", redirect: request.redirect }) : fetch(request));
    if (response.ok || !kept) return response;
  } catch (error) {
    if (!kept) throw error;
  }
  return kept;
}

/** A file that is kept, from a cache that holds all of its version. */
async function whole(url) {
  for (const name of [CACHE, ...(await earlier())]) {
    const cache = await caches.open(name);
    const response = (await cache.match(WHOLE)) && (await cache.match(url));
    if (response) return response;
  }
  return undefined;
}
