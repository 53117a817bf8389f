import { insertBefore, pascalCase, requireFree } from '../edit-file.mjs';
import { finish } from '../finish.mjs';

/** Adds an area to the API: its schema, its folder in the gateway and its line in `areas/index.ts`. */
export default async function generateGatewayArea(tree, { name, ...options }) {
  const area = `apps/gateway/src/areas/${name}`;
  const schema = `libs/graphql-api/src/schema/${name}.graphql`;
  requireFree(tree, `${area}/${name}.module.ts`);
  requireFree(tree, schema);
  tree.write(schema, schemaOf(name, pascalCase(name)));
  for (const [file, content] of Object.entries(filesOf(name, pascalCase(name)))) tree.write(`${area}/${file}`, content);
  const index = 'apps/gateway/src/areas/index.ts';
  const later = [...tree.read(index, 'utf8').matchAll(/^export \{ (\w+)Area \}/gm)].find(([, other]) => other > name);
  insertBefore(
    tree,
    index,
    later === undefined ? /$/ : new RegExp(`^export \\{ ${later[1]}Area \\}`, 'm'),
    `export { ${name}Area } from './${name}/${name}.module.js';\n`,
  );
  return finish(tree, options);
}

const schemaOf = (name, Type) => `extend type Query {
  """
  The ${name} that the viewer may see.
  """
  ${name}: ${Type}!
}

type ${Type} {
  """
  The number of ${name}.
  """
  total: Int!
}
`;

const filesOf = (name, Type) => ({
  [`${name}.queries.ts`]: `import type { OperationContext } from '../../platform/graphql/operation-context.js';

/** Reads ${name}. Access is per row: return only what the viewer may see. */
export class ${Type}Queries {
  async count${Type}(_viewer: OperationContext['viewer']): Promise<number> {
    return 0;
  }
}
`,
  [`${name}.resolver.ts`]: `import { Inject } from '@nestjs/common';
import { Context, Query } from '@nestjs/graphql';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { ${Type}Queries } from './${name}.queries.js';

@AreaResolver()
export class ${Type}Resolver {
  constructor(@Inject(${Type}Queries) private readonly queries: ${Type}Queries) {}

  @Query('${name}')
  async ${name}(@Context() { viewer }: OperationContext) {
    return { total: await this.queries.count${Type}(viewer) };
  }
}
`,
  [`${name}.module.ts`]: `import { Module } from '@nestjs/common';
import type { Area } from '../area.js';
import { ${Type}Queries } from './${name}.queries.js';
import { ${Type}Resolver } from './${name}.resolver.js';

@Module({ providers: [${Type}Resolver, { provide: ${Type}Queries, useFactory: () => new ${Type}Queries() }] })
export class ${Type}Module {}

export const ${name}Area: Area = { module: ${Type}Module };
`,
  [`${name}.resolver.spec.ts`]: `import { expect, it } from '@jest/globals';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { ${Type}Queries } from './${name}.queries.js';
import { ${Type}Resolver } from './${name}.resolver.js';

it('returns the number of rows that the viewer may see', async () => {
  const resolver = new ${Type}Resolver(new ${Type}Queries());
  expect(await resolver.${name}({ viewer: {} } as OperationContext)).toEqual({ total: 0 });
});
`,
});
