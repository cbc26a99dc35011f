import type Dockerode from 'dockerode';
import { schedulerNames } from '../ipvs/scheduler-names.ts';
import type { Scheduler } from '../model.ts';
import { runOnce } from './run-once.ts';

/** What the kernel under a Docker engine can do for this tool. */
export interface KernelAbilities {
  release: string;
  ipvs: boolean;
  schedulers: Record<Scheduler, boolean>;
  macvlan: boolean;
  /** IP in IP, which real servers receive TUN by. */
  tunnels: boolean;
  /** Queueing disciplines and filters that faults use. */
  trafficControl: boolean;
  /** What links are limited with in both directions. */
  linkLimits: boolean;
  /** cgroup v2, for the freezer. */
  cgroup2: boolean;
}

const trafficControlModules = ['sch_netem', 'sch_tbf', 'sch_ingress', 'cls_flower', 'act_gact'];
const linkLimitModules = ['sch_tbf', 'sch_ingress', 'cls_matchall', 'act_mirred', 'ifb'];

/**
 * Loads each module with the engine machine's own modprobe where that is possible, then says `<module> yes` or `no`.
 * A module is there when it is loaded, built in, or known to modprobe; IPVS itself only when it answers. ifb would come
 * with two devices that nobody asked for.
 */
const script = `
uname -r
for module in "$@"; do
  [ "$module" = ifb ] && option=numifbs=0 || option=
  chroot /engine modprobe -q "$module" $option 2>/dev/null || chroot /engine /sbin/modprobe -q "$module" $option 2>/dev/null
  if [ "$module" = ip_vs ]; then [ -e /proc/net/ip_vs ]; else
    [ -d "/sys/module/$module" ] || grep -q "/$module.ko" "/engine/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null
  fi && echo "$module yes" || echo "$module no"
done
[ -e /engine/sys/fs/cgroup/cgroup.controllers ] && echo "cgroup2 yes" || echo "cgroup2 no"`;

/**
 * Asks the kernel under the engine (not the kernel of this machine, which may be another) in a privileged container of
 * `image` that sees the engine machine's root. Throws when the engine refuses such a container.
 */
export async function probeKernel(docker: Dockerode, image: string): Promise<KernelAbilities> {
  const wanted = [
    ...schedulerNames.map((name) => `ip_vs_${name}`),
    'macvlan',
    'ipip',
    ...trafficControlModules,
    ...linkLimitModules,
  ];
  const modules = ['ip_vs', ...new Set(wanted)];
  return abilitiesOf(await runOnce(docker, image, ['sh', '-c', script, 'sh', ...modules]));
}

/** Reads the probe's output. Exported for its test. */
export function abilitiesOf(output: string): KernelAbilities {
  const [release = '', ...answers] = output.trim().split(/\r?\n/);
  const yes = new Set(answers.filter((line) => line.endsWith(' yes')).map((line) => line.slice(0, -4)));
  return {
    release,
    ipvs: yes.has('ip_vs'),
    schedulers: Object.fromEntries(schedulerNames.map((name) => [name, yes.has(`ip_vs_${name}`)])) as Record<
      Scheduler,
      boolean
    >,
    macvlan: yes.has('macvlan'),
    tunnels: yes.has('ipip'),
    trafficControl: trafficControlModules.every((module) => yes.has(module)),
    linkLimits: linkLimitModules.every((module) => yes.has(module)),
    cgroup2: yes.has('cgroup2'),
  };
}
