import { Catch, type ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { throwError, type Observable } from 'rxjs';

/** Passes the error of an event handler to the transport. Nest's default replaces it and loses `code` and `retryable`. */
@Catch()
export class RethrowFilter extends BaseExceptionFilter<unknown> {
  override catch(error: unknown, host: ArgumentsHost): Observable<never> | void {
    if (host.getType() === 'rpc') return throwError(() => error);
    if (host.getType() === 'http') return super.catch(error, host);
    throw error;
  }
}
