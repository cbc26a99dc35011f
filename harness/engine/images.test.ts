import type Dockerode from 'dockerode';
import { expect, test } from 'vitest';
import { ensureImages, imageKeys } from './images.ts';

test('every image has a key of its own, and the same inputs give the same keys', async () => {
  const { base, ...keys } = await imageKeys();
  expect(base).toBe('debian:trixie-slim');
  expect(new Set(Object.values(keys)).size).toBe(3);
  for (const key of Object.values(keys)) expect(key).toMatch(/^[0-9a-f]{16}$/);
  expect(await imageKeys()).toEqual({ base, ...keys });
});

test('images that the engine has are reused: nothing is built, no base is asked for', async () => {
  const asked: string[] = [];
  const docker = {
    getImage: (name: string) => ({ inspect: async () => void asked.push(name) }),
  } as unknown as Dockerode;
  const keys = await imageKeys();
  const images = await ensureImages(docker, { log: () => {} });
  expect(images).toEqual({
    director: `lvs-drill/director:${keys.director}`,
    realServer: `lvs-drill/realserver:${keys.realServer}`,
    client: `lvs-drill/client:${keys.client}`,
  });
  expect(asked.sort()).toEqual(Object.values(images).sort());
});
