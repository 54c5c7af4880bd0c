using Orchestrator.Core.Migrations;

namespace Orchestrator.Local.Cli.Watching;

/// <summary>The signs of the view, with and without Unicode.</summary>
internal sealed record Glyphs(string Done, string Running, string Pending, string Failed, string Undone, string Full, string Rest)
{
    public static Glyphs Unicode { get; } = new("✓", "▶", "·", "✗", "↩", "█", "░");

    public static Glyphs Ascii { get; } = new("+", ">", ".", "x", "<", "#", "-");

    public (string Sign, Tone Tone) For(StepState state) => state switch
    {
        StepState.Completed => (Done, Tone.Good),
        StepState.Running => (Running, Tone.Strong),
        StepState.OnHold => (Failed, Tone.Attention),
        StepState.Failed or StepState.UndoFailed => (Failed, Tone.Bad),
        StepState.Undone => (Undone, Tone.Attention),
        StepState.Skipped => (Pending, Tone.Attention),
        _ => (Pending, Tone.Muted),
    };

    public string Bar(double share, int width)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return string.Concat(Enumerable.Repeat(Full, full)) + string.Concat(Enumerable.Repeat(Rest, width - full));
    }
}
