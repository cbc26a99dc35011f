import type { Left } from '../aftermath.ts';
import type { Invariant } from '../invariant.ts';

const words: Record<keyof Left, string> = {
  containers: 'Containers',
  networks: 'Networks',
  processes: 'Processes',
  namespaces: 'Namespaces',
  links: 'Network interfaces of the host',
  mounts: 'Mounts',
  files: 'Temporary files',
  guest: 'Things in the guest',
};

export const invariant: Invariant = {
  name: 'nothing-left',
  summary: 'after `lab status` no container, network, process, namespace, interface, mount or temporary file is left',
  broken: ({ left }) =>
    (Object.keys(words) as (keyof Left)[]).flatMap((kind) =>
      left[kind].length === 0 ? [] : [`${words[kind]} were left: ${left[kind].join(', ')}.`],
    ),
};
