using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <summary>Which orchestration migrates with which strategy.</summary>
public static class MigrationFlows
{
    private static readonly IReadOnlyDictionary<MigrationStrategy, (string Name, Func<IOrchestrationContext, Task<MigrationStatus>> RunAsync, Func<Runbook, Task> Flow)> Flows =
        new Dictionary<MigrationStrategy, (string, Func<IOrchestrationContext, Task<MigrationStatus>>, Func<Runbook, Task>)>
        {
            [MigrationStrategy.Offline] = (OfflineMigration.Name, OfflineMigration.RunAsync, OfflineMigration.Flow),
            [MigrationStrategy.Online] = (OnlineMigration.Name, OnlineMigration.RunAsync, OnlineMigration.Flow),
        };

    /// <summary>The names of all orchestrations that migrate a workload.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Flows.Values.Select(flow => flow.Name)];

    /// <summary>The name of the orchestration that migrates a plan's workload.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>The name.</returns>
    /// <exception cref="MigrationConflictException">This version has no runbook for the plan's strategy.</exception>
    public static string NameFor(MigrationPlan plan) => For(plan).Name;

    /// <summary>The steps that a plan's migration has.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>The steps in order.</returns>
    /// <exception cref="MigrationConflictException">This version has no runbook for the plan's strategy.</exception>
    public static IReadOnlyList<StepStatus> StepsOf(MigrationPlan plan) => Runbook.List(For(plan).Flow);

    /// <summary>Registers all flows.</summary>
    /// <param name="registry">The registry of the host.</param>
    /// <returns>The registry.</returns>
    internal static DurableRegistry AddFlows(this DurableRegistry registry)
    {
        foreach (var flow in Flows.Values)
            registry.AddOrchestration(flow.Name, flow.RunAsync);
        return registry.AddOrchestration(MaintainSync.Name, MaintainSync.RunAsync);
    }

    private static (string Name, Func<IOrchestrationContext, Task<MigrationStatus>> RunAsync, Func<Runbook, Task> Flow) For(MigrationPlan plan)
    {
        var choice = StrategyChooser.Choose(plan);
        return Flows.TryGetValue(choice.Strategy, out var flow) ? flow : throw new MigrationConflictException(
            $"This version has no '{choice.Strategy}' runbook yet. {choice.Why}", "Use strategy 'offline' if that downtime is acceptable, or 'online'.");
    }
}
