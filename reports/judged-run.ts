import type { Run } from '../harness/model.ts';
import type { Content } from './content.ts';

/** The run as this version judges it, whatever stands in its run.json. */
export function judgedRun({
  recording,
  judgements,
  metrics,
  found,
  verdict,
}: Pick<Content, 'recording' | 'judgements' | 'metrics' | 'found' | 'verdict'>): Run {
  return { ...recording.run, judgements, metrics, found, verdict };
}
