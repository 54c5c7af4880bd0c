using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>Compares single rows by their keys on both sides.</summary>
internal sealed class RowComparison(MovingSides sides, SyncDirection direction)
{
    private const int Batch = 5000;

    /// <summary>Compares rows. Those that are not equal become suspects, and suspects that are equal cease to be.</summary>
    public async Task<RowOutcome> CompareAsync(TrackedTable table, IEnumerable<string[]> keys, CancellationToken cancellation)
    {
        var outcome = default(RowOutcome);
        foreach (var batch in keys.Chunk(Batch))
        {
            var (onLeader, onFollower) = await sides.BothAsync(session => RowReader.ReadKeysAsync(session, table, batch, cancellation));
            for (var index = 0; index < batch.Length; index++)
                outcome = Judge(table, batch[index], onLeader[index], onFollower[index], outcome);
        }

        return outcome;
    }

    /// <summary>Judges one row by its hashes, and adds it to what was found of other rows.</summary>
    public RowOutcome Judge(TrackedTable table, string[] key, RowSums onLeader, RowSums onFollower, RowOutcome outcome)
    {
        if (onLeader == onFollower)
        {
            table.Suspects.Remove(key);
            return outcome with { Equal = outcome.Equal + onLeader };
        }

        if (table.Suspects.TryGetValue(key, out var known))
            known.Difference = Describe(onLeader, onFollower);
        else if (table.Suspects.Count < TrackedTable.MostSuspects)
            table.Suspects.Add(key, new Suspect { Key = key, Difference = Describe(onLeader, onFollower) });
        else
            table.Forget(); // too many to remember one by one: only another pass can prove it
        return outcome with { OnLeader = outcome.OnLeader + onLeader, OnFollower = outcome.OnFollower + onFollower };
    }

    private string Describe(RowSums onLeader, RowSums onFollower)
    {
        var (source, target) = direction == SyncDirection.Forward ? (onLeader, onFollower) : (onFollower, onLeader);
        return target.Count == 0 ? "missing on the target" : source.Count == 0 ? "only on the target" : "changed";
    }
}
