/**
 * Text that may come from outside, for a terminal: lines stay lines, and every other control character, and those that
 * turn the direction of writing, is shown as its code point, `<1b>`, so that nothing in it is obeyed.
 */
export function visible(text: string): string {
  return text.replace(/[^\P{C}\n]/gu, (one) => `<${(one.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}>`);
}
