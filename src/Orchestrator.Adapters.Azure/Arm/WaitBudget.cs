using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>
/// Counts how long a migration waits because Azure throttles it or others work on its resources, and ends the patience.
/// Such waits are no attempts of the runbook, which would wait for ever.
/// </summary>
/// <param name="files">Where the count is kept.</param>
/// <param name="budget">How long it may be in all.</param>
internal sealed class WaitBudget(JournalFiles files, TimeSpan budget)
{
    private const string FileName = "waits.json";

    private static readonly Lock Gate = new();

    /// <summary>How long a migration may wait in all.</summary>
    public TimeSpan Budget => budget;

    /// <summary>How long it has waited so far.</summary>
    public TimeSpan Waited => Tally.Waited;

    private WaitTally Tally => files.Read<WaitTally>(FileName) ?? new(TimeSpan.Zero, 0);

    /// <summary>Adds a wait.</summary>
    /// <param name="wait">How long.</param>
    /// <param name="subject">What asks to wait.</param>
    /// <returns>How long it is in all.</returns>
    /// <exception cref="AdapterException">The budget is spent. It counts anew then, so that an operator's retry has all of it.</exception>
    public TimeSpan Spend(TimeSpan wait, string subject)
    {
        lock (Gate)
        {
            var former = Tally;
            var tally = new WaitTally(former.Waited + wait, former.Times + 1);
            if (tally.Waited <= budget)
            {
                files.Write(FileName, tally);
                return tally.Waited;
            }

            files.Remove(FileName);
            throw new AdapterException(
                $"Azure has let this migration wait {tally.Times} times, for {former.Waited.InWords()} in all, which is the budget",
                subject,
                "Look for what else calls Azure with this identity or works on the resource, then retry the step; Orchestrator:Azure:ResourceManager:WaitBudget is how long a migration waits",
                isTransient: false);
        }
    }
}
