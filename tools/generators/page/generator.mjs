import { insertBefore, pascalCase, requireFree } from '../edit-file.mjs';
import { finish } from '../finish.mjs';

/** Adds a page with a link in the top bar: a folder in `apps/web/src/pages` and its line in `routes.tsx`. */
export default async function generatePage(tree, { name, ...options }) {
  const Page = `${pascalCase(name)}Page`;
  const file = `apps/web/src/pages/${name}/${Page}.tsx`;
  const title = name.replaceAll('-', ' ').replace(/^\w/, (letter) => letter.toUpperCase());
  requireFree(tree, file);
  tree.write(
    file,
    `import Header from '@cloudscape-design/components/header';

/** The page at /${name}. */
export default function ${Page}() {
  return <Header variant="h1">${title}</Header>;
}
`,
  );
  const routes = 'apps/web/src/app/routes.tsx';
  insertBefore(
    tree,
    routes,
    /^const NotFoundPage = lazy/m,
    `const ${Page} = lazy(() => import('../pages/${name}/${Page}.js'));\n`,
  );
  insertBefore(
    tree,
    routes,
    /(?<=export const routes[^=]*= \[[^]*?)^\];/m,
    `  { paths: ['/${name}'], Page: ${Page}, title: () => '${title}', navLabel: '${title}' },\n`,
  );
  return finish(tree, options);
}
