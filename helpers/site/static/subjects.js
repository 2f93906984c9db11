// What an answer is about, and which answer stands: the rules of helpers/journal/subjects.py and helpers/journal/state.py.

/** The kind of a subject ("plan:1") and what stands after it. */
export function partsOf(subject) {
  const at = subject.indexOf(":");
  return [subject.slice(0, at), subject.slice(at + 1)];
}

/** The order in which subjects are read out: numbers as numbers, so that the tenth plan comes after the second. */
export const inOrder = (one, other) => one.localeCompare(other, "en", { numeric: true });

/** What somebody says of each subject now, by the lines of a journal: the latest counts, of two at one time the greater id. */
export function standing(lines) {
  const latest = new Map();
  for (const event of lines.split("\n").flatMap(read)) {
    const before = latest.get(event.subject);
    if (!before || isLater(event, before)) latest.set(event.subject, event);
  }
  return new Map([...latest].map(([subject, { answer }]) => [subject, answer]));
}

function read(line) {
  try {
    const event = JSON.parse(line);
    return event?.rater === "self" && event.subject && event.answer ? [event] : [];
  } catch {
    return []; // empty, or torn
  }
}

const isLater = (one, other) => {
  const [at, before] = [moment(one.at), moment(other.at)];
  return at === before ? one.id > other.id : at > before;
};

/** A time as text that can be compared: as text alone, a second would come after its own first half. */
function moment(at) {
  const [whole, part = ""] = at.replace(/Z$|\+00:00$/, "").split(".");
  return `${whole}.${part.padEnd(6, "0")}`;
}
