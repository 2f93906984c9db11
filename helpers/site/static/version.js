// Which version of the site this page is of: scripts carry it in their path. A page may be older than what its server
// has now, and the files that it hasn't asked for yet are then gone from there.

const ours = new URL("web.js", import.meta.url).href;

/** What stands for this version among all of a site. */
export const VERSION = new URL(".", import.meta.url).pathname.split("/").at(-2);

/** Whether a chapter's page, which came from `address`, is of this version. */
export function isOfThis(page, address) {
  const script = page.querySelector("script[type=module]");
  return Boolean(script) && new URL(script.getAttribute("src"), address).href.split("?")[0] === ours;
}

/** Whether the site has another version than this page by now; false where nobody can be asked. */
export async function isRenewed() {
  try {
    const response = await fetch(location.pathname, { cache: "no-cache" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const script = page.querySelector("script[type=module]")?.getAttribute("src"); // of whatever kind the page is
    return response.ok && Boolean(script) && new URL(".", new URL(script, location.href)).href !== new URL(".", ours).href;
  } catch {
    return false;
  }
}
