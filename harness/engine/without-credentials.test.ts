import { expect, test } from 'vitest';
import { withoutCredentials } from './without-credentials.ts';

test.each([
  ['tcp://user:secret@192.0.2.1:2375', 'tcp://192.0.2.1:2375'],
  ['tcp://token@host', 'tcp://host'],
  [
    "E: Failed to fetch 'http://user:p@ss@mirror.example/debian/x@1.deb'",
    "E: Failed to fetch 'http://mirror.example/debian/x@1.deb'",
  ],
  ['unix:///var/run/user@1/docker.sock', 'unix:///var/run/user@1/docker.sock'],
  ['somebody@example', 'somebody@example'],
])('%s', (text, clean) => {
  expect(withoutCredentials(text)).toBe(clean);
});
