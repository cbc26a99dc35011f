import { holdings } from '../harness/measure/holders.ts';
import type {
  KernelMs,
  Observation,
  Recording,
  Run,
  Topology,
  TrialMeasurement,
  TrialRecord,
} from '../harness/model.ts';
import { between } from '../harness/stats/in-order.ts';
import { isImpaired } from '../harness/stats/outage-window.ts';
import { answersOf } from './timeline-answers.ts';
import type { Mark, RequestPoint, Timeline, TimelineScene } from './timeline-nouns.ts';
import { probedServices, weightsOf } from './timeline-weights.ts';

/** Shown before the fault, ms: two adverts and a stretch of undisturbed requests. */
const leadMs = 2000;

/** Shown of a trial whose end is not known, after the last instant that is, ms. */
const tailMs = 5000;

/** Shown after the end, ms, so that what happens at the end is not cut in two. */
const marginMs = 250;

/** What one trial's recording shows around its fault. Null when the trial did not get as far as a fault. */
export function timelineOf(recording: Recording, measurement: TrialMeasurement): Timeline | null {
  const trial = recording.run.trials.find((one) => one.index === measurement.index);
  const originMs = trial?.effective?.latestMs ?? trial?.injectDueMs ?? null;
  if (trial === undefined || originMs === null) return null;
  const { topology } = recording.run;
  const fromMs = originMs - leadMs;
  const toMs = endOf(recording, trial, originMs) + marginMs;
  const seconds = (at: KernelMs): number => (at - originMs) / 1000;
  const directorOf = directorsBy(topology, recording.series('advert'));
  const vips = new Set(topology.virtualServices.map((service) => service.vip));
  const endOfFaultMs = trial.healStartedAtMs ?? toMs;
  const span = { fromS: seconds(fromMs), toS: seconds(toMs) };
  const requests = between(recording.series('request'), fromMs, toMs).map((one) =>
    requestPoint(one, recording, seconds(one.at)),
  );
  const count = (kind: RequestPoint['kind']) => requests.filter((one) => one.kind === kind).length;
  const adverts = between(recording.series('advert'), fromMs, toMs);
  const garps = between(recording.series('garp'), fromMs, toMs).filter((one) => vips.has(one.value.address));
  const held = holdings(recording).filter((one) => one.fromMs < toMs && one.toMs > fromMs);
  const weights = weightsOf(recording, { fromMs, toMs }, seconds);

  return {
    trial: trialFacts(trial),
    origin: trial.effective === null ? 'the fault was due' : 'the fault took effect',
    ...span,
    faultS: trial.effective === null ? null : { from: 0, to: seconds(endOfFaultMs) },
    healingS:
      trial.healStartedAtMs === null || trial.healedAtMs === null
        ? null
        : { from: seconds(trial.healStartedAtMs), to: seconds(trial.healedAtMs) },
    marks: marksOf(trial, measurement, seconds).filter((mark) => mark.atS <= seconds(toMs)),
    holdings: held.map((one) => ({
      director: topology.directors.findIndex(({ name }) => name === one.director),
      fromS: seconds(Math.max(one.fromMs, fromMs)),
      toS: seconds(Math.min(one.toMs, toMs)),
    })),
    adverts: adverts.map(({ at, value }) => ({
      director: directorOf.address(value.source),
      atS: seconds(at),
      priority: value.priority,
    })),
    garps: garps.map(({ at, value }) => ({ director: directorOf.mac(value.mac), atS: seconds(at) })),
    requests,
    answers: answersOf(requests, span, {
      realServers: topology.realServers.length,
      intervalMs: recording.run.probe.intervalMs,
    }),
    weights,
    totals: {
      ...{ ok: count('ok'), late: count('late'), lost: count('lost') },
      ...{ adverts: adverts.length, garps: garps.length, holdings: held.length, weights: weights.bars.length },
    },
  };
}

/** What the timelines of a run have in common. */
export function sceneOf(run: Run): TimelineScene {
  const { topology, probe, faults } = run;
  return {
    directors: topology.directors.map((one) => one.name),
    realServers: topology.realServers.map((one) => one.name),
    services: probedServices({ run }),
    delayThresholdMs: probe.delayThresholdMs,
    faults: faults.map(({ name, colour, level }) => ({
      ...{ name, colour },
      ...(level === undefined ? {} : { levelUnit: level.unit }),
    })),
  };
}

function trialFacts({ index, fault, level, target, error }: TrialRecord): Timeline['trial'] {
  return {
    ...{ index, fault, target },
    ...(level === undefined ? {} : { level }),
    ...(error === undefined ? {} : { error }),
  };
}

function endOf({ run }: Recording, trial: TrialRecord, originMs: KernelMs): KernelMs {
  if (trial.endedAtMs !== null) return trial.endedAtMs;
  const last = Math.max(originMs, trial.healStartedAtMs ?? originMs, trial.healedAtMs ?? originMs) + tailMs;
  const next = run.trials.find((one) => one.index === trial.index + 1)?.steadyAtMs;
  return Math.min(last, next ?? last);
}

function requestPoint({ value }: Observation<'request'>, { run }: Recording, atS: number): RequestPoint {
  const late = isImpaired(value, run.probe);
  const realServer = run.topology.realServers.findIndex((one) => one.name === value.realServer);
  return {
    atS,
    latencyMs: value.latencyMs,
    kind: value.outcome !== 'ok' ? 'lost' : late ? 'late' : 'ok',
    outcome: value.outcome,
    realServer: realServer < 0 ? null : realServer,
  };
}

/** Adverts name a director by its address; a gratuitous ARP names only a MAC, which adverts tie to an address. */
function directorsBy(topology: Topology, adverts: readonly Observation<'advert'>[]) {
  const indexOf = new Map(topology.directors.map((director, index) => [director.address, index]));
  const addressOf = new Map(adverts.map(({ value }) => [value.sourceMac, value.source]));
  const address = (given: string): number | null => indexOf.get(given) ?? null;
  return { address, mac: (mac: string): number | null => address(addressOf.get(mac) ?? '') };
}

function marksOf(trial: TrialRecord, measured: TrialMeasurement, seconds: (at: KernelMs) => number): Mark[] {
  const successor = measured.successor ?? 'the successor';
  const revertedAtMs =
    trial.restored === null || measured.reversionDelayMs === null
      ? null
      : trial.restored.earliestMs + measured.reversionDelayMs;
  const instants: [KernelMs | null, string][] = [
    [measured.lastAdvertOldMs, `last advert of ${trial.target}`],
    [trial.effective?.latestMs ?? null, `${trial.fault} took effect`],
    [measured.firstAdvertNewMs, `first advert of ${successor}`],
    [measured.firstGoodMs, 'first good answer'],
    [trial.healStartedAtMs, 'healing begins'],
    [revertedAtMs, `${trial.target} is MASTER again`],
  ];
  return instants
    .flatMap(([at, what]) => (at === null ? [] : [{ atS: seconds(at), what }]))
    .sort((a, b) => a.atS - b.atS)
    .map((mark, index) => ({ ...mark, letter: String.fromCharCode(65 + index) }));
}
