// Cuts a built script into parts: what is called first, what is called next, and the rest. The first part stands alone until something of
// another is called; then it loads the next part, and the next, until the thing is there. A pack holds what one way to begin calls besides
// the first part: where one is named it is loaded before all other parts, which pass over what it brought. Nothing is changed but where,
// and when, a thing's text is read.
import { namesIn, unitsOf } from './program.mjs';

/**
 * @typedef {import('./program.mjs').Unit} Unit
 * @typedef {import('./program.mjs').Part} Part
 * @typedef {import('./program.mjs').Range} Range
 */

/**
 * Where a script is cut. Per character: whether its function was called by then.
 * @typedef {object} Cuts
 * @property {readonly Uint8Array[]} stages one for each part but the last
 * @property {Readonly<Record<string, Uint8Array>>} [packs] by the name of what is opened
 * @property {number} [soonCount] how many later parts an opened scenario will want at once
 */

/**
 * Cuts a classic script that is one function called at once.
 * @param {string} code
 * @param {Cuts} cuts
 * @param {(text: string, part: number | string) => string} store keeps a later part or a pack and tells the address that it will have
 * @returns {string} the first part
 */
export function split(code, { stages: [firstStage = new Uint8Array(), ...stages], packs = {}, soonCount = 1 }, store) {
  const cutter = new Cutter(code);
  const called = Uint8Array.from(firstStage);
  const start = cutter.part(called);
  const packed = Object.entries(packs).map(([name, used]) => ({ name, cutter: cutter.forPack(), called: either(called, used) }));
  const packTexts = packed.map((pack) => ({ name: pack.name, text: pack.cutter.pack(pack.called) }));
  for (const pack of packed) cutter.foresee(pack.cutter);
  const texts = [...stages, null].map((used) => {
    // What an earlier part holds, no later one takes away; the last part holds everything.
    called.set(used === null ? called.map(() => 1) : either(called, used));
    return cutter.part(called);
  });
  const addresses = texts.map((text, index) => store(`"use strict";${text}`, index + 2));
  const packAddresses = Object.fromEntries(packTexts.map(({ name, text }) => [name, store(`"use strict";${text}`, name)]));
  return loader({ addresses, packs: packAddresses, soonCount }) + start;
}

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
function either(one, other) {
  return one.map((value, at) => (other[at] === 1 ? 1 : value));
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
    /** @type {Set<number>} where the declarations start that a pack may have brought */
    this.foreseen = new Set();
    /** @type {Map<number, number>} functions that are stood in for, numbered */
    this.numbers = new Map();
    this.isFirst = true;
  }

  /** @param {Part} part */
  numberOf({ range: { start } }) {
    const number = this.numbers.get(start) ?? this.numbers.size;
    this.numbers.set(start, number);
    return number;
  }

  /** Writes a pack, which comes after what is written so far and before anything else. */
  forPack() {
    const other = new Cutter(this.code);
    other.declared = new Set(this.declared);
    other.placed = new Set(this.placed);
    other.stoodIn = new Set(this.stoodIn);
    other.words = new Set(this.words);
    // One numbering for all, whoever asks first.
    other.numbers = this.numbers;
    other.isFirst = false;
    return other;
  }

  /**
   * From now on all that is written may come after a pack.
   * @param {Cutter} pack
   */
  foresee(pack) {
    for (const at of pack.declared) if (!this.declared.has(at)) this.foreseen.add(at);
    for (const word of pack.words) this.words.add(word);
  }

  /**
   * A pack. Its values are whole, and every method that its classes leave out is stood in for, since it cannot know what will be loaded
   * after it.
   * @param {Uint8Array} used
   */
  pack(used) {
    const isOld = (/** @type {Unit} */ unit) => this.declared.has(unit.node.start);
    const units = unitsOf(this.code, used).map((unit) => (unit.kind === 'value' && !isOld(unit) ? { ...unit, cut: [] } : unit));
    const names = units.filter((unit) => !isOld(unit)).flatMap((unit) => unit.names);
    const isMissing = new Set(names);
    const text = this.write(units, (unit) => isMissing.has(String(unit.names[0])));
    const brought = units.filter((unit) => isOld(unit)).flatMap((unit) => unit.names.filter((name) => isMissing.has(name)));
    return `${text}$bring("${brought.join(' ')}");`;
  }

  /**
   * The next part.
   * @param {Uint8Array} used
   */
  part(used) {
    return this.write(unitsOf(this.code, used), () => false);
  }

  /**
   * @param {readonly Unit[]} units
   * @param {(unit: Unit) => boolean} isOpenEnded whether every method that a class leaves out is stood in for
   */
  write(units, isOpenEnded) {
    const { kept, late } = choose(units);
    const first = units.filter((unit) => kept.has(unit));
    const added = first.filter(({ node }) => !this.declared.has(node.start));
    const older = first.filter(({ node }) => this.declared.has(node.start));
    const moved = older.map((unit) => this.placeMissing(unit)).join('');
    const texts = added.map((unit) => ({ unit, text: this.textOf(unit) }));
    for (const word of [moved, ...texts.map(({ text }) => text)].join(' ').match(/[\w$]+/g) ?? []) this.words.add(word);
    for (const { node } of added) this.declared.add(node.start);
    this.isFirst = false;
    const standIns = this.standIns(late, 'function') + this.standIns(late, 'class');
    return (
      standIns +
      moved +
      joined(texts.map(({ unit, text }) => ({ text, after: this.methodStandIns(unit, isOpenEnded(unit)) }))) +
      older.map((unit) => this.methodStandIns(unit, false)).join('')
    );
  }

  /**
   * A declaration without what is still to come: nothing is left of a method, a stand-in of a function in a value. In a later part names
   * are declared with `var`, which replaces a stand-in. What a pack has brought stays, and a class of it gets the methods that it left out.
   * @param {Unit} unit
   */
  textOf({ kind, names, node, declares, cut, parts }) {
    const pieces = [];
    const name = String(names[0]);
    const isForeseen = this.foreseen.has(node.start) && (kind === 'class' || (kind === 'value' && node['init'] !== null));
    let at = isForeseen && declares !== '' ? node['init'].start : node.start;
    for (const part of cut) {
      pieces.push(this.code.slice(at, part.range.start));
      if (part.key === '') pieces.push(`${part.label === '' ? '' : `${part.label}:`}$stand(${this.numberOf(part)})`);
      at = part.range.end;
    }
    pieces.push(this.code.slice(at, node.end));
    for (const part of parts) if (!cut.includes(part)) this.placed.add(part.range.start);
    const text = pieces.join('').replace(bundlersMark, '');
    if (isForeseen) return kind === 'class' ? `var ${name}=$whole("${name}",${text})` : `var ${name}=$brought.${name}?${name}:${text}`;
    if (kind === 'function' || (declares === '' && (this.isFirst || kind === 'other'))) return text;
    if (this.isFirst) return `${declares} ${text}`;
    return declares === '' ? `var ${name}=${text}` : `var ${text}`;
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
    const text = (/** @type {Part} */ { range }) => this.code.slice(range.start, range.end).replace(bundlersMark, '');
    if (kind === 'class')
      return `$put(${String(names[0])},{__proto__:Object.getPrototypeOf(${String(names[0])}.prototype),${missing.map(text).join(',')}});`;
    return missing
      .map((part) => `$apart[${this.numberOf(part)}]=${part.label === '' ? text(part) : `{${text(part)}}.${part.label}`};`)
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
   * @param {boolean} isOpenEnded for all of them
   */
  methodStandIns({ kind, names, cut }, isOpenEnded) {
    if (kind !== 'class') return '';
    const full = (/** @type {string} */ key) => `${String(names[0])}.${key}`;
    const keys = [...new Set(cut.map(({ key }) => key))].filter(
      (key) => (isOpenEnded || this.words.has(key.replace('@', ''))) && !this.stoodIn.has(full(key)),
    );
    for (const key of keys) this.stoodIn.add(full(key));
    return keys.length === 0 ? '' : `$late(${String(names[0])},"${keys.join(' ')}");`;
  }
}

