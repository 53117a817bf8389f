import { LineCounter, isNode, parseDocument, type Document, type YAMLParseError } from 'yaml';
import { z } from 'zod';
import { err, ok, participantRoleSchema, type Result } from '@earshot/contracts';
import { CategoryMatcher, type CategoryRule } from '@earshot/domain';

/** A longer file is refused. */
const MAX_FILE_CHARS = 1_000_000;

const terms = z.array(z.string().min(1).max(200)).min(1).max(500);
const termsSchema = z
  .strictObject({ keywords: terms, phrases: terms, patterns: terms })
  .partial()
  .refine((groups) => Object.keys(groups).length > 0, 'needs keywords, phrases or patterns');
const seconds = z.number().positive().max(86_400);

const ruleSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(128),
    alert: z.boolean().optional(),
    role: participantRoleSchema.optional(),
    /** The name of `role` in files that were written before calls had more than two sides. */
    channel: participantRoleSchema.extract(['CUSTOMER', 'AGENT']).optional(),
    any: termsSchema.optional(),
    all: termsSchema.optional(),
    not: termsSchema.optional(),
    except: termsSchema.optional(),
    evenIfNegated: z.boolean().optional(),
    withinSeconds: seconds.optional(),
    firstSeconds: seconds.optional(),
  })
  .refine(({ role, channel }) => role === undefined || channel === undefined, 'has both role and channel: keep role')
  .transform(({ channel, ...rule }) => ({ ...rule, role: rule.role ?? channel }));
const fileSchema = z.strictObject({ categories: z.array(ruleSchema).max(500) });

/** A mistake in the categories file, in words for its author. */
export interface CategoryFileProblem {
  /** The first line is 1. */
  readonly line: number;
  readonly problem: string;
}

/** Compiles the categories of a YAML text, or returns each mistake with its line. */
export function readCategoryFile(text: string): Result<CategoryMatcher, CategoryFileProblem[]> {
  if (text.length > MAX_FILE_CHARS)
    return err([{ line: 1, problem: `the file is longer than ${MAX_FILE_CHARS} characters` }]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return err(
      document.errors.map((error) => ({ line: lines.linePos(error.pos[0]).line, problem: describeSyntaxError(error) })),
    );
  }
  const content = readContent(document);
  if (!content.ok) return content;
  const parsed = fileSchema.safeParse(content.value);
  if (!parsed.success) {
    return err(
      parsed.error.issues.map((issue) => {
        const keys = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
        return {
          line: findLine(document, lines, keys),
          problem: `${keys.join('.') || 'file'}: ${describeIssue(issue)}`,
        };
      }),
    );
  }
  const compiled = CategoryMatcher.compile(parsed.data.categories as CategoryRule[]);
  if (compiled.ok) return compiled;
  return err(
    compiled.error.map(({ path, problem }) => {
      const keys = ['categories', ...path];
      return { line: findLine(document, lines, keys), problem: `${keys.join('.')} ${problem}` };
    }),
  );
}

/** The library quotes the text behind a colon, and tags and directives anywhere. The log must not repeat what a file holds. */
function describeSyntaxError({ code, message }: YAMLParseError): string {
  if (code === 'TAG_RESOLVE_FAILED') return 'a tag is not known here';
  if (code === 'BAD_DIRECTIVE') return 'a directive is not known here';
  return message.replace(/(?<=\S): .*$/s, '');
}

/** Names unknown keys only if they look like keys: text in a wrong place becomes a key in YAML. */
function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') return issue.message;
  const names = issue.keys.filter((key) => /^[A-Za-z]{1,24}$/.test(key));
  return names.length === 0 ? 'has an unknown key' : `has unknown keys: ${names.join(', ')}`;
}

function readContent(document: Document): Result<unknown, CategoryFileProblem[]> {
  try {
    return ok(document.toJS({ maxAliasCount: 100 }));
  } catch {
    return err([{ line: 1, problem: 'the file uses too many aliases' }]);
  }
}

/** Finds the line of a path in the document. If the document lacks the path, finds the line of its longest part that exists. */
function findLine(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
