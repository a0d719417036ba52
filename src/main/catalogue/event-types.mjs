// Writes the list of Stripe's event types that the gateway knows, from the types of Stripe's library for Node: it is ahead
// of the one for Java. To renew it, from the project's folder:
//
//     node src/main/catalogue/event-types.mjs            the newest version that npm finds
//     node src/main/catalogue/event-types.mjs 23.1.0     this one
//
// then run EventTypesTest. It needs Node 20 and npm; a build needs neither, as the list is committed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';

const LIST = 'src/main/resources/io/tollgate/inbox/event-types.txt';
const version = process.argv[2] ?? 'latest';
const folder = mkdtempSync(join(tmpdir(), 'event-types-'));

try {
    execFileSync('npm', ['pack', '--silent', `stripe@${version}`], { cwd: folder });
    execFileSync('tar', ['xzf', readdirSync(folder).find(name => name.endsWith('.tgz'))], { cwd: folder });
    const library = join(folder, 'package');
    const types = join(library, 'cjs', 'resources');
    const kinds = objects(types);
    const lines = [
        ...snapshots(join(types, 'Events.d.ts'), kinds),
        ...thin(join(types, 'V2', 'Core', 'Events.d.ts'), kinds),
    ].sort();
    if (lines.length < 500) {
        throw new Error(`Only ${lines.length} types: the library's files look another way than this script reads them`);
    }
    const api = readFileSync(join(library, 'cjs', 'apiVersion.js'), 'utf8').match(/ApiVersion = ['"]([^'"]+)/)[1];
    const head = [
        '# Stripe\'s event types, a line each: the type, snapshot or thin, and which object is in it or related to it (- for none).',
        '# Written by src/main/catalogue/event-types.mjs; do not edit.',
        `# From npm stripe ${JSON.parse(readFileSync(join(library, 'package.json'))).version}, API ${api}`,
    ];
    writeFileSync(LIST, [...head, ...lines, ''].join('\n'));
    console.log(`${lines.length} types in ${LIST}`);
} finally {
    rmSync(folder, { recursive: true });
}

/** What `object` says in the JSON of each of the library's interfaces: Billing.Alert is billing.alert. */
function objects(types) {
    const kinds = new Map();
    const unions = new Map();
    for (const file of readdirSync(types, { recursive: true }).filter(name => name.endsWith('.d.ts'))) {
        const text = readFileSync(join(types, file), 'utf8');
        const space = relative(types, dirname(join(types, file))).split('/').filter(Boolean).map(name => name + '.').join('');
        for (const [, name, body] of text.matchAll(/^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm)) {
            const object = body.match(/^ {4}object: '([^']+)';/m);
            if (object) kinds.set(space + name, object[1]);
        }
        for (const [, name, first] of text.matchAll(/^export type (\w+) = (\w+) \|/gm)) {
            unions.set(space + name, space + first);
        }
    }
    unions.forEach((first, name) => kinds.has(name) || kinds.set(name, kinds.get(first)));
    return kinds;
}

function snapshots(file, kinds) {
    const text = readFileSync(file, 'utf8');
    return interfaces(text, /^ {4}type: '([^']+)';\n {4}data: (\w+)\.Data;/m).map(([, type, space]) => {
        const data = text.match(new RegExp(`^export declare namespace ${space} \\{[\\s\\S]*?^ {8}object: ([\\w.]+);`, 'm'));
        return `${type} snapshot ${kinds.get(data?.[1]) ?? '-'}`;
    });
}

function thin(file, kinds) {
    return interfaces(readFileSync(file, 'utf8'), /^ {4}type: '([^']+)';(?:[\s\S]*?fetchRelatedObject\(\): Promise<([\w.]+)>)?/m)
        .filter(([, , , name]) => name.endsWith('Notification'))
        .map(([, type, related]) => `${type} thin ${kinds.get(related?.replace(/^V1/, '') ?? '') ?? kinds.get(`V2.${related}`) ?? '-'}`);
}

/** What the pattern finds in each interface that has it, with the interface's name as the last of it. */
function interfaces(text, pattern) {
    return [...text.matchAll(/^export interface (\w+) extends \w+ \{\n([\s\S]*?)^\}/gm)]
        .map(([, name, body]) => [body.match(pattern), name])
        .filter(([found]) => found)
        .map(([found, name]) => [found[0], found[1], found[2], name]);
}
