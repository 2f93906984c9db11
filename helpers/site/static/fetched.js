// Files of this site, beside its scripts.

import { unpacked } from "./python.mjs";

export const here = (name) => new URL(name, import.meta.url).href;

/** What is in a packed file, as bytes. */
export async function fetched(name) {
  const response = await fetch(here(name));
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  return unpacked(response.body);
}
