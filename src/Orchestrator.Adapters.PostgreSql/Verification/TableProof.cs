namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>That all rows of a table were found equal at least once.</summary>
internal sealed class TableProof
{
    /// <summary>When the last of its parts was found equal.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>
    /// How many rows the leader has, with all changes that were read, and what the hashes of all rows that were compared add
    /// up to: those of the pass, and again those that had changed since.
    /// </summary>
    public RowSums Sums { get; set; }

    /// <summary>What <see cref="Sums"/> counted; changes by transactions that it did not see are added to it.</summary>
    public string? CountedIn { get; set; }
}
