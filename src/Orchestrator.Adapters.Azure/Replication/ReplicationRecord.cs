namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>What a migration has to know of the replication of a machine and the vault does not tell.</summary>
internal sealed record ReplicationRecord
{
    /// <summary>Whether this migration has set the replication up. One that was there before is used, and left.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Whether this migration has ended it, or let it be.</summary>
    public bool IsEnded { get; init; }

    /// <summary>When the stopping of the source began; <see langword="null"/> while users may write.</summary>
    public DateTimeOffset? FreezeBeganAt { get; init; }

    /// <summary>From when on nothing was written at the source.</summary>
    public DateTimeOffset? FrozenAt { get; init; }

    /// <summary>The first recovery point that arrived after that. It may have begun before.</summary>
    public DateTimeOffset? FirstPointAt { get; init; }

    /// <summary>The recovery point that is moved to.</summary>
    public string? Point { get; init; }

    /// <summary>When the copy of a trial was there.</summary>
    public DateTimeOffset? TrialMadeAt { get; init; }

    /// <summary>When a trial was over, and its copy removed.</summary>
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>The recovery point of the trial.</summary>
    public string TrialPoint { get; init; } = "";

    /// <summary>How many trials failed.</summary>
    public int FailedTrials { get; init; }

    /// <summary>Why the last one did.</summary>
    public string? TrialProblem { get; init; }

    /// <summary>Whether the source is to follow the target once the move is final.</summary>
    public bool IsReverseWanted { get; init; }

    /// <summary>Whether turning the replication round was begun, from which on writes cannot be given back.</summary>
    public bool IsReverseBegun { get; init; }

    /// <summary>The id of the item that replicates the other way; <see langword="null"/> before there is one.</summary>
    public string? ReturnItem { get; init; }

    /// <summary>Since when the vault shows neither item after the turning round; <see langword="null"/> while it shows one.</summary>
    public DateTimeOffset? ReturnMissingSince { get; init; }

    /// <summary>Whether a person was asked to look for it.</summary>
    public bool IsReturnAskedFor { get; init; }

    /// <summary>The machine that is made.</summary>
    public TargetRecord? Target { get; init; }
}
