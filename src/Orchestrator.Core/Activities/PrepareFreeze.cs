using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Looks once more whether the side that follows can take over, and does ahead of the freeze what can be done ahead: what fails here, fails before any user waits.</summary>
/// <param name="services">What every step needs.</param>
/// <param name="direction">Which side follows.</param>
public sealed class PrepareFreeze(StepServices services, SyncDirection direction) : OnlineActivity(
    services, direction == SyncDirection.Forward ? Steps.PrepareFreeze : Steps.PrepareWayBack)
{
    // A check may wait for its own time until it holds; here that only lets age what was judged fit for a freeze.
    private static readonly TimeSpan MostTrial = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        var follower = direction.Follower();
        await this.RequireUsersAwayAsync(follower, scope, cancellation);
        if (scope.Plan.Compute is { WarmStart: true })
            await this.RequireRunningAsync(follower, scope, cancellation);
        if (direction == SyncDirection.Forward)
            await Adapters.PrepareTrafficAsync(scope, cancellation); // first: what old answers live for may be waited for
        await this.LookAtAsync(direction.Leader(), scope, cancellation);
        var tried = await TryChecksAsync(scope, cancellation); // before what gets old
        await AtOnceAsync(scope, async (adapter, component) =>
        {
            await adapter.FreezeAsync(component, follower, scope, cancellation);
            await adapter.PrepareFreezeAsync(component, direction, scope, cancellation);
        });
        return new($"The {follower} runs, refuses writes, and is as near as it gets.{tried}");
    }

    // What does not hold yet may do so once the last changes have arrived. Names only: what was seen may be rows of users.
    private async Task<string> TryChecksAsync(StepScope scope, CancellationToken cancellation)
    {
        if (direction == SyncDirection.Reverse || scope.Plan.Compute is { WarmStart: false } || scope.Plan.Checks.Count == 0)
            return "";
        var tried = await Task.WhenAll(scope.Plan.Checks.Select(check => TryCheckAsync(check, scope, cancellation)));
        var notYet = tried.OfType<string>().ToList();
        return $" {tried.Length - notYet.Count} of {tried.Length} check(s) hold already{(notYet.Count > 0 ? $"; not yet: {string.Join("; ", notYet)}" : "")}.";
    }

    private async Task<string?> TryCheckAsync(CheckPlan check, StepScope scope, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(MostTrial, Services.Time);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return (await Adapters.Get<ICheckAdapter>(check).RunAsync(check, scope, limited.Token)).IsPassed ? null : $"'{check.Name}'";
        }
        catch (Exception error) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            Log.CheckNotTried(Services.Logger, scope.MigrationId, check.Name, Services.Secrets.Redact(error.Message));
            return $"'{check.Name}' (it takes long)";
        }
        catch (AdapterException error)
        {
            return $"'{check.Name}' could not be run: {error.Problem}";
        }
    }
}
