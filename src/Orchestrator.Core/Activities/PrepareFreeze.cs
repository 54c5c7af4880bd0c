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
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        var follower = direction.Follower();
        await this.RequireUsersAwayAsync(follower, scope, cancellation);
        if (scope.Plan.Compute is { WarmStart: true })
            await this.RequireRunningAsync(follower, scope, cancellation);
        await this.LookAtAsync(direction.Leader(), scope, cancellation);
        await AtOnceAsync(scope, async (adapter, component) =>
        {
            await adapter.FreezeAsync(component, follower, scope, cancellation);
            await adapter.PrepareFreezeAsync(component, direction, scope, cancellation);
        });
        if (direction == SyncDirection.Forward)
            await Adapters.PrepareTrafficAsync(scope, cancellation);
        return new($"The {follower} runs, refuses writes, and is as near as it gets.{await TryChecksAsync(scope, cancellation)}");
    }

    // What does not hold yet may do so once the last changes have arrived; what cannot be run is better known before users wait.
    private async Task<string> TryChecksAsync(StepScope scope, CancellationToken cancellation)
    {
        if (direction == SyncDirection.Reverse || scope.Plan.Compute is { WarmStart: false } || scope.Plan.Checks.Count == 0)
            return "";
        var tried = await Task.WhenAll(scope.Plan.Checks.Select(check => TryCheckAsync(check, scope, cancellation)));
        var notYet = tried.OfType<string>().ToList();
        return $" {tried.Length - notYet.Count} of {tried.Length} check(s) hold already. {string.Join(' ', notYet)}".TrimEnd();
    }

    private async Task<string?> TryCheckAsync(CheckPlan check, StepScope scope, CancellationToken cancellation)
    {
        try
        {
            var result = await Adapters.Get<ICheckAdapter>(check).RunAsync(check, scope, cancellation);
            return result.IsPassed ? null : $"'{check.Name}' does not hold yet: {result.Observed}.";
        }
        catch (AdapterException error)
        {
            return $"'{check.Name}' could not be tried: {error.Message}";
        }
    }
}
