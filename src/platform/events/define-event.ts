import type { z } from 'zod';

/** An event that a module publishes: past tense, with the version of its payload. */
export interface EventDefinition<Payload extends z.ZodType = z.ZodType> {
  /** `deliveries.driverAssigned` */
  name: string;
  version: number;
  meaning: string;
  payload: Payload;
}

export function defineEvent<Payload extends z.ZodType>(
  name: string,
  definition: { version?: number; meaning: string; payload: Payload },
): EventDefinition<Payload> {
  return { name, version: definition.version ?? 1, meaning: definition.meaning, payload: definition.payload };
}

/** Which entity an event is about; its events are ordered by `sequence`. */
export interface EntityRef {
  /** `delivery`, `driver`: the name that its lifecycle or owner gives it. */
  entity: string;
  id: string;
}
