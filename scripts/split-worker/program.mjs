// Reads a built script as a list of units: what is declared at its top, and whether each part may move to another script.
import { parseAst } from 'vite';

/**
 * @typedef {{ type: string, start: number, end: number, [key: string]: any }} Node
 * @typedef {{ start: number, end: number }} Range
 *
 * A function that can be cut out of a declaration: a class's own method, or a function in an initial value. `key` is a method's name,
 * `@name` for a getter or setter; a function's is empty, and `label` is the name of the property whose short form it is.
 * @typedef {{ key: string, label: string, range: Range, body: Node }} Part
 *
 * A declaration at the top. `isNeeded`: it was called, or moving it would change what loading does. `isIdle`: it certainly was not called,
 * which a class without a constructor cannot tell. `parts`: all that could be cut out, `cut`: those that were
 * not called.
 * @typedef {'function' | 'class' | 'value' | 'other'} Kind
 * @typedef {{ kind: Kind, names: string[], node: Node, declares: string, isNeeded: boolean, isIdle: boolean } & Parts} Unit
 * @typedef {{ parts: Part[], cut: Part[] }} Parts
 *
 * What a stretch of text speaks of: names that it only constructs or compares with `instanceof`, and names that it uses in any other way.
 * @typedef {{ constructed: Set<string>, named: Set<string> }} Names
 */

/**
 * The statements of a classic script that is one function called at once.
 * @param {string} code
 * @returns {Node[]}
 */
export function statementsOf(code) {
  /** @type {Node[]} */
  const statements = parseAst(code).body.filter(({ type }) => type !== 'EmptyStatement');
  const call = statements[0]?.['expression'];
  const callee = call?.callee;
  if (statements.length !== 1 || call?.type !== 'CallExpression' || !/Function/.test(callee?.type ?? '')) {
    throw new Error('the worker is expected to be one function that is called at once');
  }
  return callee.body.body;
}

/** The script that was read last: it is cut many times. */
let read = { code: '', statements: /** @type {Node[]} */ ([]) };

/**
 * @param {string} code
 * @param {Uint8Array} used per character: whether its function was called
 * @returns {Unit[]}
 */
export function unitsOf(code, used) {
  if (read.code !== code) read = { code, statements: statementsOf(code) };
  const wasCalled = (/** @type {Node} */ body) => used[body.start] === 1;
  return read.statements.flatMap((statement) => {
    if (statement.type === 'FunctionDeclaration') return [functionUnit(statement, wasCalled)];
    if (statement.type === 'ClassDeclaration')
      return [classUnit(code, statement['id'].name, statement, { declares: '', node: statement, wasCalled })];
    if (statement.type !== 'VariableDeclaration') return [other(statement, '')];
    const declares = statement['kind'];
    return statement['declarations'].map((/** @type {Node} */ node) => {
      const { id, init } = node;
      if (id.type !== 'Identifier') return other(node, declares);
      if (init?.type === 'ClassExpression') return classUnit(code, id.name, init, { declares, node, wasCalled });
      const parts = init === null ? [] : innerFunctions(code, init);
      const cut = parts.filter(({ body }) => !wasCalled(body));
      return { ...other(node, declares), kind: 'value', names: [id.name], isNeeded: !isQuiet(code, init), parts, cut };
    });
  });
}

/**
 * @param {Node} node
 * @param {string} declares
 * @returns {Unit}
 */
function other(node, declares) {
  return { kind: 'other', names: [], node, declares, isNeeded: true, isIdle: false, parts: [], cut: [] };
}

/**
 * @param {Node} node
 * @param {(body: Node) => boolean} wasCalled
 * @returns {Unit}
 */
function functionUnit(node, wasCalled) {
  return {
    kind: 'function',
    names: [node['id'].name],
    node,
    declares: '',
    isNeeded: wasCalled(node['body']),
    isIdle: !wasCalled(node['body']),
    parts: [],
    cut: [],
  };
}

/**
 * @param {string} code
 * @param {string} name
 * @param {Node} definition
 * @param {{ declares: string, node: Node, wasCalled: (body: Node) => boolean }} about
 * @returns {Unit}
 */
