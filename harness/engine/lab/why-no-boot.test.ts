import { expect, test } from 'vitest';
import { whyNoBoot } from './why-no-boot.ts';

const panic = `Core dump limits :
Failed to open '/cache/images/disk.img', errno = 2
[    0.180000] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(98,0)\r
CPU: 0 PID: 1 Comm: swapper
Call Trace:
 [<601ecfd1>] ? kern_path+0x0/0x59
 [<600024d0>] kernel_init_freeable+0x301/0x31c
 [<607cff0b>] kernel_init+0x28/0x197
 [<60040425>] new_thread_handler+0x44/0x5e
`;

test('a kernel that panicked is quoted with its reason, not with where in its code that was', () => {
  expect(whyNoBoot('', panic)).toBe(
    "Failed to open '/cache/images/disk.img', errno = 2 | Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(98,0)",
  );
});

test('one that gives no reason is quoted with its last lines, behind those of the guardian', () => {
  expect(whyNoBoot('unshare: Operation not permitted\n', 'a\n\nb\n')).toBe('unshare: Operation not permitted | a | b');
  expect(whyNoBoot('', '1\n2\n3\n4\n5\n')).toBe('2 | 3 | 4 | 5');
  expect(whyNoBoot('', '')).toBe('');
});
