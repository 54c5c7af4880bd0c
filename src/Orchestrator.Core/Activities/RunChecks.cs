using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Runs the plan's checks on the target; one that does not hold stops the migration before users are sent there.</summary>
/// <param name="services">What every step needs.</param>
public sealed class RunChecks(StepServices services) : MigrationActivity(services, Steps.RunChecks)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        // At the same time, since users wait for them.
        var results = await Task.WhenAll(scope.Plan.Checks.Select(check => Adapters.Get<ICheckAdapter>(check).RunAsync(check, scope, cancellation)));
        var hash = await StoreEvidenceAsync(scope, results, cancellation);
        var failed = results.Where(result => !result.IsPassed).ToList();
        if (failed.Count > 0)
            throw new AdapterException(Describe(failed), "checks", "Look at the target, then migrate again", isTransient: false);
        return new($"{results.Length} check(s) hold.", hash);
    }

    private static string Describe(List<CheckResult> failed) =>
        string.Join("; ", failed.Select(result => $"'{result.Name}' does not hold: {result.Observed}"));
}
