import { z } from 'zod';
import { calibrationSchema } from './calibration-schema.ts';
import { drillSchema } from './drill-folder.ts';
import { modelDocs, type NounDocs } from './model-docs.ts';
import { nightSchema } from './night-schema.ts';
import { observationSchema } from './observation-schema.ts';
import { runSchema, schemaNumber } from './run-schema.ts';
import { topologySchema } from './topology-schema.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;
type Definitions = Readonly<Record<string, JsonSchema>>;
type Docs = ReadonlyMap<string, NounDocs>;

const published: [file: string, title: string, schema: z.ZodType][] = [
  ['run.schema.json', `run.json of lvs-drill, schema number ${schemaNumber}`, runSchema],
  ['drill.schema.json', `drill.json of lvs-drill, schema number ${schemaNumber}`, drillSchema],
  ['night.schema.json', `night.json of lvs-drill, schema number ${schemaNumber}`, nightSchema],
  ['calibration.schema.json', `A stored calibration of lvs-drill, schema number ${schemaNumber}`, calibrationSchema],
  ['topology.schema.json', 'A topology of lvs-drill, as it stands in run.json', topologySchema],
  ['observation.schema.json', 'A line of observations.ndjson of lvs-drill', observationSchema],
];

const comment =
  'Generated from harness/store by `npm run schema`. A number carries its unit in its name; instants are milliseconds on ' +
  "CLOCK_MONOTONIC of the engine's kernel. Fields that are not listed may be there: a later version added them.";

/**
 * The JSON Schemas (draft 2020-12) of all JSON in a run folder, and of a calibration: file name in `schema/` to text. Shapes come from the zod
 * schemas that this version reads with, descriptions from the text of `harness/model.ts`.
 */
export function jsonSchemas(modelText: string): ReadonlyMap<string, string> {
  const docs = modelDocs(modelText);
  return new Map(
    published.map(([file, title, schema]) => [file, `${JSON.stringify(jsonSchemaOf(schema, title, docs), null, 2)}\n`]),
  );
}

function jsonSchemaOf(schema: z.ZodType, title: string, docs: Docs): JsonSchema {
  const { $schema, $defs = {}, $ref, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', override: trim });
  const described = Object.entries($defs).map(([name, one]) => [name, withDocs(name, one, docs, $defs)] as const);
  // The root is what a reader looks for first: it stands at the top, not among the parts that it is made of.
  const root = $ref?.split('/').at(-1);
  const top = described.find(([name]) => name === root)?.[1] ?? rest;
  const parts = described.filter(([name]) => name !== root);
  return {
    ...($schema === undefined ? {} : { $schema }),
    title,
    $comment: comment,
    ...top,
    ...(parts.length === 0 ? {} : { $defs: Object.fromEntries(parts) }),
  };
}

function withDocs(name: string, definition: JsonSchema, docs: Docs, definitions: Definitions): JsonSchema {
  const doc = docs.get(name)?.doc ?? null;
  const properties = Object.entries(definition.properties ?? {}).map(([property, schema]) => {
    const said = docOf(name, property, docs, definitions);
    return [property, said === null || typeof schema !== 'object' ? schema : { description: said, ...schema }];
  });
  return {
    ...(doc === null ? {} : { description: doc }),
    ...definition,
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
  };
}

/** A property's own comment, or that of its type where the type is not described in a place of its own. */
function docOf(noun: string, property: string, docs: Docs, definitions: Definitions): string | null {
  const { base = null, properties } = docs.get(noun) ?? {};
  const found = properties?.get(property);
  if (found === undefined) return base === null ? null : docOf(base, property, docs, definitions);
  if (found.doc !== null || found.type === null || found.type in definitions) return found.doc;
  return docs.get(found.type)?.doc ?? null;
}

/** What a JSON number can hold, that names are texts, and that anything may be added, goes without saying. */
function trim({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (JSON.stringify(jsonSchema.propertyNames) === '{"type":"string"}') delete jsonSchema.propertyNames;
  if (JSON.stringify(jsonSchema.additionalProperties) === '{}') delete jsonSchema.additionalProperties;
}
