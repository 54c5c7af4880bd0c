using System.Text.Json;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local;

/// <summary>What adapters ask a step.</summary>
internal static class ScopeExtensions
{
    /// <summary>The side that a compute part of the plan is: the target, unless it stands under <c>source</c>.</summary>
    public static Side SideOf(this StepScope scope, AdapterSpec spec) =>
        scope.Plan.Compute is { } compute && (ReferenceEquals(spec, compute.Source) || IsSame(spec, compute.Source)) ? Side.Source : Side.Target;

    private static bool IsSame(AdapterSpec one, AdapterSpec other) =>
        one.Kind == other.Kind && JsonSerializer.Serialize(one.Settings) == JsonSerializer.Serialize(other.Settings);
}
