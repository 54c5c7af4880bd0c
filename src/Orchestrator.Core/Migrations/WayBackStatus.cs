namespace Orchestrator.Core.Migrations;

/// <summary>Whether going back to the source loses nothing.</summary>
/// <param name="IsOpen">Whether it does.</param>
/// <param name="Text">Why not, or what proves it.</param>
/// <param name="CheckedAt">When that was last found out.</param>
public sealed record WayBackStatus(bool IsOpen, string Text, DateTimeOffset CheckedAt);
