/**
 * Text that may come from outside without line ends, control characters, and those that turn the direction of writing:
 * nothing in it moves a terminal's cursor or begins a line of its own, in Markdown neither.
 */
export function onOneLine(text: string): string {
  return text.replace(/[\p{C}\s]+/gu, ' ').trim();
}
