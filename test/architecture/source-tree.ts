import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** One file as the rules see it; tests hand in virtual ones. */
export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  path: string;
  text: string;
}

export interface Violation {
  rule: string;
  file: string;
  line: number;
  sentence: string;
}

export interface Import {
  /** As written. */
  specifier: string;
  /** The file that it names, from the root; undefined for a package. */
  target: string | undefined;
  line: number;
}

/** A tagged template, or a text handed to `.unsafe(…)`; what stands in `${…}` is replaced by `$0`. */
export interface Template {
  /** Last name of the tag: `sql`, `tx`, `unsafe`. */
  tag: string;
  text: string;
  line: number;
}

export interface Parsed extends SourceFile {
  imports: Import[];
  templates: Template[];
  /** Identifiers and literals, comments left out. */
  words: { text: string; line: number }[];
}

const kept = /\.(ts|tsx|mjs|js|sql|css|json|md|ya?ml|html|txt|py|sh)$/;

/** Every file of the repository that git keeps or would keep. */
export function readRepository(root: string): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  return listed
    .toString()
    .split('\0')
    .filter((name) => kept.test(name) && existsSync(path.join(root, name)))
    .sort()
    .map((name) => ({ path: name, text: readFileSync(path.join(root, name), 'utf8') }));
}

export const isTypeScript = ({ path: name }: SourceFile): boolean => /\.tsx?$/.test(name);

/** What is only there to test: not part of the product. */
export const isTest = (name: string): boolean => /\.test\.tsx?$|(^|\/)tests\/|^test\//.test(name);

export function parse(file: SourceFile): Parsed {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const parsed: Parsed = { ...file, imports: [], templates: [], words: [] };
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined)
      parsed.imports.push({ specifier, target: targetOf(file.path, specifier), line: lineOf(node) });
    if (ts.isTaggedTemplateExpression(node))
      parsed.templates.push({ tag: lastName(node.tag), text: textOf(node.template), line: lineOf(node) });
    else if (ts.isCallExpression(node) && lastName(node.expression) === 'unsafe') {
      const [first] = node.arguments;
      if (first && (ts.isTemplateExpression(first) || ts.isStringLiteralLike(first)))
        parsed.templates.push({ tag: 'unsafe', text: textOf(first), line: lineOf(node) });
    }
    if (ts.isIdentifier(node) || ts.isStringLiteralLike(node))
      parsed.words.push({ text: node.text, line: lineOf(node) });
    else if (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node))
      parsed.words.push({ text: node.text, line: lineOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return parsed;
}

function specifierOf(node: ts.Node): string | undefined {
  if (
    (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
    node.moduleSpecifier &&
    ts.isStringLiteral(node.moduleSpecifier)
  )
    return node.moduleSpecifier.text;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [first] = node.arguments;
    return first && ts.isStringLiteralLike(first) ? first.text : undefined;
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const { literal } = node.argument;
    return ts.isStringLiteral(literal) ? literal.text : undefined;
  }
  return undefined;
}

function targetOf(importer: string, specifier: string): string | undefined {
  return specifier.startsWith('.')
    ? path.posix.join(path.posix.dirname(importer), specifier.replace(/\?.*$/, ''))
    : undefined;
}

function lastName(node: ts.Node): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isCallExpression(node) || ts.isExpressionWithTypeArguments(node)) return lastName(node.expression);
  return '';
}

function textOf(node: ts.Node): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `$0${literal.text}`).join('');
  return '';
}
