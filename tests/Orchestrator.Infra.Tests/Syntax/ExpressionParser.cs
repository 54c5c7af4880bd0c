namespace Orchestrator.Infra.Tests.Syntax;

/// <summary>Reads expressions. Precedence does not matter to the rules, so operators are one flat list.</summary>
internal sealed class ExpressionParser(TokenReader tokens)
{
    private static readonly string[] Operators = ["==", "!=", "=~", "!~", "<=", ">=", "<", ">", "&&", "||", "??", "+", "-", "*", "/", "%"];

    public Node Parse()
    {
        if (tokens.Current.Kind == TokenKind.Identifier && tokens.Ahead().Is("=>"))
            return Lambda([tokens.Take().Text]);
        if (tokens.Current.Is("(") && tokens.IsLambda())
            return Lambda(Names());
        var line = tokens.Line;
        var parts = new List<Node> { Unary() };
        while (Operators.Any(tokens.Current.Is))
        {
            tokens.Take();
            parts.Add(Unary());
        }

        if (!tokens.AfterLines().Is("?"))
            return parts.Count == 1 ? parts[0] : new(NodeKind.Operation, "", line, parts);
        return new(NodeKind.Operation, "?", line, [.. parts, .. Branches()]);
    }

    /// <summary>What may stand after the sign of equality: a condition, a loop or an expression.</summary>
    public Node Value()
    {
        var line = tokens.Line;
        if (!tokens.TryTakeWord("if"))
            return Parse();
        return new(NodeKind.Operation, "if", line, Parenthesized(), Object());
    }

    /// <summary>The names between parentheses.</summary>
    public IReadOnlyList<string> Names()
    {
        var names = new List<string>();
        tokens.Expect("(");
        while (!tokens.TryTake(")"))
        {
            if (names.Count > 0)
                tokens.Expect(",");
            names.Add(tokens.Expect(TokenKind.Identifier));
        }

        return names;
    }

    /// <summary>The arguments of a call.</summary>
    public IReadOnlyList<Node> Arguments()
    {
        var arguments = new List<Node>();
        tokens.Expect("(");
        tokens.SkipLines();
        while (!tokens.TryTake(")"))
        {
            if (arguments.Count > 0)
            {
                tokens.Expect(",");
                tokens.SkipLines();
            }

            arguments.Add(Parse());
            tokens.SkipLines();
        }

        return arguments;
    }

    private Node Lambda(IReadOnlyList<string> names)
    {
        tokens.Expect("=>");
        return new(NodeKind.Lambda, "", tokens.Line, Parse()) { Locals = names };
    }

    private IReadOnlyList<Node> Branches()
    {
        tokens.SkipLines();
        tokens.Expect("?");
        var yes = Parse();
        tokens.SkipLines();
        tokens.Expect(":");
        return [yes, Parse()];
    }

    private Node Unary()
    {
        var line = tokens.Line;
        return tokens.TryTake("!") || tokens.TryTake("-") ? new(NodeKind.Operation, "", line, Unary()) : Postfix(Primary());
    }

    private Node Postfix(Node node)
    {
        while (true)
        {
            var line = tokens.Line;
            if (tokens.TryTake("."))
                node = Member(node);
            else if (tokens.TryTake(".?"))
                node = new(NodeKind.Member, tokens.Expect(TokenKind.Identifier), line, node);
            else if (tokens.TryTake("::"))
                node = new(NodeKind.Nested, tokens.Expect(TokenKind.Identifier), line, node);
            else if (!tokens.Current.IsApart && (tokens.TryTake("[") || tokens.TryTake("[?")))
                node = Index(node);
            else if (tokens.Current.IsApart || !tokens.TryTake("!"))
                return node;
        }
    }

    private Node Member(Node target)
    {
        var line = tokens.Line;
        var name = tokens.Expect(TokenKind.Identifier);
        return tokens.Current.Is("(") ? new(NodeKind.MethodCall, name, line, [target, .. Arguments()]) : new(NodeKind.Member, name, line, target);
    }

    private Node Index(Node target)
    {
        var index = new Node(NodeKind.Index, "", tokens.Line, target, Parse());
        tokens.Expect("]");
        return index;
    }

    private Node Primary()
    {
        var (line, current) = (tokens.Line, tokens.Current);
        if (current.Is("{"))
            return Object();
        if (current.Is("["))
            return Array();
        if (current.Is("("))
            return Parenthesized();
        if (current.Kind == TokenKind.String)
            return Text();
        if (current.Kind == TokenKind.Number || current.Text is "true" or "false" or "null")
            return new(NodeKind.Literal, tokens.Take().Text, line);
        var name = current.Kind == TokenKind.Identifier ? tokens.Take().Text : throw tokens.Unexpected("an expression");
        return tokens.Current.Is("(") ? new(NodeKind.Call, name, line, Arguments()) : new(NodeKind.Name, name, line);
    }

    private Node Text()
    {
        var token = tokens.Take();
        return new(NodeKind.Text, token.Text, token.Line, [.. token.Interpolated!.Select(Interpolated)]);
    }

    private static Node Interpolated(IReadOnlyList<Token> part)
    {
        var reader = new TokenReader(part);
        var node = new ExpressionParser(reader).Parse();
        return reader.Current.Kind == TokenKind.End ? node : throw reader.Unexpected("the end of the interpolation");
    }

    private Node Parenthesized()
    {
        tokens.Expect("(");
        tokens.SkipLines();
        var node = Parse();
        tokens.SkipLines();
        tokens.Expect(")");
        return node;
    }

    private Node Object() => Items("{", "}", NodeKind.Object, Property);

    private Node Array() => tokens.AfterFirstLines().IsWord("for") ? Loop() : Items("[", "]", NodeKind.Array, Parse);

    private Node Items(string open, string close, NodeKind kind, Func<Node> read)
    {
        var line = tokens.Line;
        var items = new List<Node>();
        tokens.Expect(open);
        tokens.SkipLines();
        while (!tokens.TryTake(close))
        {
            items.Add(read());
            var isApart = tokens.TryTake(",") | tokens.Current.Kind == TokenKind.NewLine;
            tokens.SkipLines();
            if (!isApart && !tokens.Current.Is(close))
                throw tokens.Unexpected($"a comma, a new line or '{close}'");
        }

        return new(kind, "", line, items);
    }

    private Node Property()
    {
        var line = tokens.Line;
        if (tokens.TryTake("..."))
            return new(NodeKind.Operation, "", line, Parse());
        if (tokens.Current.Is("@") || (tokens.Current.IsWord("resource") && tokens.Ahead().Kind == TokenKind.Identifier))
            return new StatementParser(tokens).Nested();
        var key = tokens.Current.Kind == TokenKind.String ? Text() : new Node(NodeKind.Literal, tokens.Expect(TokenKind.Identifier), line);
        tokens.Expect(":");
        return new(NodeKind.Property, key.Text, line, key, Parse());
    }

    private Node Loop()
    {
        tokens.Expect("[");
        tokens.SkipLines();
        var line = tokens.Line;
        tokens.TryTakeWord("for");
        IReadOnlyList<string> names = tokens.Current.Is("(") ? Names() : [tokens.Expect(TokenKind.Identifier)];
        if (!tokens.TryTakeWord("in"))
            throw tokens.Unexpected("'in'");
        var source = Parse();
        tokens.Expect(":");
        var body = Value();
        tokens.SkipLines();
        tokens.Expect("]");
        return new(NodeKind.For, "", line, source, body) { Locals = names };
    }
}
