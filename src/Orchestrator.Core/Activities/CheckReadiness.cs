using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Looks at source and target before any downtime and stops with everything that is in the way at once.</summary>
/// <param name="services">What every step needs.</param>
public sealed class CheckReadiness(StepServices services) : MigrationActivity(services, Steps.CheckReadiness)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        // First, because it may have to be asked for again later, and what is found is to be of one moment.
        List<Finding> findings = [.. await InfrastructureReadiness.LookAsync(Adapters, scope, cancellation)];
        foreach (var component in scope.Plan.Data)
            findings.AddRange(await DataReadiness.LookAsync(Adapters, component, scope, cancellation));
        await CheckComputeAsync(scope, findings, cancellation);
        await CheckTrafficAsync(scope, findings, cancellation);

        var hash = await StoreEvidenceAsync(scope, findings, cancellation);
        var blocking = findings.Where(finding => finding.IsBlocking).ToList();
        if (blocking.Count > 0)
            throw new AdapterException(Describe(blocking), "readiness", "Mend these first", isTransient: false);
        return new($"Nothing is in the way; {findings.Count} remark(s).", hash);
    }

    // A source that is not seen running would not be stopped, and a rollback would start a second one beside it.
    private async Task CheckComputeAsync(StepScope scope, List<Finding> findings, CancellationToken cancellation)
    {
        if (scope.Plan.Compute is not { } compute)
            return;
        var source = await Adapters.Get<IComputeAdapter>(compute.Source).GetStateAsync(compute.Source, scope, cancellation);
        if (source != ComputeState.Running)
            findings.Add(new("compute.source", $"it is {source}, as far as '{compute.Source.Kind}' can see", "Start it, or let the plan say how to recognise the one that runs (for a process: port or pidFile)", IsBlocking: true));
        var target = await Adapters.Get<IComputeAdapter>(compute.Target).GetStateAsync(compute.Target, scope, cancellation);
        if (target != ComputeState.Stopped)
            findings.Add(new("compute.target", $"it is {target} already", "Stop it", IsBlocking: true));
    }

    // Users must be at the source.
    private async Task CheckTrafficAsync(StepScope scope, List<Finding> findings, CancellationToken cancellation)
    {
        if (scope.IsRehearsal || scope.Plan.Traffic is not { } traffic)
            return;
        var state = await Adapters.Get<ITrafficAdapter>(traffic).GetAsync(traffic, scope, cancellation);
        if (state.Side != Side.Source)
            findings.Add(new("traffic", "users are sent to the target already", "Point the traffic at the source, or migrate the other way", IsBlocking: true));
    }

    private static string Describe(List<Finding> blocking) =>
        string.Join("; ", blocking.Select(finding => $"{finding.Subject}: {finding.Problem} ({finding.Remedy})"));
}
