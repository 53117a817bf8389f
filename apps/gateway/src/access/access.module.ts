import { Inject, Module, type DynamicModule, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Clock, Logger, TeamStore } from '@earshot/ports';
import { ACCESS, CLOCK, LOGGER } from '../platform/tokens.js';
import { Access } from './access.js';
import { TeamDirectory } from './team-directory.js';

/** Decides who may see what, and keeps the members of the teams in memory for it. */
@Module({})
export class AccessModule implements OnModuleInit, OnApplicationShutdown {
  static forRoot(teams: Pick<TeamStore, 'listMembers'>): DynamicModule {
    const providers = [
      {
        provide: TeamDirectory,
        inject: [CLOCK, LOGGER],
        useFactory: (clock: Clock, logger: Logger) => new TeamDirectory(teams, clock, logger),
      },
      { provide: ACCESS, inject: [TeamDirectory], useFactory: (directory: TeamDirectory) => new Access(directory) },
    ];
    return { module: AccessModule, global: true, providers, exports: [ACCESS] };
  }

  constructor(@Inject(TeamDirectory) private readonly directory: TeamDirectory) {}

  onModuleInit(): void {
    this.directory.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.directory.stop();
  }
}
