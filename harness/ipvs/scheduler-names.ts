import type { Scheduler } from '../model.ts';

// A record, so that a scheduler added to the model does not compile until it stands here.
const every: Record<Scheduler, true> = {
  rr: true,
  wrr: true,
  lc: true,
  wlc: true,
  lblc: true,
  lblcr: true,
  dh: true,
  sh: true,
  sed: true,
  nq: true,
  fo: true,
  ovf: true,
  mh: true,
  twos: true,
};

/** Every scheduler of IPVS, as ipvsadm(8) spells them; each is the kernel's module `ip_vs_<name>`. */
export const schedulerNames = Object.keys(every) as Scheduler[];
