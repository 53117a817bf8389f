import { Catch, UseFilters, applyDecorators } from '@nestjs/common';
import { Resolver, type GqlExceptionFilter } from '@nestjs/graphql';

/** Passes errors on to the `ErrorReporter`. Without it, Nest would also log each refusal as a failure. */
@Catch()
class PassErrorsOn implements GqlExceptionFilter<unknown> {
  catch(error: unknown): unknown {
    return error;
  }
}

/** Marks the resolver of an area. `typeName`: the type whose fields it resolves beside the root types. */
export const AreaResolver = (typeName?: string): ClassDecorator =>
  applyDecorators(typeName === undefined ? Resolver() : Resolver(typeName), UseFilters(PassErrorsOn));
