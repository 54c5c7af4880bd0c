namespace Orchestrator.Core.Migrations;

/// <summary>The gates that a plan may ask for.</summary>
public static class Gates
{
    /// <summary>Before the downtime begins.</summary>
    public const string Start = "start";

    /// <summary>Before users are sent to the target.</summary>
    public const string Cutover = "cutover";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Start, Cutover];
}
