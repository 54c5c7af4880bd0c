namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>Looks at a resource for <see cref="LongOperation.Probe"/>.</summary>
internal static class ArmProbes
{
    /// <summary>Whether a resource is made, or brought into a state.</summary>
    /// <param name="arm">The step.</param>
    /// <param name="path">Its id.</param>
    /// <param name="apiVersion">The version of its type.</param>
    /// <param name="isWanted">
    /// Whether it is as wanted, for example made by this migration (<see cref="ArmTags"/>); asked of a resource whose
    /// provisioning has succeeded.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Done when it is as wanted; under way while its provisioning goes on; else not started.</returns>
    public static async Task<OperationProbe> ProbeMadeAsync(
        this ArmSession arm, string path, string apiVersion, Func<ArmAnswer, bool> isWanted, CancellationToken cancellation)
    {
        if (await arm.FindAsync(path, apiVersion, cancellation) is not { } resource)
            return OperationProbe.NotStarted;
        var look = OperationLook.AtResource(resource);
        if (look.IsUnderWay)
            return OperationProbe.UnderWay;
        return look.Failure is null && isWanted(resource) ? OperationProbe.Done : OperationProbe.NotStarted;
    }

    /// <summary>Whether a resource is gone.</summary>
    /// <param name="arm">The step.</param>
    /// <param name="path">Its id.</param>
    /// <param name="apiVersion">The version of its type.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Done when there is none; under way while it is being removed; else not started.</returns>
    public static async Task<OperationProbe> ProbeGoneAsync(this ArmSession arm, string path, string apiVersion, CancellationToken cancellation)
    {
        if (await arm.FindAsync(path, apiVersion, cancellation) is not { } resource)
            return OperationProbe.Done;
        return string.Equals(resource.ProvisioningState, "Deleting", StringComparison.OrdinalIgnoreCase) ? OperationProbe.UnderWay : OperationProbe.NotStarted;
    }
}