/** What the bundler wrote for those who read its script, as we did. */
const bundlersMark = /(?<=\W)\/\* ?[@#]__PURE__ ?\*\/ ?/g;

/**
 * Statements in a row; neighbours that declare in the same way are one.
 * @param {readonly { text: string, after: string }[]} statements
 */
function joined(statements) {
  let text = '';
  let open = '';
  for (const each of statements) {
    const [word = ''] = /^(?:var|let|const) /.exec(each.text) ?? [];
    if (open !== '') text += open === word ? ',' : ';';
    text += open !== '' && open === word ? each.text.slice(word.length) : each.text;
    open = word;
    if (word === '' || each.after !== '') {
      text += `;${each.after}`;
      open = '';
    }
  }
  return open === '' ? text : `${text};`;
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
 * again; one that somebody kept finds that the thing is there. What cannot be loaded says so with a name that the
 * page knows (`src/app/services.ts`), now and ever after: what was half done is never continued. Without a pack the parts are enough.
 * @param {{ addresses: readonly string[], packs: Readonly<Record<string, string>>, soonCount: number }} about
 */
function loader({ addresses, packs, soonCount }) {
  return (
    `"use strict";var $parts=${JSON.stringify(addresses)},$pack,` +
    '$load=()=>{const a=$parts[0];if(!a)return;try{importScripts(a)}' +
    'catch(e){if(a!==$pack){$load=()=>{throw Error("engine-part-missing: "+e.message)};$load()}}$parts.shift()};' +
    // What a pack brought is neither stood in for nor made again.
    'var $brought={},$bring=s=>{for(const n of s.split(" "))$brought[n]=1};' +
    'var $names=(s,f)=>{for(const n of s.split(" "))$brought[n]||(self[n]=f(n))};' +
    'var $function=s=>$names(s,n=>function f(...a){self[n]===f&&$load();return self[n].apply(this,a)});' +
    'var $class=s=>$names(s,n=>function f(...a){self[n]===f&&$load();return new self[n](...a)});' +
    'var $apart={},$stand=i=>function f(...a){if($apart[i])return $apart[i].apply(this,a);$load();return f.apply(this,a)};' +
    // `name` a method, `@name` a getter or setter.
    'var $idle=new Set,$set=(p,n,d)=>Object.defineProperty(p,n,{...d,configurable:true,enumerable:false}),' +
    '$late=(k,s)=>{const p=k.prototype;for(let n of s.split(" ")){const g=n[0]==="@";if(g)n=n.slice(1);if(Object.hasOwn(p,n))continue;' +
    'const f=g?function(){$load();return Reflect.get(p,n,this)}:function(...a){$load();return p[n].apply(this,a)};$idle.add(f);' +
    '$set(p,n,g?{get:f,set(v){$load();Reflect.set(p,n,v,this)}}:{value:f,writable:true})}};' +
    'var $put=(k,o)=>{for(const n of Reflect.ownKeys(o))$set(k.prototype,n,Object.getOwnPropertyDescriptor(o,n))};' +
    // A class that a pack brought keeps its own text, which may speak of the class by a name of its own.
    'var $whole=(n,k)=>{if(!$brought[n])return k;const c=self[n],p=c.prototype;for(const m of Reflect.ownKeys(k.prototype)){' +
    'const d=Object.getOwnPropertyDescriptor(p,m);' +
    'if(!d||$idle.has(d.value||d.get))$set(p,m,Object.getOwnPropertyDescriptor(k.prototype,m))}return c};' +
    ahead({ count: addresses.length, packs, soonCount })
  );
}

/**
 * What is fetched before it is called. The parts that a scenario will call are fetched when it is opened, and put into place a second
 * later; the others some quiet seconds later. Of a lesson, all that its opening did not call waits: it is often opened on a phone, to be
 * read first. Fetched first, because loading a script stops the worker. Where that fails it is tried again. A pack is only for what is
 * opened first, while no other part is there.
 * @param {{ count: number, packs: Readonly<Record<string, string>>, soonCount: number }} about
 */
function ahead({ count, packs, soonCount }) {
  return (
    `var $packs=${JSON.stringify(packs)},$fetch=a=>fetch(a).then(r=>r.ok?r.arrayBuffer():Promise.reject());` +
    'var $ahead=()=>$parts[0]&&$fetch($parts[0]).then(()=>{const a=$parts[0];a&&(importScripts(a),$parts.shift());' +
    `setTimeout($ahead,$parts.length>${String(count - soonCount)}?0:6e3)})` +
    '.catch(()=>setTimeout($ahead,5e3));' +
    'var $first=e=>{const {path:p,argumentList:l}=e.data||{},o=p&&p[0];if(o!=="open"&&o!=="openLesson"||!$first)return;$first=null;' +
    `if(o==="open")for(const a of $parts.slice(0,${String(soonCount)}))$fetch(a).catch(()=>{});` +
    `else{const i=String(l[0].value.id);if($parts.length===${String(count)}&&Object.hasOwn($packs,i))$parts.unshift($pack=$packs[i])}` +
    'setTimeout($ahead,o==="open"?1e3:12e3)};addEventListener("message",e=>$first&&$first(e));'
  );
}
