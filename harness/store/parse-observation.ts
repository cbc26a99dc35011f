import { messageOf } from '../errors.ts';
import type { Observation, RequestOutcome } from '../model.ts';
import { observationSchema, requestOutcome } from './observation-schema.ts';
import { checkedBy, issueWords } from './stored-json.ts';

/** An observation, or what is wrong with the text. */
export type ParsedObservation = { observation: Observation } | { problem: string };

/** Reads lines of observations.ndjson. */
export type ObservationParser = (text: string) => ParsedObservation;

/**
 * A parser that keeps one copy of each repeated string: a million requests name twenty addresses. Requests are nearly all
 * of a recording, and the schema takes three times as long and makes objects half as large again: those of exactly the
 * known form are told by hand, which refuses nothing, everything else is the schema's.
 */
export function observationParser(): ObservationParser {
  const intern = internTable();
  return (text) => {
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch (error) {
      return { problem: messageOf(error) };
    }
    const request = plainRequest(parsed as Partial<Observation> | null, intern);
    if (request !== null) return { observation: request };
    const { data, issues } = checkedBy(observationSchema, parsed);
    if (issues === null) return { observation: interned(data, intern) };
    return { problem: issueWords(issues) };
  };
}

const outcomes: ReadonlyMap<unknown, RequestOutcome> = new Map(requestOutcome.options.map((one) => [one, one]));

/** A request with all the fields that the schema knows and no others; null for whatever else it may be. */
function plainRequest(parsed: Partial<Observation> | null, intern: Intern): Observation<'request'> | null {
  if (parsed === null || parsed.series !== 'request' || Object.keys(parsed).length !== 4) return null;
  const { at, node, value } = parsed;
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 6) return null;
  const { service, source, lateMs, latencyMs, realServer } = value;
  const outcome = outcomes.get(value.outcome);
  if (outcome === undefined || !isNumber(at) || !isNumber(lateMs) || !isNumber(latencyMs)) return null;
  if (typeof node !== 'string' || typeof service !== 'string' || typeof source !== 'string') return null;
  if (realServer !== null && typeof realServer !== 'string') return null;
  return {
    series: 'request',
    at,
    node: intern(node),
    value: {
      outcome,
      service: intern(service),
      source: intern(source),
      lateMs,
      latencyMs,
      realServer: realServer === null ? null : intern(realServer),
    },
  };
}

/** As the schema has it: JSON can say 1e999. */
function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

type Intern = (text: string) => string;

function internTable(): Intern {
  const table = new Map<string, string>();
  return (text) => {
    const known = table.get(text);
    if (known !== undefined) return known;
    table.set(text, text);
    return text;
  };
}

function interned(observation: Observation, intern: Intern): Observation {
  observation.node = intern(observation.node);
  if (observation.series === 'request' || observation.series === 'connection' || observation.series === 'assignment') {
    const { value } = observation;
    value.source = intern(value.source);
    if ('service' in value) value.service = intern(value.service);
    if (value.realServer !== null) value.realServer = intern(value.realServer);
  }
  return observation;
}
