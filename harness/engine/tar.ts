/** One regular file of a tar archive. */
export interface TarFile {
  /** Relative, with slashes, at most 100 bytes. */
  path: string;
  content: Uint8Array;
  executable: boolean;
}

const blockBytes = 512;

/**
 * A tar archive (POSIX ustar) of regular files. Owner, time and order are fixed, so that equal files give equal
 * bytes: the engine's build cache and our content keys rely on it. Throws a `RangeError` for a path that ustar
 * cannot hold.
 */
export function tarOf(files: readonly TarFile[]): Buffer {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const parts = sorted.flatMap((file) => [header(file), file.content, padding(file.content.length)]);
  return Buffer.concat([...parts, Buffer.alloc(2 * blockBytes)]);
}

function padding(bytes: number): Buffer {
  return Buffer.alloc((blockBytes - (bytes % blockBytes)) % blockBytes);
}

function header(file: TarFile): Buffer {
  const path = Buffer.from(file.path);
  if (path.length === 0 || path.length > 100) {
    throw new RangeError(`Expected a path of 1 to 100 bytes for a tar archive, got "${file.path}"`);
  }
  const block = Buffer.alloc(blockBytes);
  const octal = (value: number, offset: number, width: number): void => {
    block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, offset);
  };
  path.copy(block, 0);
  octal(file.executable ? 0o755 : 0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(file.content.length, 124, 12);
  octal(0, 136, 12);
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257, 'latin1');
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${checksum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
