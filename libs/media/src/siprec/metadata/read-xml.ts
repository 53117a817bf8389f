import { err, ok, type Result } from '@earshot/contracts';
import sax from 'sax';

/** One element: its name without the prefix, its attributes and text, and the elements in it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

export type XmlErrorCode = 'METADATA_MALFORMED' | 'METADATA_TOO_LARGE' | 'METADATA_HAS_DOCTYPE';

const MAX_CHARACTERS = 262_144;
const MAX_DEPTH = 16;
const MAX_ELEMENTS = 8_192;

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
  text: string;
}

/**
 * Reads a document as a tree. Prefixes are dropped, because vendors use them without declaring them. A document with a
 * DOCTYPE is refused, so there are no entities but the five of XML itself, and nothing is ever fetched.
 */
export function readXml(text: string): Result<XmlElement, XmlErrorCode> {
  if (text.length > MAX_CHARACTERS) return err('METADATA_TOO_LARGE');
  const parser = sax.parser(true, { trim: true, position: false });
  const root: OpenElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let elementCount = 0;
  let error: XmlErrorCode | undefined;
  parser.onerror = () => (error ??= 'METADATA_MALFORMED');
  parser.ondoctype = () => (error ??= 'METADATA_HAS_DOCTYPE');
  parser.onopentag = ({ name, attributes }) => {
    const element: OpenElement = {
      name: localName(name),
      attributes: readAttributes(attributes),
      children: [],
      text: '',
    };
    elementCount += 1;
    if (open.length > MAX_DEPTH || elementCount > MAX_ELEMENTS) error ??= 'METADATA_TOO_LARGE';
    if (error !== undefined) return;
    open.at(-1)?.children.push(element);
    open.push(element);
  };
  parser.onclosetag = () => void open.pop();
  const addText = (piece: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  feed(parser, text, () => error !== undefined);
  const [document] = root.children;
  if (error !== undefined || document === undefined) return err(error ?? 'METADATA_MALFORMED');
  return ok(document);
}

const FEED_CHARACTERS = 4_096;

/** In pieces, so that a document over a limit costs no more than the part up to the limit. */
function feed(parser: sax.SAXParser, text: string, isWrong: () => boolean): void {
  try {
    for (let at = 0; at < text.length && !isWrong(); at += FEED_CHARACTERS)
      parser.write(text.slice(at, at + FEED_CHARACTERS));
    if (!isWrong()) parser.close();
  } catch {
    // The parser throws the error that `onerror` has already seen.
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function readAttributes(attributes: sax.Tag['attributes'] | sax.QualifiedTag['attributes']): Record<string, string> {
  const read: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(attributes)) read[localName(name)] = String(value);
  return read;
}
