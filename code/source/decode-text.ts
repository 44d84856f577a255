import { Unjudged } from "../unjudged";

const UTF_8 = new TextDecoder("utf-8", { fatal: true });
const BOM = [0xef, 0xbb, 0xbf];

/**
 * The text of a source file, as the interpreter of its language reads it.
 * @throws Unjudged if the bytes are no text
 */
export function decode(file: string, bytes: Buffer): string {
  if (bytes.includes(0)) throw new Unjudged("contains null characters");
  const marked = BOM.every((byte, index) => bytes[index] === byte);
  const encoding = file.endsWith(".py") ? declaredEncoding(bytes) : undefined;
  const decoder = encoding === undefined ? undefined : decoderFor(encoding);
  if (marked && decoder !== undefined) {
    throw new Unjudged(`begins with a byte order mark of UTF-8 and declares the encoding ${encoding}`);
  }
  try {
    return (decoder ?? UTF_8).decode(bytes);
  } catch {
    throw new Unjudged(`is not valid ${decoder === undefined ? "UTF-8" : encoding}`);
  }
}

/** Comments that declare an encoding, in one of the first two lines. Source: https://peps.python.org/pep-0263/ */
const DECLARATION = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]{1,40})/;
const NO_CODE = /^[ \t\f]*(?:#.*)?$/;

function declaredEncoding(bytes: Buffer): string | undefined {
  const [first = "", second = ""] = bytes
    .subarray(0, 1_000)
    .toString("latin1")
    .replace(/^\xef\xbb\xbf/, "")
    .split(/\r\n|\r|\n/, 2);
  return (DECLARATION.exec(first) ?? (NO_CODE.test(first) ? DECLARATION.exec(second) : null))?.[1];
}

/** Python's names of encodings that the platform knows by another name. */
const NAMES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^cp(125\d|874)$/, "windows-$1"],
  [/^iso8859-(\d+)$/, "iso-8859-$1"],
  [/^(?:sjis|s-jis|shiftjis|cp932|ms932|mskanji)$/, "shift_jis"],
  [/^eucjp$/, "euc-jp"],
  [/^(?:euckr|cp949|uhc)$/, "euc-kr"],
  [/^(?:cp936|euc-cn|euccn)$/, "gbk"],
  [/^cp950$/, "big5"],
  [/^mac-?roman$/, "macintosh"],
  [/^mac-?cyrillic$/, "x-mac-cyrillic"],
];

interface Decoder {
  decode(bytes: Buffer): string;
}

/** A decoder that refuses invalid bytes; undefined for UTF-8, which needs none. */
function decoderFor(encoding: string): Decoder | undefined {
  const name = encoding.toLowerCase().replaceAll("_", "-");
  if (/^utf-?8(-|$)|^u8$|^utf$/.test(name)) return undefined;
  // The platform takes both for the encoding of Windows.
  if (/^(?:latin-?1|iso-?8859-1|l1|8859|cp819)(-|$)/.test(name)) return { decode: (bytes) => bytes.toString("latin1") };
  if (/^(?:us-)?ascii$|^646$/.test(name)) return { decode: decodeAscii };
  const label = NAMES.reduce((label, [pattern, replacement]) => label.replace(pattern, replacement), name);
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    throw new Unjudged(`declares the encoding ${encoding}, which is not known here`);
  }
}

function decodeAscii(bytes: Buffer): string {
  if (bytes.some((byte) => byte > 127)) throw new RangeError();
  return bytes.toString("latin1");
}
