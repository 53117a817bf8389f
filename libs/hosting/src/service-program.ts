import type { z } from 'zod';
import { databaseUrlForOthers, serviceProcessConfigSchema, type ServiceProcessConfig } from './hosting.config.js';
import { needPostgres, type ResourceName, type ServiceResources } from './resources.js';

/** The service's own settings and those of its process. Where both define a variable, the process's definition counts. */
export type ProgramConfig<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>> & ServiceProcessConfig;

/** A service that takes work. */
export interface StartedService {
  /** Facts for the log line `ready`, e.g. addresses and the engine. */
  readonly facts: Readonly<Record<string, string>>;
  /** Stops taking work and finishes what is under way. */
  close(): Promise<void>;
}

/** One service as a program of its own. */
export interface ServiceProgram<Shape extends z.ZodRawShape = z.ZodRawShape, Need extends ResourceName = never> {
  /** The name of a service or of a consumer. */
  readonly name: string;
  /** The service's own settings. */
  readonly schema: z.ZodObject<Shape>;
  /** The resources that the host opens for it. It gets these and no others. */
  readonly needs: readonly Need[];
  /** True if others can read or send calls at an address that it opens. */
  readonly opensCalls: boolean;
  /** True if the process reports itself ready while its database is unavailable. */
  readonly isReadyWithoutDatabase?: boolean;
  readonly start: (config: ProgramConfig<Shape>, resources: ServiceResources<NoInfer<Need>>) => Promise<StartedService>;
}

/** Returns its argument; the compiler infers the settings and the resources from it. */
export const serviceProgram = <Shape extends z.ZodRawShape, const Need extends ResourceName>(
  program: ServiceProgram<Shape, Need>,
): ServiceProgram<Shape, Need> => program;

/** The schema of everything that a program reads from its environment. Only a program that needs PostgreSQL must set DATABASE_URL. */
export const programSchema = <Shape extends z.ZodRawShape>(program: {
  readonly schema: z.ZodObject<Shape>;
  readonly needs: readonly ResourceName[];
}) => {
  const { DATABASE_URL, ...shape } = serviceProcessConfigSchema.shape;
  return program.schema.extend({
    ...shape,
    DATABASE_URL: needPostgres(program.needs) ? DATABASE_URL : databaseUrlForOthers,
  });
};
