import { z } from 'zod';

/**
 * The shape of an interface of the model, by the name it has there: the published JSON Schemas take its descriptions from
 * the model. Loose: a field that a later version of the same schema number adds must survive a redraw.
 */
export function noun<Shape extends z.core.$ZodLooseShape>(name: string, shape: Shape) {
  return z.looseObject(shape).meta({ id: name });
}
