using System.Text.Json;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>The replication of one machine, read from a plan; what the services call differently has one name here.</summary>
internal sealed record ReplicationJob
{
    /// <summary>The version of the API.</summary>
    public const string ApiVersion = "2023-06-01";

    /// <summary>The adapter's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The data component.</summary>
    public required string Component { get; init; }

    /// <summary>The machine, for people.</summary>
    public required string Machine { get; init; }

    /// <summary>The id of the vault.</summary>
    public required string Vault { get; init; }

    /// <summary>The id of the replicated item.</summary>
    public required string Item { get; init; }

    /// <summary>The id of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>The id of the machine that is to run.</summary>
    public required string TargetMachine { get; init; }

    /// <summary>The machine that runs today, as the plan names it.</summary>
    public required string SourceMachine { get; init; }

    /// <summary>The settings of both services.</summary>
    public required ReplicationSettings Settings { get; init; }

    /// <summary>What sets the replication up.</summary>
    public required object EnableBody { get; init; }

    /// <summary>What makes the copy of a trial.</summary>
    public required ReplicationAction Try { get; init; }

    /// <summary>What removes it.</summary>
    public required ReplicationAction CleanUp { get; init; }

    /// <summary>What makes the machine.</summary>
    public required ReplicationAction Move { get; init; }

    /// <summary>What ends the replication; <see langword="null"/> when that is the removal of the item.</summary>
    public ReplicationAction? Remove { get; init; }

    /// <summary>What makes a move final; <see langword="null"/> when nothing does.</summary>
    public ReplicationAction? Commit { get; init; }

    /// <summary>Whether the service lists recovery points beside the item.</summary>
    public bool HasPointList { get; init; }

    /// <summary>Whether it goes back to where it came from: what stands there is not in the way.</summary>
    public bool IsReturn { get; init; }

    /// <summary>Whether the machine that runs today is one in Azure, which the service may remove.</summary>
    public bool IsSourceInAzure { get; init; }

    /// <summary>Whether what the service makes bears the tags of this migration, and not those of the machine it was made of.</summary>
    public bool IsTagged { get; init; } = true;

    /// <summary>What has to be there beside the vault, the container and the policy.</summary>
    public IReadOnlyList<ReplicationNeed> Needs { get; init; } = [];

    /// <summary>The id of the container from which it is replicated back; <see langword="null"/> when no way back is wanted.</summary>
    public string? ReturnContainer { get; init; }

    /// <summary>Whether the service itself transfers what is written last, when it moves a machine that is stopped.</summary>
    public bool IsFinishedByAzure { get; init; }

    /// <summary>Reads the item's properties.</summary>
    public required Func<JsonElement, ReplicatedItem> Read { get; init; }
}
