/**
 * Demands a docstring on every exported function, class, interface and type: what it promises (docs/STYLE.md, 5).
 * @type {import('eslint').Rule.RuleModule}
 */
export const documentedExports = {
  meta: {
    type: 'suggestion',
    docs: { description: 'every export says what it promises' },
    messages: { undocumented: '{{ name }} is exported without a docstring: say in one sentence what it promises.' },
    schema: [],
  },
  create(context) {
    const kinds = new Set(['FunctionDeclaration', 'ClassDeclaration', 'TSInterfaceDeclaration', 'TSTypeAliasDeclaration']);
    /** @type {string[]} */
    const documented = []; // Overloads of one function share the first one's docstring.
    return {
      ExportNamedDeclaration(node) {
        const declaration = node.declaration;
        if (!declaration || !kinds.has(declaration.type) || !('id' in declaration)) return;
        const name = /** @type {{ name?: string } | null} */ (declaration.id)?.name ?? 'This';
        const comment = context.sourceCode.getCommentsBefore(node).at(-1);
        if (comment?.type === 'Block' && comment.value.startsWith('*')) documented.push(name);
        else if (!documented.includes(name)) context.report({ node, messageId: 'undocumented', data: { name } });
      },
    };
  },
};
