import fc from 'fast-check';

/** Text that means something to a shell, a terminal, a path, a configuration file, HTML, XML, Markdown, Prometheus. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\n',
  '\0',
  '--help',
  '-rf',
  '; touch canary #',
  '$(touch canary)',
  '`touch canary`',
  '| touch canary',
  '&& touch canary',
  "'; touch canary; '",
  '"; touch canary; "',
  'a\ntouch canary\n',
  '../../canary',
  '/etc/passwd',
  '..',
  '.',
  'a/../../b',
  '\u001b[2J\u001b[1;1H',
  '\u001b]0;canary\u0007',
  '\u009b31m',
  '\u202ecanary\u2066',
  '\u2028canary\u2029',
  '\ud800',
  '\ufeff',
  '<script>canary()</script>',
  '"><img src=x onerror=canary()>',
  "' onmouseover='canary()",
  '</style><script>canary()</script>',
  '</title></textarea></script><script>canary()</script>',
  '<!--',
  '-->',
  ']]>',
  '&lt;script&gt;',
  '&#60;script&#62;',
  'javascript:canary()',
  'red;background:url(//canary)',
  '[canary](javascript:canary())',
  '![x](//canary)',
  '| a | b |\n|---|---|',
  '# canary',
  '}\nvrrp_script canary {',
  '{ } ! #',
  '@INTERFACE@',
  '$VAR',
  '"} 1\ncanary{a="',
  '\\',
  '\\n',
  '%s%n',
  '__proto__',
  'constructor',
  'toString',
  'prototype',
  'NaN',
  'Infinity',
  '-0',
  '1e999',
  '9'.repeat(400),
  'a'.repeat(5000),
];

/** Any text, and mostly such. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom(...hostileTexts), weight: 4 },
  { arbitrary: fc.string({ unit: 'binary' }), weight: 2 },
  { arbitrary: fc.string(), weight: 1 },
  {
    arbitrary: fc
      .tuple(fc.constantFrom(...hostileTexts), fc.string(), fc.constantFrom(...hostileTexts))
      .map((all) => all.join('')),
    weight: 2,
  },
);

/** Numbers that are not what one thinks of. */
export const hostileNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, -1, 0.5, 1e9, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53), 1e300, 5e-324, Number.MAX_VALUE),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.double(),
  fc.integer(),
);

/** Any JSON, with keys that are properties of every object among it. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.dictionary(hostileText, fc.oneof(hostileText, fc.jsonValue({ maxDepth: 2 }), fc.constant(null)), { maxKeys: 5 }),
  hostileText,
  fc.constant(null),
);

/** JSON as text: nested so deeply that whatever recurses over it runs out of stack. */
export function deepJson(depth: number): string {
  return `${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`;
}

/** What becomes of a text on the way: cut, doubled, bytes changed, put into; a line of another kind in the middle. */
export function damaged(valid: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(
      valid,
      fc.nat(),
      fc.nat(),
      hostileText,
      fc.constantFrom('cut', 'insert', 'replace', 'double', 'swap', 'keep'),
    )
    .map(([text, from, length, other, how]) => {
      const start = text.length === 0 ? 0 : from % (text.length + 1);
      const end = Math.min(text.length, start + (length % 20));
      switch (how) {
        case 'cut':
          return text.slice(0, start);
        case 'insert':
          return text.slice(0, start) + other + text.slice(start);
        case 'replace':
          return text.slice(0, start) + other + text.slice(end);
        case 'double':
          return text + text;
        case 'swap':
          return text.slice(start) + text.slice(0, start);
        default:
          return text;
      }
    });
}

/** Cuts bytes into pieces at these places. */
export function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [0, ...cuts.map((cut) => (bytes.length === 0 ? 0 : cut % bytes.length)), bytes.length].sort(
    (a, b) => a - b,
  );
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

/** Where to cut. */
export const cuts = fc.array(fc.nat(), { maxLength: 6 });
/** Any bytes. */
export const bytes = fc.uint8Array({ maxLength: 80 }).map((all) => Buffer.from(all));
