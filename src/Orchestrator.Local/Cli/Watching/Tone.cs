namespace Orchestrator.Local.Cli.Watching;

/// <summary>How a piece of a line is meant; the terminal chooses the colour.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Muted,
    Good,
    Bad,
    Attention,
}
