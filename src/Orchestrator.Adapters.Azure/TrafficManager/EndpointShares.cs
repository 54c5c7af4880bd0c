using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.TrafficManager;

/// <summary>How users are shared out between two endpoints.</summary>
/// <param name="Source">The source's.</param>
/// <param name="Target">The target's.</param>
internal sealed record EndpointShares(EndpointShare Source, EndpointShare Target)
{
    private const int All = 100;
    private const int WeightOfPercent = 10;

    /// <summary>Which side users reach: the source only where the target gets nobody, so that a shift under way is never taken for none.</summary>
    /// <param name="isByPriority">Whether the profile routes by priority.</param>
    /// <returns>The side.</returns>
    public Side SideOf(bool isByPriority) => !Target.IsEnabled || (isByPriority && Source.IsEnabled && Source.Priority < Target.Priority) ? Side.Source : Side.Target;

    /// <summary>Whether users reach the target alone.</summary>
    /// <param name="isByPriority">Whether the profile routes by priority.</param>
    /// <returns>Whether they do.</returns>
    public bool IsAllAtTarget(bool isByPriority) => Target.IsEnabled && (!Source.IsEnabled || (isByPriority && Target.Priority < Source.Priority));

    /// <summary>The shares at a stage.</summary>
    /// <param name="percent">How many users the target gets.</param>
    /// <param name="isByPriority">Whether the profile routes by priority.</param>
    /// <returns>The shares.</returns>
    public EndpointShares At(int percent, bool isByPriority)
    {
        var (first, second) = (Math.Min(Source.Priority, Target.Priority), Math.Max(Source.Priority, Target.Priority));
        if (isByPriority)
            return new(Source with { Priority = second }, Target with { IsEnabled = true, Priority = first });
        return percent == All
            ? new(Source with { IsEnabled = false }, Target with { IsEnabled = true })
            : new(Source with { IsEnabled = true, Weight = (All - percent) * WeightOfPercent }, Target with { IsEnabled = true, Weight = percent * WeightOfPercent });
    }

    /// <summary>The shares when all are sent to the source, where what was before is not known.</summary>
    /// <param name="isByPriority">Whether the profile routes by priority.</param>
    /// <returns>The shares.</returns>
    public EndpointShares Back(bool isByPriority) => isByPriority
        ? new(Source with { IsEnabled = true, Priority = Math.Min(Source.Priority, Target.Priority) }, Target with { Priority = Math.Max(Source.Priority, Target.Priority) })
        : new(Source with { IsEnabled = true }, Target with { IsEnabled = false });

    /// <inheritdoc/>
    public override string ToString() => $"source {Source}; target {Target}";
}
