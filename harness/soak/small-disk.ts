import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** Mounts a file system of that size, in memory; returns what takes it away again. */
export async function mountSmallDisk(at: string, mebibytes: number): Promise<() => Promise<void>> {
  await mkdir(at, { recursive: true });
  await execa('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'lvs-drill-soak', at]);
  return async () => {
    await execa('umount', [at]);
  };
}

/** Fills it to the last byte; returns what makes room again. */
export async function fillDisk(at: string): Promise<() => Promise<void>> {
  const ballast = join(at, 'ballast');
  const file = await open(ballast, 'w');
  try {
    for (const bytes of [2 ** 20, 2 ** 12, 1]) await writeUntilFull(file, Buffer.alloc(bytes));
  } finally {
    await file.close();
  }
  return () => rm(ballast, { force: true });
}

async function writeUntilFull(file: Awaited<ReturnType<typeof open>>, block: Buffer): Promise<void> {
  for (;;) {
    try {
      if ((await file.write(block)).bytesWritten < block.length) return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return;
      throw error;
    }
  }
}
