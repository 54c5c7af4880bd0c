namespace Orchestrator.Core.Migrations;

/// <summary>A step of a runbook, or the undo of one, by name.</summary>
/// <param name="Name">Its short name in statuses, decisions and files, for example <c>restore</c>.</param>
/// <param name="Activity">The name of its durable activity, as dashboards show it, for example <c>RestoreTarget</c>.</param>
/// <param name="Title">What it does, for people.</param>
public sealed record Step(string Name, string Activity, string Title)
{
    /// <summary>What it does to users; shown as the side of traffic and the time for which writes were frozen.</summary>
    /// <value><see cref="StepEffect.None"/> by default.</value>
    public StepEffect Effect { get; init; }

    /// <summary>Whether an operator decides when it keeps failing, whatever the plan says: users are where they should be by then.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool HoldsOnFailure { get; init; }
}
