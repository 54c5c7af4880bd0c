using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <summary>One step as people see it.</summary>
/// <param name="Name">Its short name, for example <c>restore</c>.</param>
/// <param name="Title">What it does, for example "Restore the backup on the target".</param>
/// <param name="State">Where it is.</param>
public sealed record StepStatus(string Name, string Title, StepState State)
{
    /// <summary>When its first attempt began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Which attempt it is, from 1; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>How far it is; only while it runs.</summary>
    public StepProgress? Progress { get; init; }

    /// <summary>What it found or did, in one sentence.</summary>
    public string? Summary { get; init; }

    /// <summary>Why its last attempt failed, and what the reader can do.</summary>
    public string? Error { get; init; }

    /// <summary>When it is tried again after a transient error.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>What its undo does, for example "Start the source again"; <see langword="null"/> when it has none.</summary>
    public string? Undoes { get; init; }
}
