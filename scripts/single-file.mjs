// A build step that puts the page, its style and its worker into one HTML file with a classic script.

const workerByAddress = /worker\/main\.ts\?worker$/;

/**
 * @param {{ name: string }} options the file's name
 * @returns {import('vite').Plugin}
 */
export function singleFile({ name }) {
  return {
    name: 'kafkascope-single-file',
    apply: 'build',
    enforce: 'post',
    resolveId: {
      order: 'pre',
      // There is no second file to start a worker from: the one from a Blob comes first.
      handler(source, importer) {
        return workerByAddress.test(source) ? this.resolve(`${source}&inline`, importer, { skipSelf: true }) : null;
      },
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const all = Object.values(bundle);
        const chunks = all.filter((file) => file.type === 'chunk');
        const page = all.find((file) => file.type === 'asset' && file.fileName.endsWith('.html'));
        const [script] = chunks;
        if (script === undefined || chunks.length !== 1 || page?.type !== 'asset') throw new Error('the page is not one script');
        const styles = all.flatMap((file) => (file.type === 'asset' && file.fileName.endsWith('.css') ? [String(file.source)] : []));
        const html = String(page.source)
          .replace(/\s*<link rel="(?:icon|manifest|stylesheet|modulepreload)"[^>]*>/g, '')
          .replace(/\s*<script type="module"[^>]*><\/script>/g, '')
          .replace('</head>', () => `<style>${styles.join('\n').replaceAll('</style', '<\\/style')}</style>\n  </head>`)
          .replace(
            '</body>',
            () => `<script>${script.code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')}</script>\n  </body>`,
          );
        for (const file of Object.keys(bundle)) Reflect.deleteProperty(bundle, file);
        this.emitFile({ type: 'asset', fileName: name, source: html });
      },
    },
  };
}
