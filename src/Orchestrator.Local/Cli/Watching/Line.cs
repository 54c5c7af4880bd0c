namespace Orchestrator.Local.Cli.Watching;

/// <summary>A line of pieces. Pieces are never markup, so no name can colour or break the view.</summary>
internal sealed record Line(params IReadOnlyList<Piece> Pieces)
{
    public static Line Empty { get; } = new([]);

    /// <summary>The line without colours.</summary>
    public string Text => string.Concat(Pieces.Select(piece => piece.Text)).TrimEnd();

    public static Line Of(string text, Tone tone = Tone.Plain) => new(new Piece(text, tone));
}
