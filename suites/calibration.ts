import type { Scenario, Suite } from '../harness/model.ts';

/** Lengths of outages, ms: none, around the shortest that matters, and up to what a failover takes. */
const lengthsMs = [0, 50, 303, 1000, 3000];

const soundness = ['fault-confirmed', 'no-role-change', 'request-outcomes', 'recording-whole', 'kernel-trouble'];

const common = {
  topology: 'dr-pair',
  phases: [0.5],
  // No long connections: their requests would stand in the prober's way, and no number here is of them.
  probe: { intervalMs: 2, deadlineMs: 900, delayThresholdMs: 100, connections: 0 },
  throughputMs: 0,
} satisfies Partial<Scenario>;

export const suite: Suite = {
  name: 'calibration',
  summary:
    'how wrong is the instrument: outages of known length, delays, shares and clocks, measured as everything else is',
  scenarios: [
    {
      ...common,
      name: 'quiet',
      summary: 'What does the instrument see while nothing is done? One request every 2 ms, a minute at a time.',
      faults: ['leave-alone'],
      checks: ['unimpaired', 'prober-lateness', ...soundness],
      trialsPerFault: 10,
    },
    {
      ...common,
      name: 'outage',
      summary: 'How far is each method from outages of known length on the path, with one request every 2 ms?',
      faults: [{ fault: 'drop-requests', levels: lengthsMs }],
      checks: ['outage-by-stamps', 'outage-by-loss', 'prober-lateness', ...soundness],
      trialsPerFault: 10,
    },
    {
      ...common,
      name: 'outage-10ms',
      summary: 'The same with one request every 10 ms, as most suites ask.',
      probe: { ...common.probe, intervalMs: 10 },
      faults: [{ fault: 'drop-requests', levels: lengthsMs }],
      checks: ['outage-by-stamps', 'outage-by-loss', 'prober-lateness', ...soundness],
      trialsPerFault: 4,
    },
    {
      ...common,
      name: 'server',
      summary: 'The same outages made in a server within the prober: what of the error is the instrument alone?',
      probe: { ...common.probe, inProcess: true },
      faults: [{ fault: 'discard-requests', levels: lengthsMs.filter((ms) => ms > 0) }],
      checks: ['outage-by-stamps', 'outage-by-loss', 'prober-lateness', ...soundness],
      trialsPerFault: 10,
    },
    {
      ...common,
      name: 'delay',
      summary: 'Every packet is late and none is lost: is that told apart?',
      probe: { ...common.probe, intervalMs: 10, delayThresholdMs: 50 },
      faults: [{ fault: 'delay-requests', levels: [1000] }],
      checks: ['pure-delay', 'prober-lateness', ...soundness],
      trialsPerFault: 3,
    },
    {
      ...common,
      name: 'share',
      summary:
        'One of four real servers fails every request, and no health check sees it: are a quarter of them told as lost?',
      change: { realServerCount: 4 },
      // What is late is not the question here.
      probe: { ...common.probe, intervalMs: 10, delayThresholdMs: 400 },
      faults: ['answer-500'],
      checks: ['failure-impact', 'prober-lateness', ...soundness],
      trialsPerFault: 3,
    },
    {
      ...common,
      name: 'clock',
      summary: 'Do the prober and the capture say the same of when a packet was sent?',
      probe: { ...common.probe, intervalMs: 10, packets: true },
      faults: ['leave-alone'],
      checks: ['clock-agreement', 'unimpaired', 'prober-lateness', ...soundness],
      trialsPerFault: 1,
    },
  ],
};
