import type { z } from 'zod';
import { serviceProcessConfigSchema, type ServiceProcessConfig } from './hosting.config.js';
import type { ServiceHost, StartedService } from './process-host.js';

/** A service's own settings with those of its process, which win where both have one. */
export type ProgramConfig<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>> & ServiceProcessConfig;

/** One service as a program of its own. */
export interface ServiceProgram<Shape extends z.ZodRawShape = z.ZodRawShape> {
  /** A service's, or that of a consumer of one's own. */
  readonly name: string;
  /** Its own settings. */
  readonly schema: z.ZodObject<Shape>;
  /** Whether calls can be read or sent at an address that it opens. */
  readonly opensCalls: boolean;
  /** Whether it should get no work while its database is away; so unless said otherwise. */
  readonly needsDatabase?: boolean;
  start(config: ProgramConfig<Shape>, host: ServiceHost): Promise<StartedService>;
}

/** Says nothing more than its argument; lets the compiler infer the settings. */
export const serviceProgram = <Shape extends z.ZodRawShape>(program: ServiceProgram<Shape>): ServiceProgram<Shape> =>
  program;

/** Everything that a program reads from its environment. */
export const programSchema = <Shape extends z.ZodRawShape>(program: Pick<ServiceProgram<Shape>, 'schema'>) =>
  program.schema.extend(serviceProcessConfigSchema.shape);
