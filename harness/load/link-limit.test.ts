import { expect, test } from 'vitest';
import type { Cluster, HandAct } from '../cluster/interface.ts';
import { type LimitReading, limitLines, limitLinks, limitMistake } from './link-limit.ts';

const bits = 1_500_000;

/** As tc and ip of iproute2 6.15 print it on the lab's kernel, shortened by what nobody reads. */
const limited: LimitReading = {
  disciplines: JSON.parse(
    '[{"kind":"noqueue","handle":"0:","dev":"lo","root":true,"refcnt":2,"options":{}},{"kind":"tbf","handle":"8006:","dev":"eth0","root":true,"refcnt":2,"options":{"rate":187500,"burst":8191,"lat":200000}},{"kind":"clsact","handle":"ffff:","dev":"eth0","parent":"ffff:fff1","options":{}},{"kind":"tbf","handle":"8005:","dev":"ifb-eth0","root":true,"refcnt":2,"options":{"rate":187500,"burst":8191,"lat":200000}}]',
  ),
  filters: JSON.parse(
    '[{"protocol":"all","pref":1,"kind":"matchall","chain":0},{"protocol":"all","pref":1,"kind":"matchall","chain":0,"options":{"handle":1,"not_in_hw":true,"actions":[{"order":1,"kind":"mirred","mirred_action":"redirect","direction":"egress","to_dev":"ifb-eth0"}]}}]',
  ),
  links: JSON.parse('[{"ifname":"eth0","mtu":1500,"qdisc":"tbf","gso_max_size":65536,"gso_max_segs":1}]'),
};

test('both directions get the same bucket, which holds the longest packet and what comes while a timer is late', () => {
  const { ip, tc } = limitLines(bits);
  expect(tc).toEqual([
    'qdisc replace dev ifb-@LINK@ root tbf rate 1500000bit burst 8192 latency 200ms',
    'qdisc replace dev @LINK@ clsact',
    'filter add dev @LINK@ ingress pref 1 protocol all matchall action mirred egress redirect dev ifb-@LINK@',
    'qdisc replace dev @LINK@ root tbf rate 1500000bit burst 8192 latency 200ms',
  ]);
  expect(ip).toContain('link set dev @LINK@ gso_max_segs 1');
  expect(limitLines(100e6).tc[0]).toContain('rate 100000000bit burst 62500 ');
});

test('what was read back shows what is not limited', () => {
  expect(limitMistake(limited, bits)).toBeNull();
  expect(limitMistake(limited, 3_000_000)).toMatch('what it sends is not limited to 3000000');
  const without = (dev: string) => ({ ...limited, disciplines: limited.disciplines.filter((one) => one.dev !== dev) });
  expect(limitMistake(without('eth0'), bits)).toMatch('what it sends');
  expect(limitMistake(without('ifb-eth0'), bits)).toMatch('what it gets is not limited');
  expect(limitMistake({ ...limited, filters: limited.filters.slice(0, 1) }, bits)).toMatch('past the limit');
  const long = limited.links.map((link) => ({ ...link, gso_max_segs: 65_535 }));
  expect(limitMistake({ ...limited, links: long }, bits)).toMatch('longer than a frame');
  expect(limitMistake({ disciplines: [], filters: [], links: [] }, bits)).toMatch('what it sends');
});

/** Two nodes whose kernels take every line, and show what `reading` says. */
function fakeCluster(readings: { [pid: number]: LimitReading }, refuse = '') {
  const acts: { pid: number; lines: string[] }[] = [];
  const cluster = {
    node: (name: string) => ({ initPid: async () => Number(name.slice(-1)) }),
    hand: {
      async act(act: Extract<HandAct, { do: 'network' }>) {
        acts.push({ pid: act.initPid, lines: act.strike });
        const effective = refuse === '' || !act.strike.some((line) => line.includes(refuse));
        return { effective, evidence: 'Error: no such module' };
      },
      async inspect({ initPid, args }: { initPid: number; args: string[] }) {
        const { disciplines, filters, links } = readings[initPid] ?? limited;
        return JSON.stringify(args.includes('qdisc') ? disciplines : args.includes('filter') ? filters : links);
      },
    },
  } as unknown as Cluster;
  return { cluster, acts };
}

const links = [
  { node: 'director-1', address: '198.18.0.11' },
  { node: 'real-server-2', address: '198.18.0.22' },
];

test('every link is limited, and as it was afterwards', async () => {
  const { cluster, acts } = fakeCluster({});
  const limits = await limitLinks(cluster, links, bits);
  const done = (pid: number) => acts.filter((act) => act.pid === pid).flatMap(({ lines }) => lines);
  const { ip, tc } = limitLines(bits);
  for (const pid of [1, 2]) expect(done(pid)).toEqual([...ip, ...tc]);
  acts.length = 0;
  await limits.lift();
  for (const pid of [1, 2]) {
    expect(done(pid)).toContain('qdisc del dev @LINK@ root');
    expect(done(pid)).toContain('qdisc del dev @LINK@ clsact');
    expect(done(pid)).toContain('link set dev @LINK@ gso_max_segs 65535');
    expect(done(pid)).toContain('link del dev ifb-@LINK@');
  }
});

test('where one link is not limited as it should be, none stays so', async () => {
  const wrong = fakeCluster({ 2: { ...limited, filters: [] } });
  await expect(limitLinks(wrong.cluster, links, bits)).rejects.toThrow(
    'The link of real-server-2 is not limited as it should be: what it gets goes past the limit.',
  );
  const lifted = wrong.acts.filter(({ lines }) => lines.includes('link del dev ifb-@LINK@'));
  expect(lifted.map(({ pid }) => pid)).toEqual([1, 2]);

  const refusing = fakeCluster({}, 'type ifb');
  await expect(limitLinks(refusing.cluster, links, bits)).rejects.toThrow('no such module');
});
