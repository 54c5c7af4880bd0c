using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>
/// Finds out what going back to the source would leave behind on the target. Users are held and the target is stopped
/// before the last look, so that nothing is written after it; when going back is refused, the target serves again.
/// </summary>
/// <param name="services">What every step needs.</param>
public sealed class PrepareFallback(StepServices services)
{
    private const string StepName = "fallback";

    /// <summary>Registers the activity.</summary>
    /// <param name="registry">The registry of the host.</param>
    public void Register(DurableRegistry registry) => registry.AddActivity<FallbackRequest, FallbackVerdict>(nameof(PrepareFallback), RunAsync);

    private async Task<FallbackVerdict> RunAsync(ActivityRun run, FallbackRequest request, CancellationToken cancellation)
    {
        var scope = StepExecution.CreateScope(services, run.InstanceId, StepName, request.Input);
        try
        {
            if (!request.HasCutOver && await AreUsersAtSourceAsync(scope, cancellation))
                return new(MayGoBack: true, "Users were never sent to the target.");
            return await JudgeAsync(scope, request.AcceptLoss, cancellation);
        }
        catch (OperationPendingException pending)
        {
            return new(MayGoBack: false, services.Secrets.Redact(pending.Message)) { LookAgainAfter = pending.LookAgainAfter };
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            Log.StepFailed(services.Logger, run.InstanceId, StepName, run.DeliveryCount, services.Secrets.Redact(error.ToString()));
            throw StepExecution.Describe(services.Secrets, error, isCancelled: false);
        }
    }

    private async Task<FallbackVerdict> JudgeAsync(StepScope scope, bool acceptLoss, CancellationToken cancellation)
    {
        try
        {
            if (!acceptLoss && await LossAsync(scope, cancellation) is { } early)
                return await RefuseAsync(early, scope, cancellation);
            await HoldAsync(scope, cancellation);
            var loss = acceptLoss ? await KnownLossAsync(scope, cancellation) : await LossAsync(scope, cancellation);
            if (loss is null)
                return new(MayGoBack: true, "Nothing was written to the target since cutover.");
            return acceptLoss
                ? new(MayGoBack: true, $"Left behind on the target, and accepted: {loss}")
                : await RefuseAsync(loss, scope, cancellation);
        }
        catch (Exception error) when (error is not OperationPendingException && !cancellation.IsCancellationRequested)
        {
            await ServeAgainAsync(scope, cancellation);
            throw;
        }
    }

    private async Task<bool> AreUsersAtSourceAsync(StepScope scope, CancellationToken cancellation) =>
        scope.Plan.Traffic is { } traffic
        && (await services.Adapters.Get<ITrafficAdapter>(traffic).GetAsync(traffic, scope, cancellation)).Side == Side.Source;

    // The target serves again even if this run did not stop it: one before it may have been killed after it did.
    private async Task<FallbackVerdict> RefuseAsync(string loss, StepScope scope, CancellationToken cancellation)
    {
        await ServeAgainAsync(scope, cancellation);
        return new(MayGoBack: false, $"It would leave behind writes that only the target has; to accept that, roll back with --accept-loss. They are in {loss}.")
        {
            AreUsersOnTarget = true,
        };
    }

    private async Task<string?> LossAsync(StepScope scope, CancellationToken cancellation)
    {
        var comparisons = new List<DataComparison>();
        foreach (var component in scope.Plan.Data)
            comparisons.Add(await services.Adapters.Get<IDataAdapter>(component).CompareAsync(component, null, scope, cancellation));
        await services.Ledger.WriteDocumentAsync(
            scope.MigrationId, Migrations.MigrationDocuments.Evidence(StepName), services.Secrets.Redact(DurableJson.Write(comparisons)!), cancellation);
        return comparisons.All(comparison => comparison.IsEqual) ? null : Differences.Describe(comparisons);
    }

    // Whoever accepts a loss goes back from a target that cannot even be read any more.
    private async Task<string?> KnownLossAsync(StepScope scope, CancellationToken cancellation)
    {
        try
        {
            return await LossAsync(scope, cancellation);
        }
        catch (AdapterException error)
        {
            return $"nobody knows what, since it could not be compared: {services.Secrets.Redact(error.Message)}";
        }
    }

    private async Task HoldAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Traffic is { } traffic)
            await services.Adapters.Get<ITrafficAdapter>(traffic).SetAsync(traffic, new(Side.Target, IsHeld: true), scope, cancellation);
        if (scope.Plan.Compute is { Target: var target })
            await services.Adapters.Get<IComputeAdapter>(target).StopAsync(target, scope, cancellation);
    }

    private async Task ServeAgainAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Compute is { Target: var target })
            await services.Adapters.Get<IComputeAdapter>(target).StartAsync(target, scope, cancellation);
        if (scope.Plan.Traffic is { } traffic)
            await services.Adapters.Get<ITrafficAdapter>(traffic).SetAsync(traffic, new(Side.Target, IsHeld: false), scope, cancellation);
    }
}
