namespace Orchestrator.Local.Cli.Watching;

/// <summary>What the lines of all steps share.</summary>
internal sealed record StepFrame(DateTimeOffset Now, Glyphs Glyphs, int TitleWidth, double? PerSecond);
