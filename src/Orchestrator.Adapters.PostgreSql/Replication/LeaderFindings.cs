using System.Globalization;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>What is the matter with the side that is followed.</summary>
internal static class LeaderFindings
{
    private const string StartAgain = "Roll the migration back and start it again: the changes since then are not kept";

    /// <summary>Finds slots that are gone, cannot be read any more, or keep so much log that the disk may fill up.</summary>
    public static IEnumerable<Finding> FindSlots(LeaderState state, string subject, SyncNames names, long mostBytes)
    {
        foreach (var name in new[] { names.Slot, names.TrackerSlot }.Where(name => state.Slots.All(slot => slot.Name != name)))
            yield return new Finding(subject, $"replication slot {name} is gone", StartAgain, true);
        foreach (var slot in state.Slots)
        {
            if (slot.IsInvalid)
                yield return new Finding(subject, $"replication slot {slot.Name} is {slot.WalStatus}: the server has removed log that it needs", StartAgain, true);
            else if (slot.RetainedBytes > mostBytes)
                yield return new Finding(subject, $"replication slot {slot.Name} kept {Megabytes(slot.RetainedBytes)} MB of log, more than maxSlotRetentionBytes allows; the sync's slots were dropped to save the disk", StartAgain, true);
            else if (slot.RetainedBytes > mostBytes / 5 * 4)
                yield return new Finding(subject, $"replication slot {slot.Name} keeps {Megabytes(slot.RetainedBytes)} MB of log; at {Megabytes(mostBytes)} MB it is dropped", "Find out what keeps the follower from applying changes, or raise maxSlotRetentionBytes if the disk has room", false);
            else if (slot.WalStatus == "unreserved")
                yield return new Finding(subject, $"the server is about to remove log that replication slot {slot.Name} needs", "ALTER SYSTEM SET max_slot_wal_keep_size = '-1'; SELECT pg_reload_conf()", false);
        }
    }

    /// <summary>Finds transactions that have been open for long.</summary>
    public static IEnumerable<Finding> FindTransactions(LeaderState state, string subject)
    {
        if (state.LongTransactions.Count > 0)
            yield return new Finding(subject, $"transactions have been changing things for more than 5 minutes; until they end, nothing of theirs is sent and the log since their beginning is kept: {string.Join(", ", state.LongTransactions)}",
                "Commit or end them: SELECT pg_terminate_backend(PROCESS)", false);
    }

    private static string Megabytes(long bytes) => (bytes / 1_048_576).ToString(CultureInfo.InvariantCulture);
}