function classUnit(code, name, definition, { declares, node, wasCalled }) {
  /** @type {Node[]} */
  const members = definition['body'].body;
  const innerName = definition.type === 'ClassExpression' ? (definition['id']?.name ?? null) : null;
  const methods = members.filter(({ type }) => type === 'MethodDefinition');
  const called = new Set(methods.filter((member) => wasCalled(member['value'].body)));
  // Names that only the class's own text sees cannot be left: its inner name, and `#private` ones.
  const isBound = (/** @type {Node} */ member) =>
    /#\w/.test(code.slice(member.start, member.end)) || (innerName !== null && speaksOf(member['value'], innerName));
  const keyOf = (/** @type {Node} */ member) => member['key'].name;
  const isPlain = (/** @type {Node} */ member) =>
    !member['static'] && !member['computed'] && member['key'].type === 'Identifier' && member['kind'] !== 'constructor';
  // A getter and a setter of one name go together.
  const bound = new Set(methods.filter((member) => isPlain(member) && isBound(member)).map(keyOf));
  const kept = new Set(methods.filter((member) => isPlain(member) && called.has(member)).map(keyOf));
  const parts = methods
    .filter((member) => isPlain(member) && !bound.has(keyOf(member)))
    .map((member) => ({
      key: `${member['kind'] === 'method' ? '' : '@'}${keyOf(member)}`,
      label: '',
      range: member,
      body: member['value'].body,
    }));
  const cut = parts.filter(({ key }) => !kept.has(key.replace('@', '')));
  const isNeeded = called.size > 0 || !isQuiet(code, definition);
  const hasConstructor = methods.some((member) => member['kind'] === 'constructor');
  return { kind: 'class', names: [name], node, declares, isNeeded, isIdle: !isNeeded && hasConstructor, parts, cut };
}

/** A function shorter than this is not worth a stand-in. */
const shortestLength = 60;

/**
 * Functions in an initial value: those of its objects and lists, not those inside other functions.
 * @param {string} code
 * @param {Node} init
 * @returns {Part[]}
 */
function innerFunctions(code, init) {
  /** @type {Part[]} */
  const parts = [];
  const isLeft = (/** @type {Node} */ whole) =>
    whole.end - whole.start < shortestLength || /\b(?:super|this|arguments)\b/.test(code.slice(whole.start, whole.end));
  const look = (/** @type {Node | null} */ node) => {
    if (node === null) return;
    if (node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression') {
      if (!isLeft(node)) parts.push({ key: '', label: '', range: node, body: node['body'] });
    } else if (node.type === 'ArrayExpression') node['elements'].forEach(look);
    else if (node.type === 'CallExpression' || node.type === 'NewExpression') node['arguments'].forEach(look);
    else if (node.type === 'ObjectExpression') {
      for (const property of node['properties']) {
        if (property.type !== 'Property' || property.kind !== 'init' || property.computed || property.key.type !== 'Identifier') continue;
        if (!property.method) look(property.value);
        else if (!isLeft(property)) parts.push({ key: '', label: property.key.name, range: property, body: property.value.body });
      }
    }
  };
  look(init);
  return parts;
}

/** What makes an object and does nothing else. */
const quietConstructors = new Set(['Map', 'Set']);

/**
 * Whether it does not matter when, or whether, an initial value is computed.
 * @param {string} code
 * @param {Node | null | undefined} node
 * @returns {boolean}
 */
