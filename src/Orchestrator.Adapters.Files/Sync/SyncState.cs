using System.Text.Json;
using Orchestrator.Adapters.Files.Packs;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>What is known of a sync beside its index.</summary>
internal sealed record SyncState
{
    /// <summary>The leader's top folder when the sync was configured: another one there is another tree, or an unmounted one.</summary>
    public required ulong LeaderInode { get; init; }

    /// <summary>The follower's top folder when the sync was configured.</summary>
    public required ulong FollowerInode { get; init; }

    /// <summary>Whether everything was copied once.</summary>
    public bool HasBaseline { get; init; }

    /// <summary>The last pass that came to its end.</summary>
    public PassResult? LastPass { get; init; }

    /// <summary>When the last pass ended, well or not.</summary>
    public DateTimeOffset? LastEndedAt { get; init; }

    /// <summary>How long the last pass took.</summary>
    public TimeSpan LastDuration { get; init; }

    /// <summary>How long the last pass took that found nothing to do: a walk.</summary>
    public TimeSpan? LastQuietDuration { get; init; }

    /// <summary>How fast the last pass that copied something did it.</summary>
    public double? BytesPerSecond { get; init; }

    /// <summary>Up to where a pass that ran out of time has copied what changed.</summary>
    public TreePath? ResumeAfter { get; init; }

    /// <summary>What is the matter.</summary>
    public IReadOnlyList<Finding> Problems { get; init; } = [];

    /// <summary>When verification began. What changed later is on its way to be compared again, however often it changes.</summary>
    public DateTimeOffset? VerifyingSince { get; init; }

    /// <summary>Up to where the present round of verification has come.</summary>
    public TreePath? Cursor { get; init; }

    /// <summary>How many objects the present round has compared.</summary>
    public long RoundCount { get; init; }

    /// <summary>How long the present or the last round has compared.</summary>
    public TimeSpan RoundTook { get; init; }

    /// <summary>When the last round ended.</summary>
    public DateTimeOffset? RoundEndedAt { get; init; }

    /// <summary>When everything was found equal, but for what had changed since it was.</summary>
    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>The checksum of what was compared then.</summary>
    public string Checksum { get; init; } = "";

    /// <summary>How fast content is compared.</summary>
    public double ComparedBytesPerSecond { get; init; }

    /// <summary>What differed although the leader had not changed, by path; it is copied anew.</summary>
    public IReadOnlyDictionary<string, string> Differences { get; init; } = new Dictionary<string, string>();

    /// <summary>What only the follower has.</summary>
    public IReadOnlyList<string> Strays { get; init; } = [];

    /// <summary>Reads the state.</summary>
    internal static SyncState Read(SyncFiles files) => JsonSerializer.Deserialize<SyncState>(File.ReadAllBytes(files.State), DurableJson.Options)!;

    /// <summary>Writes the state so that a kill leaves the old or the new one.</summary>
    internal void Write(SyncFiles files)
    {
        File.WriteAllBytes($"{files.State}.draft", JsonSerializer.SerializeToUtf8Bytes(this, DurableJson.Options));
        File.Move($"{files.State}.draft", files.State, overwrite: true);
    }

    /// <summary>Writes the state so that it survives a power failure as well.</summary>
    internal void WriteDurably(SyncFiles files) => DurableFile.Write(files.State, JsonSerializer.SerializeToUtf8Bytes(this, DurableJson.Options));
}
