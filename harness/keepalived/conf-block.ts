/** A block of keepalived.conf: `head { ... }`. */
export interface Block {
  head: string;
  body: (string | Block)[];
}

/** A block of these lines and blocks; null stands for a line that is not needed. */
export function block(head: string, body: (string | Block | null)[]): Block {
  return { head, body: body.filter((line) => line !== null) };
}

/** The text of a whole file: blocks with an empty line between. */
export function renderBlocks(blocks: Block[]): string {
  return `${blocks.map((one) => renderBlock(one, '')).join('\n\n')}\n`;
}

function renderBlock({ head, body }: Block, indent: string): string {
  const inner = `${indent}    `;
  const lines = body.map((line) => (typeof line === 'string' ? inner + line : renderBlock(line, inner)));
  return [`${indent}${head} {`, ...lines, `${indent}}`].join('\n');
}

/** Seconds without needless digits: keepalived reads `1` and `0.5`. */
export function seconds(durationMs: number, decimals: number): string {
  return String(Number((durationMs / 1000).toFixed(decimals)));
}
