using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>
/// Tries the move once, while users write: a copy of the machine is made in the test network and removed again. It is run
/// in slices, each of which looks once.
/// </summary>
/// <param name="run">The replicated machine.</param>
internal sealed class MoveTrial(ReplicationRun run)
{
    // Each costs money, and what fails three times has a reason.
    private const int MostTrials = 3;

    /// <summary>Goes on with the trial.</summary>
    /// <param name="item">What the item says.</param>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>What is proven so far.</returns>
    public async Task<VerificationStatus> GoOnAsync(ReplicatedItem item, CancellationToken cancellation)
    {
        var record = run.Record;
        if (record.TriedAt is null && record.FailedTrials < MostTrials && (CanBegin(item) || record.TrialMadeAt is not null))
            await TryAsync(item, record, cancellation);
        return Describe(run.Record, item);
    }

    /// <summary>Tells what is proven, and does nothing.</summary>
    /// <param name="record">What is noted.</param>
    /// <param name="item">What the item says.</param>
    /// <returns>What is proven so far.</returns>
    public VerificationStatus Describe(ReplicationRecord record, ReplicatedItem? item)
    {
        var isGivenUp = record.TriedAt is null && record.FailedTrials >= MostTrials;
        var tried = new VerifiedItem($"{run.Job.Machine}: trial of the move", 1, record.TrialPoint, record.TriedAt)
        {
            FirstDifferences = isGivenUp ? [$"the trial of the move failed {record.FailedTrials} times: {record.TrialProblem}; mend that, cancel, and migrate again"] : [],
        };
        return new([tried])
        {
            ComparedCount = record.TriedAt is null ? 0 : 1,
            TotalCount = 1,
            // Azure tells no bytes that are still to come; what users will wait for is the move as a whole.
            PredictedComparison = item?.State == ReplicationState.Following ? run.Job.Settings.ExpectedMove : TimeSpan.Zero,
        };
    }

    // A machine that follows has no recovery point in its first minutes.
    private static bool CanBegin(ReplicatedItem item) => item.State == ReplicationState.Following && item.Point.Length > 0;

    private async Task TryAsync(ReplicatedItem item, ReplicationRecord record, CancellationToken cancellation)
    {
        try
        {
            if (record.TrialMadeAt is null)
            {
                await run.Arm.RunAsync(run.Operations.Try, cancellation);
                run.Note(noted => noted with { TrialMadeAt = run.Now, TrialPoint = item.Point });
            }

            await run.Arm.RunAsync(run.Operations.CleanUp, cancellation);
            run.Note(noted => noted with { TriedAt = run.Now });
        }
        catch (OperationPendingException)
        {
            // The next slice looks again.
        }
        catch (AdapterException error) when (!error.IsTransient)
        {
            run.Note(noted => noted with { FailedTrials = noted.FailedTrials + 1, TrialProblem = error.Problem });
        }
    }
}
