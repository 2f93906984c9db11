// Answers that go along to another address of the session: another origin, which has none of this one's storage.
//
// They stand in the fragment of a link, which no server sees and no log keeps. Each has the id under which it was
// given, so that one that arrived already counts once.

const MARK = "&held=";
const HOST = /^([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:[0-9]+)?$/i;
const LONGEST = 200_000; // characters; what doesn't fit stays in the old address's storage

/** The address of a service as somebody typed it, without a slash at its end; "" if it is none. */
export function addressIn(typed) {
  const text = typed.trim();
  try {
    const { protocol, host, pathname } = new URL(/^https?:\/\//i.test(text) ? text : `http://${text}`);
    const path = pathname.replace(/\/(j\/[^/]*|w|back)?\/?$/, "");
    return /^https?:$/.test(protocol) && HOST.test(host) ? `${protocol}//${host}${path}` : "";
  } catch {
    return "";
  }
}

/** What a link's fragment says after the token, for these records of the queue; "" without any. */
export function carried(records) {
  for (let some = records; some.length; some = some.slice(0, -1)) {
    const text = MARK + encodeURIComponent(JSON.stringify(some));
    if (text.length <= LONGEST) return text;
  }
  return "";
}

/** A fragment's token, and the records that it carries. */
export function received(fragment) {
  const [token, held] = fragment.split(MARK);
  try {
    const records = JSON.parse(decodeURIComponent(held ?? "[]"));
    return { token, records: Array.isArray(records) ? records.filter(isRecord) : [] };
  } catch {
    return { token, records: [] };
  }
}

const HEX = /^[0-9a-f]{32}$/;
const isThing = (one) => Boolean(one) && typeof one === "object" && !Array.isArray(one);
const isRecord = (one) =>
  HEX.test(one?.id) &&
  HEX.test(one.me) &&
  HEX.test(one.device) &&
  typeof one.subject === "string" &&
  Number.isFinite(one.at) &&
  isThing(one.answer) &&
  (one.base === undefined || (Array.isArray(one.base) && one.base.every(isThing))) &&
  (one.refused === undefined || typeof one.refused === "string") &&
  (one.stands === undefined || isThing(one.stands));
