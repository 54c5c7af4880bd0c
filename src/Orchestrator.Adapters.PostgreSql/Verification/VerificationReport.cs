using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>Says what is proven so far.</summary>
internal static class VerificationReport
{
    /// <summary>Says it for every table that can be compared while it moves.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="pending">How many rows of each table have changed.</param>
    public static VerificationStatus Status(VerificationState state, IReadOnlyDictionary<uint, long> pending)
    {
        var tables = state.Tables.Where(table => table.IsStreamed || table.IsAbsent).OrderBy(table => table.Relation.Name, StringComparer.Ordinal).ToList();
        return new VerificationStatus([.. tables.Select(table => Item(table, pending.GetValueOrDefault(table.Id)))])
        {
            ComparedCount = tables.Sum(table => table.Pass is null && table.LastPass < state.PassNumber ? 0 : table.ComparedRows),
            TotalCount = tables.Sum(table => Math.Max(table.EstimatedRows, table.ComparedRows)),
            PredictedComparison = state.Overhead + Predict(state, tables, pending),
        };
    }

    private static VerifiedItem Item(TrackedTable table, long pending) =>
        new(table.Relation.Name, table.ComparedRows, (table.Proof?.Sums ?? table.Pass?.Sums ?? default).Checksum, table.Proof?.At)
        {
            PendingCount = pending,
            FirstDifferences = table.Differences,
        };

    // What was never proven is compared as a whole, as is what has no key and has changed.
    private static TimeSpan Predict(VerificationState state, List<TrackedTable> tables, IReadOnlyDictionary<uint, long> pending)
    {
        var keys = tables.Where(table => table is { HasKey: true, Proof: not null }).Sum(table => pending.GetValueOrDefault(table.Id));
        var rows = tables.Where(table => table.Proof is null || (!table.HasKey && pending.GetValueOrDefault(table.Id) > 0)).Sum(table => table.EstimatedRows);
        return TimeSpan.FromSeconds((keys / state.KeysPerSecond) + (rows / state.RowsPerSecond));
    }
}
