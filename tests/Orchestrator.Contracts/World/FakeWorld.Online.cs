using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.World;

/// <content>What online migrations change.</content>
public sealed partial class FakeWorld
{
    private bool _isSourceFrozen;
    private bool _isTargetFrozen;

    /// <summary>Whether the source refuses writes.</summary>
    public bool IsSourceFrozen
    {
        get => _isSourceFrozen;
        set => Set(() => _isSourceFrozen = value);
    }

    /// <summary>Whether the target refuses writes.</summary>
    public bool IsTargetFrozen
    {
        get => _isTargetFrozen;
        set => Set(() => _isTargetFrozen = value);
    }

    /// <summary>Whether freezing data is enough, or its workload must be stopped as well.</summary>
    public bool CanRefuseWrites { get; set; } = true;

    /// <summary>The syncs that exist.</summary>
    public HashSet<SyncDirection> Syncs { get; } = [];

    /// <summary>What a look at the sync sees.</summary>
    public SyncStatus Sync { get; set; } = new(IsFollowing: true, LagBytes: 0) { CatchUp = TimeSpan.Zero, Lag = TimeSpan.Zero };

    /// <summary>Whether everything was found equal.</summary>
    public bool IsProven { get; set; } = true;

    /// <summary>What is found to differ beside the sync.</summary>
    public List<string> Differences { get; } = [];

    /// <summary>What a look at the sync fails with.</summary>
    public AdapterException? Outage { get; set; }

    /// <summary>How often the sync was looked at.</summary>
    public int Looks { get; set; }

    /// <summary>A client writes through the traffic; whether it is acknowledged.</summary>
    /// <param name="row">The row.</param>
    /// <returns>Whether it was: a held or refused write is not.</returns>
    public bool Write(string row)
    {
        var (rows, isFrozen, state) = Traffic.Side == Side.Source ? (SourceRows, IsSourceFrozen, Source) : (TargetRows, IsTargetFrozen, Target);
        if (Traffic.IsHeld || isFrozen || state != ComputeState.Running || rows is null)
            return false;
        rows.Add(row);
        return true;
    }

    /// <summary>Brings the source to the target's rows.</summary>
    /// <param name="rows">The rows.</param>
    internal void ReplaceSourceRows(IReadOnlyList<string> rows)
    {
        var copy = rows.ToList();
        SourceRows.Clear();
        SourceRows.AddRange(copy);
    }
}
