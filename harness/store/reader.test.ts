import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../errors.ts';
import { syntheticRecording } from '../measure/synthetic-run.ts';
import type { Observation } from '../model.ts';
import { seriesNames } from '../series-names.ts';
import { readRun } from './reader.ts';
import { saveRun } from './recorder.ts';
import type { RunFolder } from './run-folder.ts';
import { storeRecording } from './stored-run.ts';

const recording = syntheticRecording({ trialsPerFault: 1, faults: ['kill-director'] });
let out = '';
let folder: RunFolder;

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-reader-'));
  folder = await storeRecording(out, recording);
});
afterEach(() => rm(out, { recursive: true }));

test('what was stored comes back, each series in the order of its instants', async () => {
  const read = await readRun(folder.path);
  expect(read.run).toEqual(recording.run);
  for (const series of seriesNames) {
    const expected = [...(recording.series(series) as readonly Observation[])].sort((a, b) => a.at - b.at);
    expect(read.series(series), series).toEqual(expected);
  }
  expect(read.series('request').length).toBeGreaterThan(500);
});

test('a scenario’s name that could be more than a name is refused', async () => {
  await saveRun(folder, { ...recording.run, scenario: { name: 'javascript:alert(1)//', summary: '' } });
  await expect(readRun(folder.path)).rejects.toThrow('scenario.name');
});

test('a field that this version does not know survives', async () => {
  await saveRun(folder, { ...recording.run, ...{ colourOfTheRack: 'blue' } });
  expect((await readRun(folder.path)).run).toHaveProperty('colourOfTheRack', 'blue');
});

test('a last line cut short by a kill -9 is left out with a warning', async () => {
  await saveRun(folder, { ...recording.run, status: 'running' });
  await appendFile(folder.observations, '{"series":"request","at":12');
  const read = await readRun(folder.path);
  expect(read.series('request')).toHaveLength(recording.series('request').length);
  expect(read.run.recordingTrouble).toEqual([]);
  expect(read.run.warnings).toEqual([expect.stringMatching(/ends in the middle of line \d+/)]);
  await saveRun(folder, read.run);
  expect((await readRun(folder.path)).run.warnings).toHaveLength(1);
});

test('a last line cut short after the recording was closed is a hole in it', async () => {
  await appendFile(folder.observations, '{"series":"request","at":12');
  const { run } = await readRun(folder.path);
  expect(run.recordingTrouble).toEqual([expect.stringMatching(/middle of line \d+.*; the recording had been closed$/)]);
  expect(run.warnings).toEqual([]);
});

test('a capture cut in the middle of a packet is a hole, one that ends behind a packet is none', async () => {
  const packet = Buffer.alloc(16 + 4);
  packet.writeUInt32LE(4, 8);
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  await writeFile(folder.capture, Buffer.concat([head, packet, packet]));
  expect((await readRun(folder.path)).run.recordingTrouble).toEqual([]);
  await writeFile(folder.capture, Buffer.concat([head, packet, packet.subarray(0, 18)]));
  expect((await readRun(folder.path)).run.recordingTrouble).toEqual([
    'capture.pcap ends in the middle of packet 2, 62 B from its beginning',
  ]);
  await writeFile(folder.capture, 'not a capture');
  expect((await readRun(folder.path)).run.recordingTrouble).toEqual(['capture.pcap is no capture']);
});

test('a whole last line without its line feed is kept, without a warning', async () => {
  const text = await readFile(folder.observations, 'utf8');
  await writeFile(folder.observations, text.slice(0, -1));
  const read = await readRun(folder.path);
  expect(read.run.warnings).toEqual([]);
  expect(read.series('clock-offset')).toHaveLength(recording.series('clock-offset').length);
});

test.each([
  ['{"series":"request","at":12', 'JSON'],
  ['{"series":"request","at":12,"node":"client-1","value":{}}', 'value.outcome'],
  ['{"series":"rumour","at":12,"node":"client-1","value":{}}', 'series'],
  ['', 'JSON'],
])('a broken line in the middle is an error with its number: %s', async (broken, says) => {
  const lines = (await readFile(folder.observations, 'utf8')).split('\n');
  lines[6] = broken;
  await writeFile(folder.observations, lines.join('\n'));
  const reading = readRun(folder.path);
  await expect(reading).rejects.toMatchObject({ exitCode: exitCodes.usage });
  await expect(reading).rejects.toThrow(`${folder.observations}, line 7`);
  await expect(reading).rejects.toThrow(says);
});

test('a run without its observations is an error that names them', async () => {
  await rm(folder.observations);
  const reading = readRun(folder.path);
  await expect(reading).rejects.toThrow('observations.ndjson cannot be read');
  await expect(reading).rejects.toMatchObject({ exitCode: exitCodes.usage });
});

test.each([
  [2, 'a newer lvs-drill'],
  [0, 'an older lvs-drill'],
  [undefined, 'no schema number'],
])('schema number %s is refused', async (schema, says) => {
  await writeFile(folder.runJson, JSON.stringify({ ...recording.run, schema }));
  const reading = readRun(folder.path);
  await expect(reading).rejects.toThrow(says);
  await expect(reading).rejects.toMatchObject({ exitCode: exitCodes.usage });
});

test('a wrong field of run.json is named with its line', async () => {
  const text = await readFile(folder.runJson, 'utf8');
  const line = text.split('\n').findIndex((one) => one.includes('"phase"')) + 1;
  await writeFile(folder.runJson, text.replace(/"phase": [\d.]+/, '"phase": "soon"'));
  await expect(readRun(folder.path)).rejects.toThrow(`${folder.runJson}, line ${line}, trials.0.phase: `);
});

test('a missing field of run.json is named with the line of what should hold it', async () => {
  const { seed: _, ...withoutSeed } = recording.run;
  await writeFile(folder.runJson, `${JSON.stringify(withoutSeed, null, 2)}\n`);
  await expect(readRun(folder.path)).rejects.toThrow(/run\.json, line 1, seed: /);
});

test('a run.json that stops in the middle is named with the line where it stops', async () => {
  const text = await readFile(folder.runJson, 'utf8');
  await writeFile(folder.runJson, text.split('\n').slice(0, 20).join('\n'));
  await expect(readRun(folder.path)).rejects.toThrow(`${folder.runJson}, line 20: no JSON`);
});

test('a folder without a run.json is a usage error', async () => {
  await rm(folder.runJson);
  await expect(readRun(folder.path)).rejects.toMatchObject({ exitCode: exitCodes.usage });
});

test.each(['red;background:url(//x)', '\0', 'red'])('%j is no colour of a fault', async (colour) => {
  const faults = recording.run.faults.map((fault) => ({ ...fault, colour }));
  await writeFile(folder.runJson, JSON.stringify({ ...recording.run, faults }));
  await expect(readRun(folder.path)).rejects.toThrow('faults.0.colour: Invalid string');
});
