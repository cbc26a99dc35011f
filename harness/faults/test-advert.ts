import { DrillError } from '../errors.ts';
import type { Confirmation } from '../model.ts';
import { confirmDrops, readIncoming } from './ingress-filter.ts';
import { linksOf, type Target } from './sight.ts';

/** VRRP's number and nothing of its content: keepalived would log it as too short, and nothing more. */
const sendScript = `use Socket;
socket(my $raw, PF_INET, SOCK_RAW, 112) or die "socket: $!";
send($raw, "lvs-drill", 0, sockaddr_in(0, inet_aton($ARGV[0]))) or die "send: $!";`;

/** A packet is dropped within this, ms. */
const droppedMs = 1000;

/**
 * Whether what comes in to a master by VRRP is dropped. It hears nothing by itself while no other director pretends to be
 * MASTER, so another one sends it a packet of that protocol over each link, to it alone, for its filters to count.
 */
export async function confirmDropsOfMaster(target: Target): Promise<Confirmation> {
  const links = await readIncoming(target);
  const sender = target.cluster.directors().find(({ director }) => director.name !== target.target);
  if (sender === undefined)
    throw new DrillError(`${target.cluster.topology.name} has no director that could send to another.`);
  if (links.some(({ ours }) => ours?.drops === 0)) {
    for (const address of linksOf(target)) {
      await sender.node.exec(['perl', '-e', sendScript, address], { timeoutMs: 10_000 });
    }
  }
  return confirmDrops(target, 'packets of VRRP', droppedMs);
}
