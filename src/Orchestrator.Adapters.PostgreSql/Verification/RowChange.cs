namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>One change in the leader's stream.</summary>
/// <param name="Table">The leader's object id of the table.</param>
/// <param name="Key">The row's key, as the server writes its columns; <see langword="null"/> when the change is known of the table only.</param>
/// <param name="RowsAdded">1 for a new row, -1 for one that is gone, 0 for one that stays.</param>
internal readonly record struct RowChange(uint Table, string[]? Key, int RowsAdded)
{
    /// <summary>Whether the whole table was emptied.</summary>
    public bool IsTruncation { get; init; }
}
