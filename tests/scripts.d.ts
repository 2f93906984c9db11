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

// A form as `form_spec` says it (helpers/form/fields.py); the types that it names are made of Python's models.
type FieldOf<Kind extends Question["kind"]> = Extract<Question, { kind: Kind }> & {
  subject?: Kind extends "rating" ? never : Subject; // a rating has none: it answers two
  subjects: Subject[];
  question: boolean;
  blank: Record<string, Answer>;
};
interface FormSpec {
  title: string | null;
  token: string;
  words: FormWords;
  scale: ScaleSpec | null;
  fields: FieldOf<Question["kind"]>[];
  said?: any;
}
// What a field is given of the form around it.
interface FormAround {
  spec: FormSpec;
  change(subject: Subject, answer: Answer, how?: { typing?: boolean }): void;
  [other: string]: any;
}
// What a page says to its engine, but for what `tell` adds of the page (helpers/web/protocol.py).
type Message = Sent extends infer Each ? (Each extends Sent ? Omit<Each, "chapter" | "version" | "owns"> & Partial<Omit<Look, "type">> : never) : never;
type AnswerOf<Kind extends Answer["kind"]> = Extract<Answer, { kind: Kind }>;

// What a deck's page loads before its script.
declare const Reveal: any;
declare const RevealNotes: any;
