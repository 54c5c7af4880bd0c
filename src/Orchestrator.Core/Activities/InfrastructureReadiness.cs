using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>What provisioning would change, as findings, so that who approves sees it and what they approve is bound to it.</summary>
internal static class InfrastructureReadiness
{
    /// <summary>Looks without changing anything.</summary>
    /// <exception cref="OperationPendingException">The look takes longer.</exception>
    public static async Task<IReadOnlyList<Finding>> LookAsync(AdapterCatalog adapters, StepScope scope, CancellationToken cancellation)
    {
        var infrastructure = scope.Plan.Infrastructure;
        if (adapters.All<IPreviewsInfrastructure>().SingleOrDefault(adapter => adapter.Kind == infrastructure.Kind) is not { } adapter)
            return [];
        var preview = await adapter.PreviewAsync(infrastructure, scope, cancellation);
        return [.. preview.Findings, .. preview.Changes.Select(Describe)];
    }

    private static Finding Describe(InfrastructureChange change)
    {
        var properties = change.Properties.Count == 0 ? "" : $": {string.Join(", ", change.Properties)}";
        return new(change.Resource, $"the infrastructure's preview says {change.Change}{properties}", "Nothing is to be done: it is what an approval approves", IsBlocking: false);
    }
}
