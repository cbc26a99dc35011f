import { readFile, writeFile } from 'node:fs/promises';
import { jsonSchemas } from './json-schemas.ts';

// `npm run schema`
const root = new URL('../../', import.meta.url);
const model = await readFile(new URL('harness/model.ts', root), 'utf8');
for (const [file, text] of jsonSchemas(model)) await writeFile(new URL(`schema/${file}`, root), text);
