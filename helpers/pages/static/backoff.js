// How long a page waits before it asks again somebody who gave no answer.

/** After so many failures in a row, in ms: `first` after the first, twice as long after each further one, at most `longest`. */
export const waitAfter = (failures, first, longest) => Math.min(longest, first * 2 ** Math.max(0, failures - 1));
