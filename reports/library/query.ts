/** What `field:value` may ask of a run. */
export const fieldNames = [
  'suite',
  'scenario',
  'topology',
  'verdict',
  'status',
  'fault',
  'engine',
  'kernel',
  'keepalived',
  'when',
  'run',
] as const;

export type FieldName = (typeof fieldNames)[number];

/** One condition of a query. */
export interface Term {
  /** Null: anywhere in the row. */
  field: FieldName | null;
  /** Any of these, in lower case. */
  values: string[];
  /** It must not be so. */
  negated: boolean;
}

/** What a query is held against. */
export interface Searched {
  fields: Readonly<Record<FieldName, string>>;
  /** All that stands in the row, in lower case. */
  text: string;
}

/**
 * The conditions of what somebody typed, all of which must hold: words, `"several words"`, `field:value`,
 * `field:one,other`, and any of them with `-` before it for the opposite. What is no field of ours is a word with a colon
 * in it; a field without a value is still being typed, and asks nothing.
 */
export function parseQuery(text: string): Term[] {
  return [...text.toLowerCase().matchAll(/(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S*))/g)].flatMap((match): Term[] => {
    const [, sign = '', name = '', phrase, word = ''] = match;
    const field = fieldNames.find((one) => one === name) ?? null;
    const negated = sign === '-';
    if (field === null) {
      const wanted = `${name === '' ? '' : `${name}:`}${phrase ?? word}`;
      return wanted === '' ? [] : [{ field, values: [wanted], negated }];
    }
    const values = (phrase === undefined ? word.split(',') : [phrase]).filter((one) => one !== '');
    return values.length === 0 ? [] : [{ field, values, negated }];
  });
}

/** Whether every condition holds; none holds of everything. */
export function matches(terms: readonly Term[], { fields, text }: Searched): boolean {
  return terms.every(({ field, values, negated }) => {
    const searched = field === null ? text : fields[field].toLowerCase();
    return values.some((value) => searched.includes(value)) !== negated;
  });
}
