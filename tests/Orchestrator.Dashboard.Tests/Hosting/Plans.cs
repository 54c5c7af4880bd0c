using Orchestrator.Contracts.World;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;

namespace Orchestrator.Dashboard.Tests.Hosting;

/// <summary>Plans for a world in memory.</summary>
internal static class Plans
{
    /// <summary>Runs to the fallback window.</summary>
    public static MigrationPlan CutOver(string workload) => FakeWorld.Plan() with
    {
        Name = workload,
        Environment = WorkloadEnvironment.Staging,
        Owner = new() { Name = "Payments" },
    };

    /// <summary>Waits at the gate before users are sent to the target.</summary>
    public static MigrationPlan Gated(string workload, int required = 1) => CutOver(workload) with
    {
        Approvals = new Dictionary<string, ApprovalGate> { [Gates.Cutover] = new() { Required = required, NotByStarter = true } },
    };

    /// <summary>Waits for an operator when a step fails.</summary>
    public static MigrationPlan Holding(string workload) => CutOver(workload) with { OnFailure = FailurePolicy.Hold };

    /// <summary>Keeps the target in step until somebody approves.</summary>
    public static MigrationPlan Online(string workload) => Gated(workload) with
    {
        Strategy = MigrationStrategy.Online,
        Downtime = new() { Tolerance = TimeSpan.FromMinutes(5) },
        Fallback = new() { KeepFor = TimeSpan.FromDays(14), ReverseSync = true },
    };
}
