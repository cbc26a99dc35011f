/** With these a kernel says why it cannot go on; what follows is where in its code that was. */
const reason = /Kernel panic|Failed to open|Cannot open|Unable to mount|No space left|I\/O error|errno/i;

/**
 * What a lab that did not boot said of it, on one line: the kernel's reasons, or the last lines where it gives none; before
 * them the last lines of the guardian's log. Empty when both are silent.
 */
export function whyNoBoot(guardianLog: string, consoleLog: string): string {
  const reasons = linesOf(consoleLog).filter((line) => reason.test(line));
  const told = reasons.length > 0 ? [...new Set(reasons)].slice(0, 3) : linesOf(consoleLog).slice(-4);
  return [...linesOf(guardianLog).slice(-4), ...told].join(' | ');
}

function linesOf(text: string): string[] {
  // Times since the boot, and the characters that colour them.
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^\[ *\d+\.\d+\] */, '').trim());
  return lines.filter((line) => line !== '');
}
