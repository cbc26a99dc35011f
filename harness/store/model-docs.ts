/** What the model says of one of its interfaces or types, in the words of its doc comments. */
export interface NounDocs {
  doc: string | null;
  /** The interface that it extends. */
  base: string | null;
  properties: ReadonlyMap<string, PropertyDocs>;
}

/** Either may be missing: a comment, or a type that is a single name. */
export interface PropertyDocs {
  doc: string | null;
  /** `KernelMs` also for `KernelMs | null` and `KernelMs[]`. */
  type: string | null;
}

const docLine = /^(?: {2})?\/\*\* (.*?) ?\*\/$/;
const nounLine = /^export (?:interface|type) (\w+)(?: extends (\w+))?/;
const propertyLine = /^ {2}(\w+)\??: (?:(\w+)(?:\[\])?(?: \| null)?;$)?/;

/**
 * The doc comments of the model, from the text of `harness/model.ts`: they are what the published JSON Schemas say of each
 * field, so that it is written down once. Reads the formatter's layout (properties indented by two spaces), not
 * TypeScript at large.
 */
export function modelDocs(text: string): ReadonlyMap<string, NounDocs> {
  const nouns = new Map<string, NounDocs>();
  let properties = new Map<string, PropertyDocs>();
  let doc: string | null = null;
  for (const line of withCommentsOnOneLine(text).split('\n')) {
    const comment = docLine.exec(line);
    const [, noun, base = null] = nounLine.exec(line) ?? [];
    const [, property, type = null] = propertyLine.exec(line) ?? [];
    if (noun !== undefined) {
      properties = new Map();
      nouns.set(noun, { doc, base, properties });
    } else if (property !== undefined) properties.set(property, { doc, type });
    doc = comment?.[1] ?? null;
  }
  return nouns;
}

function withCommentsOnOneLine(text: string): string {
  return text.replaceAll(/\/\*\*[\s\S]*?\*\//g, (comment) =>
    comment.replaceAll(/\s*\n\s*(?:\*(?!\/)\s*)?/g, ' ').replace(/^\/\*\*\s+/, '/** '),
  );
}
