using Orchestrator.Adapters.PostgreSql.Freezing;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>What is the matter with the side that follows.</summary>
internal static class FollowerFindings
{
    private const string StartAgain = "Roll the migration back and start it again: what was changed in between is lost to the sync";

    /// <summary>Finds it.</summary>
    /// <param name="state">What the follower says.</param>
    /// <param name="leader">What the leader says.</param>
    /// <param name="hasFailedLately">Whether applying has failed in the last seconds.</param>
    /// <param name="subject">The follower, for people.</param>
    /// <param name="names">The sync's names.</param>
    public static IEnumerable<Finding> Find(FollowerState state, LeaderState leader, bool hasFailedLately, string subject, SyncNames names)
    {
        if (Find(state, leader, hasFailedLately, names) is var (problem, remedy))
            yield return new Finding(subject, problem, remedy, true);
        if (state.WaitsFor.Length > 0)
            yield return new Finding(subject, $"applying changes waits for a lock that is held by {state.WaitsFor}", "End that session: SELECT pg_terminate_backend(PROCESS)", false);
    }

    private static (string Problem, string Remedy)? Find(FollowerState state, LeaderState leader, bool hasFailedLately, SyncNames names) => state switch
    {
        { IsEnabled: null } => ($"subscription {names.Subscription} is gone", StartAgain),
        { IsEnabled: false } => ($"subscription {names.Subscription} is disabled", $"As the plan's user: {Guard.Pass(names.Job)}; ALTER SUBSCRIPTION {names.Subscription} ENABLE"),
        { IsFull: true } => (
            "the server's disk is full: changes cannot be applied",
            "Free or add space where the database is; the sync goes on by itself within seconds"),
        _ when hasFailedLately => (
            $"the apply worker stops again and again, {state.ErrorCount} times so far: a change cannot be applied, for example because a row with its key is there already",
            $"Look for 'processing remote data' in the server's log: it names the table; mend the row there as the plan's user, after {Guard.Pass(names.Job)} (the worker tries again every few seconds), and let nothing else write to this side"),
        _ when !state.IsRunning || !leader.IsConnected => (
            "changes do not arrive: the apply worker is not running or not connected",
            "It comes back within seconds when the leader can be reached from this server; otherwise this server's log says why (look for 'logical replication')"),
        _ => null,
    };
}
