import { expect, test } from 'vitest';
import { jail, kernelArgv } from './jail.ts';

const options = {
  kernel: '/cache/rootfs/linux',
  disk: '/cache/images/disk.img',
  layerFolder: '/cache/labs/1/layer',
  memoryBytes: 2 ** 30,
  folder: '/cache/labs/1',
  dockerSocket: '/cache/labs/1/docker.sock',
  packageSocket: '/cache/labs/1/packages.sock',
};

/** What bwrap is told to show, as `<option> <path>`. */
const shown = (argv: string[]) =>
  argv.flatMap((word, index) => (/^--(ro-|dev-)?bind$/.test(word) ? [`${word} ${argv[index + 1]}`] : []));

test('the kernel sees its own file, libraries and disk, and writes to its layer only', () => {
  const argv = jail(options);
  expect(shown(argv)).toEqual([
    '--ro-bind /cache/rootfs/linux',
    '--ro-bind /cache/rootfs/lib',
    '--ro-bind /cache/images/disk.img',
    '--bind /cache/labs/1/layer',
  ]);
  expect(argv.slice(-5)).toEqual(['--remount-ro', '/', '--chdir', '/', '--']);
  expect(kernelArgv(options)).toContain('ubd0=/layer/disk.cow,/disk/disk.img');
});

test('a disk that is being made is all that is written to', () => {
  const making = { ...options, layerFolder: null };
  expect(shown(jail(making)).filter((one) => one.startsWith('--bind'))).toEqual(['--bind /cache/images/disk.img']);
  expect(kernelArgv(making)).toContain('ubd0=/disk/disk.img');
});

// Catches: a lab that stays up and takes the disk of all that its containers ever wrote.
test('the file system of the guest gives back what is removed in it', () => {
  expect(kernelArgv(options)).toContain('rootflags=discard');
});

test('of all capabilities it keeps the one for its link', () => {
  const argv = jail(options).join(' ');
  expect(argv).toContain('bwrap --cap-drop ALL --cap-add CAP_NET_RAW ');
  expect(argv.match(/--cap-add/g)).toHaveLength(1);
});
