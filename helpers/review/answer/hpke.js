// HPKE (RFC 9180), base mode, one message: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, by Web Crypto. The
// page on which somebody answers encrypts with it, and a site decrypts; `helpers/review/sealing.py` does both at home.

const bytes = (text) => new TextEncoder().encode(text);
const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const KEM = joined(bytes("KEM"), [0x00, 0x10]);
const SUITE = joined(bytes("HPKE"), [0x00, 0x10, 0x00, 0x01, 0x00, 0x02]);
const NOTHING = new Uint8Array();
const POINT = 65; // bytes of an uncompressed point

async function hmac(key, data) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const secret = await crypto.subtle.importKey("raw", key.length ? key : new Uint8Array(32), algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign(algorithm, secret, data));
}

const extract = (suite, salt, label, ikm) => hmac(salt, joined(bytes("HPKE-v1"), suite, bytes(label), ikm));

async function expand(suite, prk, label, info, length) {
  const data = joined([length >> 8, length & 255], bytes("HPKE-v1"), suite, bytes(label), info, [1]);
  return (await hmac(prk, data)).slice(0, length); // never more than one block of 32
}

/** The key and the nonce of the one message, from what both sides know: the secret of two points, and the points. */
async function schedule(dh, enc, publicKey, info) {
  const shared = await expand(KEM, await extract(KEM, NOTHING, "eae_prk", dh), "shared_secret", joined(enc, publicKey), 32);
  const context = joined([0], await extract(SUITE, NOTHING, "psk_id_hash", NOTHING), await extract(SUITE, NOTHING, "info_hash", info));
  const secret = await extract(SUITE, shared, "secret", NOTHING);
  const key = await crypto.subtle.importKey("raw", await expand(SUITE, secret, "key", context, 32), "AES-GCM", false, ["encrypt", "decrypt"]);
  return { key, iv: await expand(SUITE, secret, "base_nonce", context, 12) };
}

const agreed = async (theirs, ours) => new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, ours, 256));
const point = (raw) => crypto.subtle.importKey("raw", raw, CURVE, true, []);

/** A message for whoever has the private half of a key (`publicKey`: its point), tied to `info`; all are bytes. */
async function seal(publicKey, info, plain) {
  const ours = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const enc = new Uint8Array(await crypto.subtle.exportKey("raw", ours.publicKey));
  const { key, iv } = await schedule(await agreed(await point(publicKey), ours.privateKey), enc, publicKey, info);
  return joined(enc, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain)));
}

/** What a sealed message says. `privateKey` can derive bits, `publicKey` is its point. Rejects for any other message. */
async function unseal(privateKey, publicKey, info, box) {
  const enc = box.slice(0, POINT);
  const { key, iv } = await schedule(await agreed(await point(enc), privateKey), enc, publicKey, info);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, box.slice(POINT)));
}

export { bytes, CURVE, seal, unseal };
