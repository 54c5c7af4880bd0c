namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>How far a pass over a table has come.</summary>
internal sealed class TablePass
{
    /// <summary>By ranges of keys: everything up to this key has been compared; <see langword="null"/> at the beginning.</summary>
    public string[]? After { get; set; }

    /// <summary>By buckets of rows: which ones were found equal; <see langword="null"/> before the first look.</summary>
    public bool[]? EqualBuckets { get; set; }

    /// <summary>What has been found equal.</summary>
    public RowSums Sums { get; set; }
}
