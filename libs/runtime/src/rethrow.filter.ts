import { Catch, NotFoundException, type ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { throwError, type Observable } from 'rxjs';
import { unknownAddress } from './unknown-address.js';

/**
 * Passes the error of an event handler to the transport: Nest's default replaces it and loses `code` and `retryable`. Over HTTP, an
 * address without a route is answered with a code of ours, and without repeating it.
 */
@Catch()
export class RethrowFilter extends BaseExceptionFilter<unknown> {
  override catch(error: unknown, host: ArgumentsHost): Observable<never> | void {
    if (host.getType() === 'rpc') return throwError(() => error);
    if (host.getType() !== 'http') throw error;
    if (!(error instanceof NotFoundException)) return super.catch(error, host);
    this.applicationRef?.reply(host.getArgByIndex(1), unknownAddress, 404);
  }
}
