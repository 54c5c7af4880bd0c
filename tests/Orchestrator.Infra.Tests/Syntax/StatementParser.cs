namespace Orchestrator.Infra.Tests.Syntax;

/// <summary>Reads statements: the part of Bicep that these templates use. Anything else is an error, so that no check is passed by not being understood.</summary>
internal sealed class StatementParser(TokenReader tokens)
{
    private readonly ExpressionParser _expressions = new(tokens);

    public static IReadOnlyList<Declaration> Parse(string text)
    {
        var tokens = new TokenReader(Lexer.Read(text));
        var parser = new StatementParser(tokens);
        var declarations = new List<Declaration>();
        for (tokens.SkipLines(); tokens.Current.Kind != TokenKind.End; tokens.SkipLines())
        {
            declarations.Add(parser.Statement());
            if (tokens.Current.Kind is not (TokenKind.NewLine or TokenKind.End))
                throw tokens.Unexpected("the end of the statement");
        }

        return declarations;
    }

    /// <summary>A resource inside the body of another.</summary>
    public Node Nested()
    {
        var declaration = Statement();
        return declaration.Keyword == "resource"
            ? new(NodeKind.Resource, declaration.Name, declaration.Line) { Declares = declaration }
            : throw new BicepSyntaxException(declaration.Line, $"a {declaration.Keyword} inside a resource");
    }

    private Declaration Statement()
    {
        var decorators = Decorators();
        var line = tokens.Line;
        var declaration = tokens.Expect(TokenKind.Identifier) switch
        {
            "targetScope" => new("targetScope", "", line) { Value = Assigned() },
            "using" => new("using", "", line) { Type = tokens.Expect(TokenKind.String) },
            "metadata" => Named("metadata", line) with { Value = Assigned() },
            "var" => Named("var", line) with { Value = Assigned() },
            "param" => Parameter(line),
            "output" => Named("output", line) with { Type = Type(), Value = Assigned() },
            "func" => Function(line),
            "resource" => Resource("resource", line),
            "module" => Resource("module", line),
            var other => throw new BicepSyntaxException(line, $"the statement '{other}'"),
        };
        return declaration with { Decorators = decorators };
    }

    private List<Node> Decorators()
    {
        var decorators = new List<Node>();
        while (tokens.TryTake("@"))
        {
            var line = tokens.Line;
            decorators.Add(new(NodeKind.Call, tokens.Expect(TokenKind.Identifier), line, _expressions.Arguments()));
            tokens.Expect(TokenKind.NewLine);
            tokens.SkipLines();
        }

        return decorators;
    }

    private Declaration Named(string keyword, int line) => new(keyword, tokens.Expect(TokenKind.Identifier), line);

    private Declaration Parameter(int line)
    {
        var declaration = Named("param", line);
        if (!tokens.Current.Is("="))
            declaration = declaration with { Type = Type() };
        return tokens.Current.Is("=") ? declaration with { Value = Assigned() } : declaration;
    }

    // A function's body sees its parameters and nothing else, like that of a lambda.
    private Declaration Function(int line)
    {
        var declaration = Named("func", line);
        var names = new List<string>();
        tokens.Expect("(");
        while (!tokens.TryTake(")"))
        {
            if (names.Count > 0)
                tokens.Expect(",");
            names.Add(tokens.Expect(TokenKind.Identifier));
            Type();
        }

        var type = Type();
        tokens.Expect("=>");
        return declaration with { Type = type, Value = new(NodeKind.Lambda, "", line, _expressions.Parse()) { Locals = names } };
    }

    private Declaration Resource(string keyword, int line)
    {
        var declaration = Named(keyword, line) with { Type = tokens.Expect(TokenKind.String) };
        var isExisting = tokens.TryTakeWord("existing");
        return declaration with { IsExisting = isExisting, Value = Assigned() };
    }

    private string Type()
    {
        var type = tokens.Expect(TokenKind.Identifier);
        if (tokens.TryTake("["))
        {
            tokens.Expect("]");
            type += "[]";
        }

        return tokens.TryTake("?") ? type + "?" : type;
    }

    private Node Assigned()
    {
        tokens.Expect("=");
        return _expressions.Value();
    }
}
