// Cuts a built script into parts: what is called first, what is called next, and the rest. The first part stands alone until something of
// another is called; then it loads the next part, and the next, until the thing is there. Nothing is changed but where, and when, a thing's
// text is read.
import { namesIn, unitsOf } from './program.mjs';

/**
 * @typedef {import('./program.mjs').Unit} Unit
 * @typedef {import('./program.mjs').Part} Part
 * @typedef {import('./program.mjs').Range} Range
 */

/**
 * Cuts a classic script that is one function called at once.
 * @param {string} code
 * @param {readonly Uint8Array[]} stages for each part but the last, per character: whether its function was called by then
 * @param {(text: string, part: number) => string} store keeps a later part and tells the address that it will have
 * @returns {string} the first part
 */
export function split(code, stages, store) {
  const cutter = new Cutter(code);
  const called = new Uint8Array(code.length);
  const texts = [...stages, null].map((used) => {
    // What an earlier part holds, no later one takes away; the last part holds everything.
    for (let at = 0; at < called.length; at += 1) if (used === null || used[at] === 1) called[at] = 1;
    return cutter.part(called);
  });
  const [start = '', ...later] = texts;
  const addresses = later.map((text, index) => store(`"use strict";${text}`, index + 2));
  return loader(addresses) + start + ahead(addresses);
}

/** Writes one part after another; remembers what earlier parts hold. */
class Cutter {
  /** @param {string} code */
  constructor(code) {
    this.code = code;
    /** @type {Set<number>} where the declarations start that a part holds */
    this.declared = new Set();
    /** @type {Set<number>} where the methods and functions start that a part holds */
    this.placed = new Set();
    /** @type {Set<string>} what is stood in for: names of functions and classes, and `Class.method` */
    this.stoodIn = new Set();
    /** @type {Set<string>} the words of all parts so far */
    this.words = new Set(calledByTheLanguage);
    this.isFirst = true;
  }

  /**
   * The next part.
   * @param {Uint8Array} used
   */
  part(used) {
    const units = unitsOf(this.code, used);
    const { kept, late } = choose(units);
    const first = units.filter((unit) => kept.has(unit));
    const added = first.filter(({ node }) => !this.declared.has(node.start));
    const older = first.filter(({ node }) => this.declared.has(node.start));
    const moved = older.map((unit) => this.placeMissing(unit)).join('');
    const texts = added.map((unit) => ({ unit, text: `${this.textOf(unit)};` }));
    for (const word of [moved, ...texts.map(({ text }) => text)].join(' ').match(/[\w$]+/g) ?? []) this.words.add(word);
    for (const { node } of added) this.declared.add(node.start);
    this.isFirst = false;
    const standIns = this.standIns(late, 'function') + this.standIns(late, 'class');
    return (
      standIns +
      moved +
      texts.map(({ unit, text }) => text + this.methodStandIns(unit)).join('') +
      older.map((unit) => this.methodStandIns(unit)).join('')
    );
  }

  /**
   * A declaration without what is still to come: nothing is left of a method, a stand-in of a function in a value. In a later part names
   * are declared with `var`, which replaces a stand-in.
   * @param {Unit} unit
   */
  textOf({ kind, names, node, declares, cut, parts }) {
    const pieces = [];
    let at = node.start;
    for (const part of cut) {
      pieces.push(this.code.slice(at, part.range.start));
      if (part.key === '') pieces.push(`${part.label === '' ? '' : `${part.label}:`}$stand(${part.range.start})`);
      at = part.range.end;
    }
    pieces.push(this.code.slice(at, node.end));
    for (const part of parts) if (!cut.includes(part)) this.placed.add(part.range.start);
    const text = pieces.join('');
    if (kind === 'function' || (declares === '' && (this.isFirst || kind === 'other'))) return text;
    if (this.isFirst) return `${declares} ${text}`;
    return declares === '' ? `var ${String(names[0])}=${text}` : `var ${text}`;
  }

  /**
   * What an earlier part left out of a declaration and this one holds. Methods are written in an object whose prototype is the class's
   * parent, so that `super` means what it meant.
   * @param {Unit} unit
   */
  placeMissing({ kind, names, cut, parts }) {
    const missing = parts.filter((part) => !cut.includes(part) && !this.placed.has(part.range.start));
    if (missing.length === 0) return '';
    for (const { range } of missing) this.placed.add(range.start);
    const text = (/** @type {Part} */ { range }) => this.code.slice(range.start, range.end);
    if (kind === 'class')
      return `$put(${String(names[0])},{__proto__:Object.getPrototypeOf(${String(names[0])}.prototype),${missing.map(text).join(',')}});`;
    return missing
      .map((part) => `$apart[${part.range.start}]=${part.label === '' ? text(part) : `{${text(part)}}.${part.label}`};`)
      .join('');
  }

  /**
   * @param {ReadonlySet<Unit>} late
   * @param {Unit['kind']} kind
   */
  standIns(late, kind) {
    const names = [...late]
      .filter((unit) => unit.kind === kind)
      .flatMap((unit) => unit.names)
      .filter((name) => !this.stoodIn.has(name));
    for (const name of names) this.stoodIn.add(name);
    return names.length === 0 ? '' : `$${kind}("${names.join(' ')}");`;
  }

