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
        if (!request.AcceptLoss && await LossAsync(scope, cancellation) is { } early)
            return Refuse(early);

        await HoldAsync(scope, cancellation);
        try
        {
            var loss = await LossAsync(scope, cancellation);
            if (loss is null)
                return new(MayGoBack: true, "Nothing was written to the target since cutover.");
            if (request.AcceptLoss)
                return new(MayGoBack: true, $"Left behind on the target, and accepted: {loss}");
            await ServeAgainAsync(scope, cancellation);
            return Refuse(loss);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            await ServeAgainAsync(scope, cancellation);
            throw new StepException(services.Secrets.Redact(error.Message), null, Transience.Of(error));
        }
    }

    private static FallbackVerdict Refuse(string loss) =>
        new(MayGoBack: false, $"It would leave behind writes that only the target has; to accept that, roll back with --accept-loss. They are in {loss}.");

    private async Task<string?> LossAsync(StepScope scope, CancellationToken cancellation)
    {
        var comparisons = new List<DataComparison>();
        foreach (var component in scope.Plan.Data)
            comparisons.Add(await services.Adapters.Get<IDataAdapter>(component).CompareAsync(component, null, scope, cancellation));
        await services.Ledger.WriteDocumentAsync(
            scope.MigrationId, Migrations.MigrationDocuments.Evidence(StepName), services.Secrets.Redact(DurableJson.Write(comparisons)!), cancellation);
        return comparisons.All(comparison => comparison.IsEqual) ? null : Differences.Describe(comparisons);
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
