namespace Orchestrator.Local.Cli.Watching;

/// <summary>A piece of a line.</summary>
/// <param name="Text">The text; control characters are taken out.</param>
/// <param name="Tone">How it is meant.</param>
internal sealed record Piece(string Text, Tone Tone = Tone.Plain)
{
    public string Text { get; } = Safe.Line(Text);
}