function isQuiet(code, node) {
  const all = (/** @type {(Node | null)[]} */ nodes) => nodes.every((each) => isQuiet(code, each));
  if (node === null || node === undefined) return true;
  switch (node.type) {
    case 'Literal':
    case 'Identifier':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return true;
    case 'TemplateLiteral':
      return node['expressions'].length === 0;
    case 'UnaryExpression':
      return node['operator'] !== 'delete' && isQuiet(code, node['argument']);
    case 'ArrayExpression':
      return all(node['elements']);
    case 'ObjectExpression':
      return node['properties'].every(
        (/** @type {Node} */ each) => each.type === 'Property' && !each['computed'] && isQuiet(code, each['value']),
      );
    case 'NewExpression':
      return all(node['arguments']) && (quietConstructors.has(node['callee'].name) || isMarkedPure(code, node));
    case 'CallExpression':
      return all(node['arguments']) && (isMarkedPure(code, node) || isQuietCall(code, node['callee']));
    case 'ClassExpression':
    case 'ClassDeclaration':
      return (
        (node['superClass'] === null || node['superClass'].type === 'Identifier') &&
        node['body'].body.every((/** @type {Node} */ each) => each.type !== 'StaticBlock' && !each['static'] && !each['computed'])
      );
    default:
      return false;
  }
}

/**
 * `Object.entries(…)` and its like, and `'…'.split(…)`.
 * @param {string} code
 * @param {Node} callee
 */
function isQuietCall(code, callee) {
  if (callee.type !== 'MemberExpression') return false;
  if (/^Object\.(?:entries|fromEntries|freeze|keys|values)$/.test(code.slice(callee.start, callee.end))) return true;
  return (
    callee['property'].name === 'split' &&
    (callee['object'].type === 'Literal' || callee['object'].type === 'TemplateLiteral') &&
    isQuiet(code, callee['object'])
  );
}

/**
 * The bundler's own mark on a call without effects.
 * @param {string} code
 * @param {Node} node
 */
function isMarkedPure(code, node) {
  return /\/\* ?[@#]__PURE__ ?\*\/ ?$/.test(code.slice(Math.max(0, node.start - 20), node.start));
}

/**
 * The names that a stretch speaks of. Scopes are not told apart: a local name counts like one at the top, which keeps too much, never
 * too little.
 * @param {Node} node
 * @param {readonly Range[]} without parts that are left out
 * @returns {Names}
 */
export function namesIn(node, without) {
  /** @type {Names} */
  const names = { constructed: new Set(), named: new Set() };
  visit(node, names, new Set(without.map(({ start }) => start)));
  return names;
}

/** Nodes that a part of a unit may be. */
const isCuttable = /^(?:MethodDefinition|Property|FunctionExpression|ArrowFunctionExpression)$/;

/**
 * Whether a function speaks of a name from outside. Only parameters are looked at for a closer meaning: that finds too much, never too
 * little.
 * @param {any} node
 * @param {string} name
 * @returns {boolean}
 */
function speaksOf(node, name) {
  if (Array.isArray(node)) return node.some((each) => speaksOf(each, name));
  if (node === null || typeof node !== 'object' || typeof node.type !== 'string') return false;
  if (node.type === 'Identifier') return node.name === name;
  if (
    Array.isArray(node.params) &&
    node.params.some((/** @type {Node} */ parameter) => parameter.type === 'Identifier' && parameter['name'] === name)
  ) {
    return node.params.some((/** @type {Node} */ parameter) => parameter.type !== 'Identifier');
  }
  return Object.entries(node).some(([key, value]) => !((key === 'property' || key === 'key') && !node.computed) && speaksOf(value, name));
}

/**
 * @param {any} node
 * @param {Names} names
 * @param {ReadonlySet<number>} without
 * @returns {void}
 */
function visit(node, names, without) {
  if (Array.isArray(node)) return node.forEach((each) => visit(each, names, without));
  if (node === null || typeof node !== 'object' || typeof node.type !== 'string') return;
  if (isCuttable.test(node.type) && without.has(node.start)) return;
  if (node.type === 'Identifier') return void names.named.add(node.name);
  const constructs =
    node.type === 'NewExpression' ? 'callee' : node.type === 'BinaryExpression' && node.operator === 'instanceof' ? 'right' : '';
  for (const [key, value] of Object.entries(node)) {
    const isLabel = (key === 'property' || key === 'key') && !node.computed;
    if (isLabel) continue;
    if (key === constructs && value.type === 'Identifier') names.constructed.add(value.name);
    else visit(value, names, without);
  }
}
