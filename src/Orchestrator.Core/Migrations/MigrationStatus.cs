using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <summary>A migration as people see it: the custom status of its orchestration and the body of the API.</summary>
/// <param name="Id">The id of the migration and of its orchestration.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Strategy">How it is migrated.</param>
/// <param name="Rehearsal">Whether it is a rehearsal.</param>
/// <param name="State">Where it is in its life.</param>
public sealed record MigrationStatus(
    string Id, string Workload, MigrationStrategy Strategy, bool Rehearsal, MigrationState State)
{
    /// <summary>Counts the changes of this status, from 1; the id of its server-sent event.</summary>
    public long Revision { get; init; }

    /// <summary>The title of what is being done, for example "Restore the backup on the target".</summary>
    public string Phase { get; init; } = "";

    /// <summary>The side that users are sent to.</summary>
    public Side Traffic { get; init; }

    /// <summary>Since when clients cannot write; <see langword="null"/> when they can.</summary>
    public DateTimeOffset? WritesFrozenSince { get; init; }

    /// <summary>For how long clients cannot write; set when the status is read.</summary>
    public TimeSpan? WritesFrozenFor { get; init; }

    /// <summary>How long clients could not write, when that is over.</summary>
    public TimeSpan? Downtime { get; init; }

    /// <summary>How far the target is behind the source, in bytes; online strategy only.</summary>
    public long? LagBytes { get; init; }

    /// <summary>How the follower keeps up; online strategy only, until users are moved.</summary>
    public SyncReport? Sync { get; init; }

    /// <summary>Whether going back would lose nothing; while the window is open and the source follows.</summary>
    public WayBackStatus? WayBack { get; init; }

    /// <summary>Who started it.</summary>
    public string StartedBy { get; init; } = "";

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Until when going back is possible; while <see cref="MigrationState.CutOver"/>.</summary>
    public DateTimeOffset? FallbackUntil { get; init; }

    /// <summary>The gate that it waits at.</summary>
    public WaitingFor? WaitingFor { get; init; }

    /// <summary>Why it failed, is held or refuses, and what the reader can do.</summary>
    public string? Error { get; init; }

    /// <summary>What happens next, in one sentence.</summary>
    public string? Next { get; init; }

    /// <summary>The steps in the order of the runbook.</summary>
    public IReadOnlyList<StepStatus> Steps { get; init; } = [];
}
