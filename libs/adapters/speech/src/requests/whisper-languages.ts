/** Languages that Whisper knows, by ISO 639. https://github.com/openai/whisper/blob/main/whisper/tokenizer.py */
const codes =
  'af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo yue zh';

const names = new Intl.DisplayNames('en', { type: 'language' });
let codesByName: ReadonlyMap<string, string> | undefined;

/** The tag of a language that a server names: `en`, or `english` as OpenAI does. Undefined for anything else. */
export function languageTagOf(language: string | undefined): string | undefined {
  const wanted = language?.toLowerCase().trim();
  if (wanted === undefined || wanted === '') return undefined;
  codesByName ??= new Map(
    codes.split(' ').flatMap((code) => [
      [code, code],
      [(names.of(code) ?? code).toLowerCase(), code],
    ]),
  );
  return codesByName.get(wanted);
}

/** The primary language of a tag, as Whisper servers take it. */
export const primaryLanguageOf = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';
