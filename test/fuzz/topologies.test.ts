import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeSpecs } from '../../harness/cluster/node-spec.ts';
import { quoted, shellWord } from '../../harness/commands/option-words.ts';
import { parseIpv4, parseIpv4Subnet } from '../../harness/ipv4.ts';
import { agentArgv } from '../../harness/load/agent-argv.ts';
import type { Topology } from '../../harness/model.ts';
import { loadUnits } from '../../harness/registry.ts';
import { topologySchema } from '../../harness/store/topology-schema.ts';
import { changedTopology } from '../../harness/topology-change.ts';
import { topologyMistakes } from '../../harness/topology-mistakes.ts';
import { everyCase, expectLinear, outcomeOf } from './fuzz.ts';
import { hostileNumber, hostileText, hostileTexts } from './hostile.ts';

const topologies = await loadUnits<Topology>(new URL('../../topologies/', import.meta.url), 'topology');
const sound = [...topologies.values()].filter((one) => topologyMistakes(one).length === 0);
const images = { director: 'd', realServer: 'r', client: 'c' };

/** One value of a topology, by its place, is another one. */
const changed = fc
  .tuple(
    fc.constantFrom(...sound),
    fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
    fc.oneof(hostileText, hostileNumber),
    fc.constantFrom('replace', 'behind', 'before'),
  )
  .map(([topology, path, other, how]) => {
    const copy = structuredClone(topology);
    let place = copy as unknown as Record<string, unknown>;
    for (const [depth, pick] of path.entries()) {
      const keys = Object.keys(place);
      const key = keys[pick % Math.max(1, keys.length)];
      if (key === undefined) break;
      const next = place[key];
      if (depth < path.length - 1 && typeof next === 'object' && next !== null) {
        place = next as Record<string, unknown>;
        continue;
      }
      if (typeof next === 'string')
        place[key] = how === 'replace' ? String(other) : how === 'behind' ? next + other : other + next;
      else if (typeof next === 'number') place[key] = Number(other);
      break;
    }
    return copy;
  });

/** What a configuration, an `ip -batch` and an environment variable of ours are made of; a line of its own is nobody's. */
const harmless = /^[\x20-\x7e\n]*$/;
const harmfulInConfig = /[;`$|&<>'\\!#]|\$\(/;

test('a topology has mistakes, or everything that is made of it is plain text that nothing obeys', async () => {
  await everyCase(changed, (topology) => {
    const outcome = outcomeOf(() => topologyMistakes(topology));
    if (!('value' in outcome)) throw outcome.refused;
    for (const mistake of outcome.value) expect(mistake).toMatch(/\w/);
    // That a word is one of a few is the compiler's business, of what directors run in truth as well.
    const run = outcome.value.length > 0 ? topology : changedTopology(topology, topology.actually);
    if (outcome.value.length > 0 || ![topology, run].every((one) => topologySchema.safeParse(one).success)) return;
    const specs = outcomeOf(() => nodeSpecs(topology, images));
    if ('refused' in specs) return;
    for (const { name, environment, files, addresses, sysctls } of specs.value) {
      expect(name).toMatch(/^[a-z0-9-]+$/);
      for (const { address } of addresses) expect(address).toMatch(/^[\d.]+$/);
      for (const value of Object.values(environment)) expect(value).toMatch(/^[\w@./: \n-]*$/);
      for (const { content } of files) {
        expect(content).toMatch(harmless);
        expect(content).not.toMatch(harmfulInConfig);
        expect(content.split('{')).toHaveLength(content.split('}').length);
      }
      for (const value of Object.values(sysctls)) expect(value).toMatch(/^[\x20-\x7e\t]+$/);
    }
  });
});

test('the mistakes of many nodes are found in a time in proportion to their number', () => {
  const [first] = sound as [Topology];
  expectLinear(
    (times) => {
      const names = Array.from({ length: times }, (_, index) => `x-${index % 1000}`);
      const realServers = names.map((name) => ({ name, address: 'x', weight: 1 }));
      topologyMistakes({ ...first, realServers, virtualServices: [] });
    },
    { least: 500 },
  );
});

test('an address is written in one way only', async () => {
  const byte = fc.oneof(fc.nat(300).map(String), fc.constantFrom('00', '010', '0x1', '1e1', '', '-1', '+1', ' 1'));
  await everyCase(
    fc.oneof(
      fc.array(byte, { minLength: 3, maxLength: 5 }).map((all) => all.join('.')),
      hostileText,
    ),
    (text) => {
      const address = parseIpv4(text);
      if (address !== null) expect([24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.')).toBe(text);
      outcomeOf(() => parseIpv4Subnet(`${text}/24`));
      outcomeOf(() => parseIpv4Subnet(text));
    },
  );
});

test('a quoted word is one word to a shell, and nothing in it is run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lvs-drill-shell-'));
  try {
    // No argument of a process can hold a NUL, nor half a character.
    const words = hostileTexts.filter((one) => !one.includes('\0') && Buffer.from(one).toString() === one);
    for (const quote of [quoted, shellWord]) {
      const script = `for word in ${words.map((one) => quote(one)).join(' ')}; do printf '%s\\0' "$word"; done`;
      const printed = execFileSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
      expect(printed.split('\0').slice(0, -1)).toEqual(words);
    }
    // What runs the prober takes its words as they are.
    const [shell = '', ...argv] = agentArgv('probe', {} as never);
    const trial = [...argv.slice(0, argv.indexOf('node')), 'printf', '%s\\0', ...words];
    const printed = execFileSync(shell, trial, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    expect(printed.split('\0').slice(0, -1)).toEqual(words);
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
