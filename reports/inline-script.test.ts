import { expect, test } from 'vitest';
import { htmlDocument } from './document.ts';
import { html } from './html.ts';
import { contentSecurityPolicy, inlineScript } from './inline-script.ts';

const parts = { title: 't', heading: 'h', facts: 'f', version: '1', summary: html``, sections: [], footer: '' };

test('a script is one piece that needs nothing else, the same each time', async () => {
  const script = await inlineScript('library');
  expect(script).toBe(await inlineScript('library'));
  expect(script).not.toMatch(/^import |require\(|<\/script/m);
  expect((await inlineScript('library', { minify: true })).length).toBeLessThan(script.length);
  await expect(inlineScript('no-such-script')).rejects.toThrow('no-such-script');
});

test('a page runs the script that it carries, and no other', () => {
  // echo -n 'alert(1)' | openssl dgst -sha256 -binary | base64
  const hash = 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=';
  expect(contentSecurityPolicy(['alert(1)'])).toContain(`script-src '${hash}'`);
  const page = htmlDocument({ ...parts, script: 'alert(1)' });
  expect(page).toContain('<script>alert(1)</script>');
  expect(page).toContain(`script-src &#39;${hash}&#39;`);
  const still = htmlDocument(parts);
  expect(still).not.toContain('<script');
  expect(still).toContain('script-src &#39;none&#39;');
});

test('what a run’s page carries loads nothing, wherever it is opened, and says whose code it is', async () => {
  const script = await inlineScript('run', { minify: true });
  expect(script).toBe(await inlineScript('run', { minify: true }));
  expect(script).not.toMatch(
    /\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|\bimport\(|new Worker/,
  );
  expect(script).not.toMatch(/<\/script|<!--/);
  // All addresses in it are those of licences, behind the code.
  const [code, licences] = script.split('/*! Bundled license information:');
  expect(code?.match(/(https?|wss?):\/\/[^"'`]*/g)).toBeNull();
  for (const one of ['Chart.js', 'chartjs-plugin-annotation', 'chartjs-plugin-zoom', 'Hammer.JS'])
    expect(licences).toContain(one);
  expect(script.length).toBeLessThan(300_000);
});
