#!/bin/sh
# First process of the lab's guest. Everything it needs is on the disk; what it is told comes from the kernel
# command line (lab.address=...) and, line by line, from the console.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH

say() { echo "lvs-drill: $*"; }

mount -t proc proc /proc
# io_uring corrupts memory in this kernel as soon as a Node process starts a child: off, before anything runs.
echo 2 > /proc/sys/kernel/io_uring_disabled
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev 2>/dev/null
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
for dir in /run /tmp /dev/shm; do mount -t tmpfs tmpfs "$dir"; done
mount -t cgroup2 cgroup2 /sys/fs/cgroup
hostname lvs-drill-lab

option() { tr ' ' '\n' < /proc/cmdline | sed -n "s/^$1=//p"; }
ip link set lo up
ip addr add "$(option lab.address)" dev vec0
ip link set vec0 up
# No default route: nothing but the other end of this link can be reached.

for module in overlay bridge veth macvlan dummy ipip \
  ip_vs ip_vs_rr ip_vs_wrr ip_vs_lc ip_vs_wlc ip_vs_lblc ip_vs_lblcr ip_vs_dh ip_vs_sh ip_vs_sed ip_vs_nq ip_vs_fo \
  ip_vs_ovf ip_vs_mh ip_vs_twos nf_conntrack xt_ipvs \
  sch_netem sch_tbf sch_ingress cls_flower cls_matchall act_gact act_mirred ifb; do
  modprobe -q "$module" || say "module $module is not in this kernel"
done

# The engine is one beside what it runs. Every container's shim collects its garbage every 30 s, with several threads and
# for 0.1 s on this processor; each thread would count as much as all containers together, and no httpd would answer
# meanwhile. As one group the engine gets half while containers want the processor. With a tenth, httpd stood still for
# 0.7 s now and then.
mkdir /sys/fs/cgroup/engine
echo +cpu > /sys/fs/cgroup/cgroup.subtree_control
echo 100 > /sys/fs/cgroup/engine/cpu.weight

# The guest is reached over its one link only, and that link leads to the relay in the lab's own network namespace.
# Without an explicit --tls=false dockerd waits 15 s to make its warning about plain TCP felt.
(
  echo 0 > /sys/fs/cgroup/engine/cgroup.procs
  exec dockerd --iptables=false --ip6tables=false --bridge=none --tls=false --log-level=warn \
    --host="tcp://$(option lab.address | cut -d/ -f1):2375" --host=unix:///run/docker.sock
) > /var/log/dockerd.log 2>&1 &
dockerd=$!
until [ -S /run/docker.sock ]; do
  kill -0 "$dockerd" 2>/dev/null || { say "dockerd ended"; cat /var/log/dockerd.log; break; }
  sleep 0.1
done
say "ready"

# The lab ends when it is told to, and when nobody holds its console any more. Whoever is the first process inherits all
# orphans, one for each container that ever was; a shell that waits buries them, one that reads does not.
exec 3<&0
(
  while read -r order <&3; do
    [ "$order" = poweroff ] && break
  done
) &
wait "$!"
say "powering off"
kill "$dockerd"
while kill -0 "$dockerd" 2>/dev/null; do sleep 0.1; done
sync
mount -o remount,ro / 2>/dev/null
echo o > /proc/sysrq-trigger
while :; do sleep 1; done
