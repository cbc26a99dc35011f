import type { FoundLab } from '../engine/lab/labs.ts';
import type { SoakEvent } from './event.ts';

/** An event that kills one of the processes of a lab that the run has booted for itself. */
export function killOfLab(
  name: string,
  summary: string,
  whom: string,
  pidOf: (lab: FoundLab) => Promise<number | null>,
): SoakEvent {
  return {
    name,
    summary,
    damages: 'engine',
    lab: 'own',
    from: 'engine',
    until: 'report',
    exits: [3],
    async strike(scene) {
      const lab = await scene.lab();
      const pid = lab === null ? null : await pidOf(lab);
      if (pid === null) return null;
      process.kill(pid, 'SIGKILL');
      return `SIGKILL to its ${whom}`;
    },
  };
}
