using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local;

/// <summary>One side of data that is moved by commands or over HTTP.</summary>
internal sealed record DataEndpoint
{
    /// <summary>A connection string, URL or path that programs use. May be a secret.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The same for the copy that a rehearsal uses. Needed under <c>target</c> for rehearsals.</summary>
    public string? RehearsalEndpoint { get; init; }

    /// <summary>Resolves the endpoint of a side of a component.</summary>
    /// <exception cref="AdapterException">It is a rehearsal and the plan names no copy.</exception>
    public static async Task<string> ResolveAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var endpoint = (side == Side.Source ? component.Source : component.Target).ReadSettings<DataEndpoint>();
        var value = side == Side.Target && scope.IsRehearsal ? endpoint.RehearsalEndpoint : endpoint.Endpoint;
        return await scope.Secrets.ResolveAsync(value ?? throw NoCopy(component), cancellation);
    }

    /// <summary>What is in the way of a rehearsal.</summary>
    public static IEnumerable<Finding> Check(DataComponent component, StepScope scope) =>
        scope.IsRehearsal && component.Target.ReadSettings<DataEndpoint>().RehearsalEndpoint is null && NoCopy(component) is var error
            ? [new Finding(error.Subject, error.Problem, error.Remedy, IsBlocking: true)]
            : [];

    private static AdapterException NoCopy(DataComponent component) => new(
        "a rehearsal needs a copy of the target", $"data '{component.Name}'", "Add 'rehearsalEndpoint' under 'target'", isTransient: false);
}
