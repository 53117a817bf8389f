import type { EventOn } from '@earshot/contracts';
import { dispatch } from '@earshot/runtime';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { IngestServer } from '../ingest-server.js';
import { INGEST_SERVER } from '../ingest.tokens.js';
import { controlHandlers } from './control-handlers.js';

/** Every replica learns what happens to calls, because any of them may have the connection of the source. */
@Controller()
export class ControlController {
  constructor(@Inject(INGEST_SERVER) private readonly server: IngestServer) {}

  @EventPattern('calls.control')
  onControl(@Payload() event: EventOn<'calls.control'>): Promise<void> {
    return dispatch(controlHandlers(this.server), event);
  }
}
