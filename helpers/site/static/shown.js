// What each chapter showed last, so that a page shows it again before the engine is there. It is no record: whatever
// stands here is drawn anew as soon as the engine says how things are.

import { openStore } from "./store.js";

const NOTED = new Set(["view", "form", "progress"]);
const BROUGHT = /<div data-brought="[^"]*" data-rests="[^"]*" data-past="[^"]*">/; // without data-plain: see panel.js

/** Open it for a site; null: nothing is to be left behind. Where a browser keeps nothing, nothing is shown earlier. */
export function openShown(name) {
  const opened = name ? openStore(name).catch(() => null) : Promise.resolve(null);
  const chapters = new Map(); // chapter → what it shows: key → message
  const knowing = new Set(); // "chapter element" of each that knows something of itself: what its owner uncovered, say

  return {
    /**
     * Note a message that a page heard; what a chapter shows is written down when it is complete.
     * @param {string} chapter
     * @param {EngineReply} message
     */
    note(chapter, message) {
      if (!chapters.has(chapter)) chapters.set(chapter, new Map());
      const messages = chapters.get(chapter);
      // What an element knows of itself is of this window alone, and what it shows then as well.
      if (message.type === "own") {
        knowing[message.own ? "add" : "delete"](`${chapter} ${message.element}`);
        messages.delete(`view ${message.element}`);
      }
      if (message.type === "view" && BROUGHT.test(message.html)) return; // so is a file that a press brought
      const element = "element" in message ? message.element : "";
      if (NOTED.has(message.type) && !knowing.has(`${chapter} ${element}`)) messages.set(`${message.type} ${element}`, message);
      if (message.type === "version" && messages.size) opened.then((store) => store?.show(chapter, [...messages.values()]));
    },

    /** What a chapter showed last, as messages, and whether that is how things are still, as far as can be seen here. */
    read: async (chapter) => {
      for (const one of [...knowing].filter((each) => each.startsWith(`${chapter} `))) knowing.delete(one);
      const found = await opened.then((store) => store?.shown(chapter)).catch(() => null);
      const { messages, isCurrent } = found ?? { messages: [], isCurrent: false };
      chapters.set(chapter, new Map(messages.map((message) => [`${message.type} ${message.element ?? ""}`, message])));
      return { messages, isCurrent };
    },
  };
}