  /**
   * Stands in for methods that are still to come, where a part so far could call them.
   * @param {Unit} unit
   */
  methodStandIns({ kind, names, cut }) {
    if (kind !== 'class') return '';
    const full = (/** @type {string} */ key) => `${String(names[0])}.${key}`;
    const keys = [...new Set(cut.map(({ key }) => key))].filter(
      (key) => this.words.has(key.replace('@', '')) && !this.stoodIn.has(full(key)),
    );
    for (const key of keys) this.stoodIn.add(full(key));
    return keys.length === 0 ? '' : `$late(${String(names[0])},"${keys.join(' ')}");`;
  }
}

/** Methods that nobody has to name to call them. */
const calledByTheLanguage = ['toString', 'valueOf', 'toJSON', 'then', 'next', 'return', 'throw'];

/**
 * What the first part holds: what is needed, and what that names, on and on. `late` is what it names and yet only stands in for.
 * @param {readonly Unit[]} units
 * @returns {{ kept: ReadonlySet<Unit>, late: ReadonlySet<Unit> }}
 */
function choose(units) {
  const byName = new Map(units.flatMap((unit) => unit.names.map((name) => [name, unit])));
  /** @type {Set<Unit>} */
  const kept = new Set();
  /** @type {Set<Unit>} */
  const late = new Set();
  const waiting = units.filter((unit) => unit.isNeeded);
  for (let unit = waiting.pop(); unit !== undefined; unit = waiting.pop()) {
    if (kept.has(unit)) continue;
    kept.add(unit);
    late.delete(unit);
    const { named, constructed } = namesIn(
      unit.node,
      unit.cut.map(({ range }) => range),
    );
    for (const name of [...named, ...constructed]) {
      const other = byName.get(name);
      if (other === undefined || kept.has(other)) continue;
      // A stand-in can be called or constructed; whatever else is done with a thing needs the thing.
      if (other.isIdle && (other.kind === 'function' || !named.has(name))) late.add(other);
      else waiting.push(other);
    }
  }
  return { kept, late };
}

/**
 * The start of the first part. At the top of a script the names of all parts are the same names. A stand-in loads the next part and tries
 * again; one that somebody kept finds that nothing is left to load. What cannot be loaded says so with a name that the
 * page knows (`src/app/services.ts`), now and ever after: what was half done is never continued.
 * @param {readonly string[]} addresses
 */
function loader(addresses) {
  return (
    `"use strict";var $parts=${JSON.stringify(addresses)},` +
    '$load=()=>{const a=$parts[0];if(!a)return;try{importScripts(a)}' +
    'catch(e){$load=()=>{throw Error("engine-part-missing: "+e.message)};$load()}$parts.shift()};' +
    'var $function=s=>{for(const n of s.split(" "))self[n]=function(...a){$load();return self[n].apply(this,a)}};' +
    'var $class=s=>{for(const n of s.split(" "))self[n]=function(...a){$load();return new self[n](...a)}};' +
    'var $apart={},$stand=i=>function f(...a){if($apart[i])return $apart[i].apply(this,a);$load();return f.apply(this,a)};' +
    // `name` a method, `@name` a getter or setter.
    'var $late=(k,s)=>{const p=k.prototype;for(let n of s.split(" "))if(n[0]==="@"){n=n.slice(1);' +
    'Object.defineProperty(p,n,{configurable:true,get(){$load();return Reflect.get(p,n,this)},set(v){$load();Reflect.set(p,n,v,this)}})}' +
    'else Object.defineProperty(p,n,{configurable:true,writable:true,value(...a){$load();return p[n].apply(this,a)}})};' +
    'var $put=(k,o)=>{for(const n of Reflect.ownKeys(o))' +
    'Object.defineProperty(k.prototype,n,{...Object.getOwnPropertyDescriptor(o,n),enumerable:false})};'
  );
}

/**
 * The end of the first part. The second part is fetched at once, because the first scenario will call it, and put into place a second
 * after the first question; the others some quiet seconds later, unless something asks for them before. Fetched first, because loading a
 * script stops the worker. Where that fails it is tried again.
 * @param {readonly string[]} addresses
 */
function ahead(addresses) {
  return (
    'var $fetch=a=>fetch(a).then(r=>r.ok?r.arrayBuffer():Promise.reject());' +
    'var $ahead=()=>$parts[0]&&$fetch($parts[0]).then(()=>{const a=$parts[0];a&&(importScripts(a),$parts.shift());' +
    'setTimeout($ahead,6e3)})' +
    '.catch(()=>setTimeout($ahead,5e3));' +
    `$fetch(${JSON.stringify(addresses[0])}).catch(()=>{});` +
    // A lesson has called the parts in front by now: what is left can wait.
    `addEventListener("message",()=>setTimeout(()=>setTimeout($ahead,$parts.length<${String(addresses.length)}?12e3:0),1e3),{once:!0});`
  );
}
