namespace Orchestrator.Infra.Tests.Syntax;

/// <summary>Goes through tokens.</summary>
internal sealed class TokenReader(IReadOnlyList<Token> tokens)
{
    private int _at;

    public Token Current => tokens[_at];

    public int Line => Current.Line;

    public Token Ahead(int count = 1) => tokens[Math.Min(_at + count, tokens.Count - 1)];

    public Token Take() => Current.Kind == TokenKind.End ? Current : tokens[_at++];

    public bool TryTake(string symbol)
    {
        if (!Current.Is(symbol))
            return false;
        _at++;
        return true;
    }

    public bool TryTakeWord(string word)
    {
        if (!Current.IsWord(word))
            return false;
        _at++;
        return true;
    }

    public void Expect(string symbol)
    {
        if (!TryTake(symbol))
            throw Unexpected($"'{symbol}'");
    }

    public string Expect(TokenKind kind) => Current.Kind == kind ? Take().Text : throw Unexpected($"a {kind}");

    public void SkipLines()
    {
        while (Current.Kind == TokenKind.NewLine)
            _at++;
    }

    /// <summary>The first token after the end of lines.</summary>
    public Token AfterLines() => AfterLines(0);

    /// <summary>The first token after the current one and the end of lines.</summary>
    public Token AfterFirstLines() => AfterLines(1);

    /// <summary>Whether the parenthesis that begins here is the head of a lambda.</summary>
    public bool IsLambda()
    {
        var ahead = 1;
        while (Ahead(ahead).Kind == TokenKind.Identifier || Ahead(ahead).Is(","))
            ahead++;
        return Ahead(ahead).Is(")") && Ahead(ahead + 1).Is("=>");
    }

    public BicepSyntaxException Unexpected(string expected) => new(Line, $"{expected} is expected, and {Current} is there");

    private Token AfterLines(int ahead)
    {
        while (Ahead(ahead).Kind == TokenKind.NewLine)
            ahead++;
        return Ahead(ahead);
    }
}
