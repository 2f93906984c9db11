// The key to encrypted second views, which this browser keeps beside the lines of a journal, and as the file that the
// kit on a computer keeps: a private key as PEM (PKCS #8).

import { fromBase64, toBase64 } from "./base64.js";
import { CURVE, unseal } from "./hpke.js";

/** @type {KeyUsage[]} */
const USES = ["deriveBits"];
const LINE = /.{1,64}/g;

/** A new key: {secret, point}, the private half as PKCS #8 and the public one as a point, both bytes. */
export async function newKey() {
  const { privateKey } = await crypto.subtle.generateKey(CURVE, true, USES);
  return ofKey(privateKey);
}

/** The file of a key. */
export function asFile({ secret }) {
  return `-----BEGIN PRIVATE KEY-----\n${toBase64(secret).match(LINE).join("\n")}\n-----END PRIVATE KEY-----\n`;
}

/** The key of a file; null for what isn't one. */
export async function ofFile(text) {
  const [, body] = /-----BEGIN PRIVATE KEY-----([\sA-Za-z0-9+/=]+)-----END PRIVATE KEY-----/.exec(text) ?? [];
  if (!body) return null;
  try {
    return await ofKey(await crypto.subtle.importKey("pkcs8", fromBase64(body.replace(/\s/g, "")), CURVE, true, USES));
  } catch {
    return null;
  }
}

/** What a sealed message says, as base64, as it came: by the key with this fingerprint. "" for one that doesn't open. */
export async function opened(keys, fingerprint, info, box) {
  try {
    for (const { secret, point } of keys) {
      if ((await fingerprintOf(point)) !== fingerprint) continue;
      const key = await crypto.subtle.importKey("pkcs8", secret, CURVE, false, USES);
      return toBase64(await unseal(key, point, new TextEncoder().encode(info), fromBase64(box)));
    }
  } catch {
    // cut, altered, or for another one
  }
  return "";
}

/** Sixteen digits by which a key is told from another. */
async function fingerprintOf(point) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", point));
  return Array.from(digest.slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function ofKey(privateKey) {
  const secret = new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey));
  const { x, y } = await crypto.subtle.exportKey("jwk", privateKey);
  const [left, right] = [x, y].map((one) => fromBase64(one.replace(/-/g, "+").replace(/_/g, "/")));
  return { secret, point: new Uint8Array([4, ...left, ...right]) };
}
