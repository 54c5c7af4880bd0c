namespace Orchestrator.Infra.Tests.Syntax;

/// <summary>A piece of a Bicep text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What stands there; for a string, its value with <c>{0}</c>, <c>{1}</c> ... for what is interpolated.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Interpolated">The tokens of each interpolated expression.</param>
internal sealed record Token(TokenKind Kind, string Text, int Line, IReadOnlyList<IReadOnlyList<Token>>? Interpolated = null)
{
    /// <summary>Whether white space stands before it.</summary>
    public bool IsApart { get; init; }

    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Identifier && Text == word;

    public override string ToString() => Kind switch
    {
        TokenKind.NewLine => "the end of the line",
        TokenKind.End => "the end of the file",
        _ => $"'{Text}'",
    };
}
