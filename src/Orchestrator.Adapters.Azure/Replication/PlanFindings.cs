using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>What a plan has to say for a machine to be moved as a whole.</summary>
internal static class PlanFindings
{
    /// <summary>Finds what does not fit.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="job">The machine.</param>
    /// <returns>What does not.</returns>
    public static IEnumerable<Finding> Of(MigrationPlan plan, ReplicationJob job)
    {
        if (plan.Compute is null)
            yield return new("compute", $"nobody stops the workload on {job.Machine}, and the service does not by itself", "Say in 'compute' how it is stopped and started", IsBlocking: true);
        else if (plan.Compute.WarmStart)
            yield return new("compute.warmStart", $"the machine {job.TargetMachine} is only made in the freeze, so that nothing can be started there before", "Set 'compute: { warmStart: false }'", IsBlocking: true);
        if (plan.FreezeBudget() < job.Settings.ExpectedMove)
            yield return new("downtime.tolerance", $"it is {plan.FreezeBudget().InWords()}, and the move of {job.Machine} is expected to take {job.Settings.ExpectedMove.InWords()}, in which users wait", "Set 'downtime: { tolerance: … }' to more, or 'expectedMove' to what was measured", IsBlocking: true);
    }
}
