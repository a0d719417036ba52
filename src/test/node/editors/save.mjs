// Opens and saves the routes of a folder with the code of an editor: node save.mjs kaoto|karavan FOLDER
// Prints "FILE: why" for each that the editor does not open, and leaves that file as it is.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));

// Kaoto's own classes for a file of routes; karavan-core is TypeScript without a build. Karavan brings its js-yaml along.
const editors = {
    kaoto: {
        entry: './node_modules/@kaoto/kaoto/lib/models/camel/camel-resource-factory.js',
        save: async ({ CamelResourceFactory }, name, text) => {
            const resource = CamelResourceFactory.createCamelResource(text, { path: name });
            await resource.initialize();
            return resource.toSourceCode();
        },
    },
    karavan: {
        entry: './node_modules/karavan-core/src/core/api/CamelDefinitionYaml.ts',
        save: ({ CamelDefinitionYaml }, name, text) =>
            CamelDefinitionYaml.integrationToYaml(CamelDefinitionYaml.yamlToIntegration(name, text)),
    },
};

// What reads and writes routes. All else, React among it, only draws: package.json leaves it out, this puts nothing there.
const used = /^(@kaoto\/|yaml$|js-yaml$|lodash|uuid$|node:|process$|buffer$|\.)/;
const nothing = `
    const any = new Proxy(function () {}, {
        get: (target, key) => (key === Symbol.toPrimitive ? () => '' : key === 'prototype' ? target.prototype : any),
        apply: () => any,
        construct: () => any,
    });
    module.exports = Object.create(any);`;
const withoutPages = {
    name: 'without-pages',
    setup(bundle) {
        bundle.onResolve({ filter: /.*/ }, ({ path, kind }) =>
            kind === 'entry-point' || used.test(path) ? undefined : { path, namespace: 'nothing' });
        bundle.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: nothing }));
    },
};

async function load(entry) {
    const { outputFiles } = await build({
        entryPoints: [entry],
        absWorkingDir: here,
        bundle: true,
        write: false,
        platform: 'node',
        format: 'cjs',
        logLevel: 'error',
        loader: { '.css': 'empty', '.scss': 'empty', '.svg': 'text', '.png': 'empty' },
        plugins: [withoutPages],
    });
    globalThis.DOMParser ??= class {}; // Kaoto makes one for XML when it is loaded
    const loaded = { exports: {} };
    new Function('module', 'exports', 'require', outputFiles[0].text)(loaded, loaded.exports, createRequire(import.meta.url));
    return loaded.exports;
}

const [name, folder] = process.argv.slice(2);
const editor = editors[name];
const code = await load(editor.entry);
for (const file of (await readdir(folder)).filter((each) => each.endsWith('.camel.yaml'))) {
    const path = join(folder, file);
    const text = await readFile(path, 'utf8');
    try {
        await writeFile(path, await editor.save(code, file, text));
    } catch (failure) {
        console.log(`${file}: ${failure.message}`);
    }
}
