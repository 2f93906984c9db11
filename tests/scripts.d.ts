// deno-lint-ignore-file no-explicit-any
// What the scripts of pages take as given, for the check of their types.

// Pages hold HTML alone, and a script asks of each element just what its own markup gives it.
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface Element {
  closest(selectors: string): any;
}
interface Document {
  getElementById(elementId: string): any;
  getElementsByName(elementName: string): NodeListOf<any>;
}
interface EventTarget {
  closest?(selectors: string): any;
  elements?: any;
}
interface PerformanceEntry {
  type?: NavigationTimingType;
}

// What a deck's page loads before its script.
declare const Reveal: any;
declare const RevealNotes: any;
