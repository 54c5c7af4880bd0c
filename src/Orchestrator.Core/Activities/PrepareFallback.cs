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

    // What may pass is waited for with users held: to serve again and to stop again takes a machine longer.
    private const int MostTroubles = 10;
    private static readonly TimeSpan LookAgainAfterTrouble = TimeSpan.FromSeconds(15);

    /// <summary>Registers the activity.</summary>
    /// <param name="registry">The registry of the host.</param>
    public void Register(DurableRegistry registry) => registry.AddActivity<FallbackRequest, FallbackVerdict>(nameof(PrepareFallback), RunAsync);

    private async Task<FallbackVerdict> RunAsync(ActivityRun run, FallbackRequest request, CancellationToken cancellation)
    {
        var scope = StepExecution.CreateScope(services, run.InstanceId, StepName, request.Input);
        try
        {
            if (request.Pause?.Refusal is { } refusal)
                return await RefuseAsync(refusal, scope, request, cancellation);
            if (!request.HasCutOver && request.Pause is not { IsHeld: true } && await AreUsersAtSourceAsync(scope, cancellation))
                return new(MayGoBack: true, "Users were never sent to the target.");
            return await JudgeAsync(scope, request, cancellation);
        }
        catch (OperationPendingException pending) when (!cancellation.IsCancellationRequested)
        {
            return Wait(pending, isHeld: false); // where users are cannot be told yet
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(scope, error, request);
            throw StepExecution.Describe(services.Secrets, error, isCancelled: false);
        }
    }

    private async Task<FallbackVerdict> JudgeAsync(StepScope scope, FallbackRequest request, CancellationToken cancellation)
    {
        try
        {
            if (!IsHeld(request) && !request.AcceptLoss && CanLookWhileItServes(scope) && await LossAsync(scope, cancellation) is { } early)
                return await RefuseAsync(Refusal(early), scope, request, cancellation);
            request = request with { Pause = (request.Pause ?? new(TimeSpan.Zero, IsHeld: true, null)) with { IsHeld = true } };
            await HoldAsync(scope, cancellation);
            var loss = request.AcceptLoss ? await KnownLossAsync(scope, cancellation) : await LossAsync(scope, cancellation);
            if (loss is null)
                return new(MayGoBack: true, "Nothing was written to the target since cutover.");
            return request.AcceptLoss
                ? new(MayGoBack: true, $"Left behind on the target, and accepted: {loss}")
                : await RefuseAsync(Refusal(loss), scope, request, cancellation);
        }
        catch (OperationPendingException pending) when (!cancellation.IsCancellationRequested)
        {
            return Wait(pending, IsHeld(request));
        }
        catch (Exception error) when (IsHeld(request) && MayPass(error, request) && !cancellation.IsCancellationRequested)
        {
            return TryAgain(error, scope, request);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            if (await ServeAgainAsync(Describe(error), scope, request, cancellation) is { } pause)
                return pause;
            if (!IsHeld(request))
                throw;
            LogFailed(scope, error, request);
            return new(MayGoBack: false, Describe(error)) { AreUsersOnTarget = true };
        }
    }

    private FallbackVerdict Wait(OperationPendingException pending, bool isHeld, string? refusal = null) =>
        new(MayGoBack: false, services.Secrets.Redact(pending.Message)) { Pause = new(pending.LookAgainAfter, isHeld, refusal) };

    private static bool IsHeld(FallbackRequest request) => request.Pause?.IsHeld == true;

    private static bool MayPass(Exception error, FallbackRequest request) => Transience.Of(error) && TroublesOf(request) < MostTroubles;

    private static int TroublesOf(FallbackRequest request) => request.Pause?.Troubles ?? 0;

    private FallbackVerdict TryAgain(Exception error, StepScope scope, FallbackRequest request, string? refusal = null)
    {
        LogFailed(scope, error, request);
        return new(MayGoBack: false, $"It is tried again: {Describe(error)}")
        {
            Pause = new(LookAgainAfterTrouble, IsHeld: true, refusal) { Troubles = request.Pause?.Refusal == refusal ? TroublesOf(request) + 1 : 1 },
        };
    }

    private string Describe(Exception error) => StepExecution.Describe(services.Secrets, error, isCancelled: false).Message;

    private void LogFailed(StepScope scope, Exception error, FallbackRequest request) =>
        Log.StepFailed(services.Logger, scope.MigrationId, StepName, TroublesOf(request) + 1, services.Secrets.Redact(error.ToString()));

    private async Task<bool> AreUsersAtSourceAsync(StepScope scope, CancellationToken cancellation) =>
        scope.Plan.Traffic is { } traffic
        && (await services.Adapters.Get<ITrafficAdapter>(traffic).GetAsync(traffic, scope, cancellation)).Side == Side.Source;

    private static string Refusal(string loss) =>
        $"It would leave behind writes that only the target has; to accept that, roll back with --accept-loss. They are in {loss}.";

    // The target serves again even if this run did not stop it: one before it may have been killed after it did.
    private async Task<FallbackVerdict> RefuseAsync(string refusal, StepScope scope, FallbackRequest request, CancellationToken cancellation) =>
        await ServeAgainAsync(refusal, scope, request, cancellation) ?? new(MayGoBack: false, refusal) { AreUsersOnTarget = true };

    // Where content cannot be read while it is in use, the look after the target was stopped is the only one.
    private bool CanLookWhileItServes(StepScope scope) =>
        scope.Plan.Data.All(component => services.Adapters.Get<IDataAdapter>(component).CanCompareWhileInUse);

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

    // Nothing when it serves; otherwise when to look again.
    private async Task<FallbackVerdict?> ServeAgainAsync(string refusal, StepScope scope, FallbackRequest request, CancellationToken cancellation)
    {
        try
        {
            if (scope.Plan.Compute is { Target: var target })
                await services.Adapters.Get<IComputeAdapter>(target).StartAsync(target, scope, cancellation);
            if (scope.Plan.Traffic is { } traffic)
                await services.Adapters.Get<ITrafficAdapter>(traffic).SetAsync(traffic, new(Side.Target, IsHeld: false), scope, cancellation);
            return null;
        }
        catch (OperationPendingException pending) when (!cancellation.IsCancellationRequested)
        {
            return Wait(pending, isHeld: true, refusal);
        }
        catch (Exception error) when (IsHeld(request) && (request.Pause!.Refusal is null || MayPass(error, request)) && !cancellation.IsCancellationRequested)
        {
            return TryAgain(error, scope, request, refusal); // what is known is not lost when it fails for good
        }
    }
}
