// What a press makes carries a number that this device drew for it: a second press finds what the first one made.

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export function draw() {
  for (const act of document.getElementsByName("act")) act.value = hex(crypto.getRandomValues(new Uint8Array(16)));
}

draw();
addEventListener("pageshow", ({ persisted }) => persisted && draw()); // somebody else may use this device by now
